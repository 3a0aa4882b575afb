"""Standings: the members of a group ranked by one column of their growth rows, then set beside earlier standings."""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Generic, Protocol, TypeVar

from indicators.domain.kinds import Direction
from indicators.domain.ranking import COMPUTED, PUBLISHED, Ranked, rank, ranked_source

GROWTH, VALUE = "growth", "value"

# Where the number of a member stands in its growth row, by basis and source.
SOURCE_COLUMNS: dict[tuple[str, str], str] = {
    (GROWTH, PUBLISHED): "published",
    (GROWTH, COMPUTED): "computed",
    (VALUE, PUBLISHED): "value",
    (VALUE, COMPUTED): "computed_value",
}

K = TypeVar("K", bound=Hashable)


class Ranking(Protocol):
    """What a standing has to know of an indicator."""

    @property
    def direction(self) -> str: ...

    @property
    def decimals(self) -> int: ...

    @property
    def growth_decimals(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Standing(Generic[K]):
    """The places of one group for one period, all by figures of one `source`."""

    source: str
    digits: int
    ranked: Ranked[K]
    places: Mapping[K, int | None]

    def place_of(self, lineage: Iterable[K]) -> int | None:
        """The place of the first of `lineage` that had one: an area or what it continues."""
        return next((place for each in lineage if (place := self.places.get(each)) is not None), None)


def standing(indicator: Ranking, basis: str, members: Iterable[K], rows: Mapping[K, object]) -> Standing[K] | None:
    """Rank `members` by their growth rows (value, published, computed, computed_value); None without any figure."""
    keys = list(members)
    published, computed = (_column(rows, keys, SOURCE_COLUMNS[basis, each]) for each in (PUBLISHED, COMPUTED))
    chosen = ranked_source(published, computed)
    if chosen is None:
        return None
    source, values = chosen
    digits = indicator.growth_decimals if basis == GROWTH else indicator.decimals
    ranked = rank(values, direction=Direction(indicator.direction), digits=digits)
    return Standing(source, digits, ranked, {place.key: place.place for place in ranked.places})


def comparable(now: Standing[K], earlier: Standing[K] | None) -> Standing[K] | None:
    """The earlier standing where its places are places of the same ranking: by figures of the same source.

    A place by published figures and one by computed figures say nothing about each other.
    """
    return earlier if earlier is not None and earlier.source == now.source else None


def _column(rows: Mapping[K, object], members: Iterable[K], column: str) -> dict[K, Decimal | None]:
    return {each: getattr(rows[each], column) if each in rows else None for each in members}
