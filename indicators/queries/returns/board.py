"""The board of a period: which unit has handed in, who is late, what waits for the account."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet
from django.utils import timezone

from indicators.choices import Role
from indicators.domain.exact import exact
from indicators.domain.returns import FILLING, State
from indicators.models import Return, User
from indicators.queries.returns.access import returns_of

HANDED_IN = frozenset({State.SUBMITTED, State.APPROVED, State.PUBLISHED})
WAITS_FOR: dict[str, frozenset[State]] = {
    Role.ENTRY: FILLING,
    Role.REVIEWER: frozenset({State.SUBMITTED}),
    Role.PUBLISHER: frozenset({State.APPROVED}),
}


@dataclass(slots=True)
class FormProgress:
    """How far one form is in one period."""

    form: str
    returns: list[Return] = field(default_factory=list)
    handed_in: int = 0
    on_time: int = 0
    late: int = 0

    @property
    def rate(self) -> Decimal:
        """报送率, percent, unrounded."""
        return share_percent(self.handed_in, len(self.returns))

    @property
    def on_time_rate(self) -> Decimal:
        """及时率: handed in by the deadline, percent of all, unrounded."""
        return share_percent(self.on_time, len(self.returns))


@exact
def share_percent(part: int, whole: int) -> Decimal:
    """`part` of `whole` in percent; `whole` is positive."""
    return Decimal(part) * 100 / Decimal(whole)


def periods_with_returns(user: User) -> list[str]:
    """Newest first."""
    rows = returns_of(user).order_by("-period_end", "period").values_list("period", "period_end").distinct()
    return list(dict.fromkeys(period for period, _ in rows))


def progress_of(user: User, period: str) -> list[FormProgress]:
    """The forms of the period as far as the account works with them."""
    return _by_form(_rows(returns_of(user).filter(period=period)), timezone.localdate())


def waiting_for(user: User) -> QuerySet[Return]:
    """What the account has to do next, the nearest deadline first."""
    states = [str(state) for state in WAITS_FOR.get(user.role, frozenset())]
    return _rows(returns_of(user).filter(state__in=states)).order_by("due_on", "pk")


def _rows(returns: QuerySet[Return]) -> QuerySet[Return]:
    return returns.select_related("form", "unit", "clerk").order_by("form__code", "unit__code")


def _by_form(returns: Iterable[Return], today: date) -> list[FormProgress]:
    forms: dict[int, FormProgress] = {}
    for of in returns:
        progress = forms.setdefault(of.form_id, FormProgress(of.form.name))
        progress.returns.append(of)
        closes_on = of.window.closes_on
        if of.state in HANDED_IN:
            progress.handed_in += 1
            progress.on_time += of.submitted_at is not None and timezone.localdate(of.submitted_at) <= closes_on
        elif of.state in FILLING:
            progress.late += today > closes_on
    return list(forms.values())
