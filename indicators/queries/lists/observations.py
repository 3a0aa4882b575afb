"""The ledger as a list: current figures, or those of an earlier moment."""

from datetime import datetime

from indicators.models import Observation
from indicators.queries.lists.pages import Listing
from indicators.queries.lists.selection import FigureSelection
from indicators.queries.lists.texts import Column, Moment, Plain

KEY = ("indicator_id", "area_id", "period")
COLUMNS: dict[str, Column] = {
    "indicator": "indicator__code",
    "area": "area__code",
    "period": "period",
    "value": Plain("value"),
    "growth": Plain("growth"),
    "vintage": "vintage",
    "revision": "revision",
    "published_at": Moment("published_at"),
    "note": "note",
}


def observation_list(
    selection: FigureSelection, *, as_of: datetime | None = None, updated_since: datetime | None = None
) -> Listing:
    """One row of every key, withdrawals included; `updated_since` compares when a row entered the ledger."""
    rows = Observation.objects.current() if as_of is None else Observation.objects.as_of(as_of)
    if updated_since is not None:
        rows = rows.filter(recorded_at__gte=updated_since)
    return Listing(queryset=selection.of(rows), key=KEY, columns=COLUMNS)
