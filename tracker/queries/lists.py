"""Rankings as a list: the record and its places."""

from collections.abc import Mapping, Sequence
from typing import Any

from indicators.domain.periods import Period
from indicators.domain.ranking import bands
from indicators.queries.lists.codes import indicator_named, peer_group_named
from indicators.queries.lists.pages import Listing, Record
from indicators.queries.lists.texts import Column, Rounded
from tracker.models import Ranking
from tracker.queries.ranking_tables import places_in_order

KEY = ("indicator_id", "period", "peer_group_id", "basis")
COLUMNS: dict[str, Column] = {
    "indicator": "indicator__code",
    "period": "period",
    "peer_group": "peer_group__code",
    "basis": "basis",
    "of": "of",
    "method": "method",
    "places": "pk",  # gives way to the places themselves
}
CHUNK = 100  # each brings all its places
PLACE_COLUMNS = ("area", "value", "place", "previous_place", "year_ago_place")

Place = dict[str, Any]


def ranking_list(
    *,
    indicator: str | None = None,
    period: Period | None = None,
    peer_group: str | None = None,
    basis: str | None = None,
) -> Listing:
    rows = Ranking.objects.all()
    if indicator is not None:
        rows = rows.filter(indicator=indicator_named(indicator))
    if period is not None:
        rows = rows.filter(period=str(period))
    if peer_group is not None:
        rows = rows.filter(peer_group=peer_group_named(peer_group))
    if basis is not None:
        rows = rows.filter(basis=basis)
    return Listing(queryset=rows, key=KEY, columns=COLUMNS, complete=_add_places, chunk=CHUNK)


def _add_places(records: Sequence[Record]) -> None:
    places = places_with_bands({record.row["places"]: record.row["of"] for record in records})
    for record in records:
        record.row["places"] = places.get(record.row["places"], [])


def places_with_bands(sizes: Mapping[int, int]) -> dict[int, list[Place]]:
    """The places of rankings, best first, members without a figure last; `sizes` is their N by id. One query."""
    listed = places_in_order().filter(ranking_id__in=sizes)
    value = Rounded("value", "ranking__digits")
    found: dict[int, list[Place]] = {}
    for ranking, *values in listed.values_list(
        "ranking_id", "area__code", value, "place", "previous_place", "year_ago_place"
    ):
        place = dict(zip(PLACE_COLUMNS, values, strict=True))
        place["bands"] = bands(place["place"], sizes[ranking])
        found.setdefault(ranking, []).append(place)
    return found
