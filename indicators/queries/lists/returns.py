"""The returns an account works with, as a list."""

from indicators.domain.periods import Period
from indicators.models import User
from indicators.queries.lists.pages import Listing
from indicators.queries.lists.texts import Column, Day
from indicators.queries.returns.access import returns_of

COLUMNS: dict[str, Column] = {
    "id": "pk",
    "form": "form__code",
    "form_name": "form__name",
    "form_version": "form_version",
    "unit": "unit__name",
    "period": "period",
    "state": "state",
    "version": "version",
    "opens_on": Day("opens_on"),
    "due_on": Day("due_on"),
    "extended_until": Day("extended_until"),
}


def return_list(
    user: User, *, form: str | None = None, period: Period | None = None, state: str | None = None
) -> Listing:
    """In the order of their numbers."""
    rows = returns_of(user)
    if form is not None:
        rows = rows.filter(form__code=form)
    if period is not None:
        rows = rows.filter(period=str(period))
    if state is not None:
        rows = rows.filter(state=state)
    return Listing(queryset=rows, key=("pk",), columns=COLUMNS)
