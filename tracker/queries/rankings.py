"""Rankings of an indicator computed from its growth rows, each with the places of the period and of the year before."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from indicators.domain.kinds import Direction
from indicators.domain.periods import Period
from indicators.models import Growth, Indicator
from indicators.queries.areas import Lineages, Membership
from tracker.choices import Basis
from tracker.domain.ranking import COMPUTED, METHOD, PUBLISHED, Ranked, rank, ranked_source

RankingKey = tuple[Period, int, str]  # period, peer group, basis: of one indicator

# Where the number of a member stands in its growth row, by basis and source.
SOURCE_COLUMNS: dict[tuple[str, str], str] = {
    (Basis.GROWTH, PUBLISHED): "published",
    (Basis.GROWTH, COMPUTED): "computed",
    (Basis.VALUE, PUBLISHED): "value",
    (Basis.VALUE, COMPUTED): "computed_value",
}


@dataclass(frozen=True, slots=True)
class GrowthFigures:
    """What one growth row offers to a ranking."""

    observation: int | None
    value: Decimal | None
    computed_value: Decimal | None
    published: Decimal | None
    computed: Decimal | None


@dataclass(frozen=True, slots=True)
class PlaceRow:
    area: int
    observation: int | None
    value: Decimal | None
    place: int | None
    previous_place: int | None
    year_ago_place: int | None


@dataclass(frozen=True, slots=True)
class RankingRow:
    source: str
    direction: str
    digits: int
    of: int
    places: list[PlaceRow]
    method: str = METHOD


@dataclass(frozen=True, slots=True)
class _Standing:
    """The places of one ranking before they are compared with earlier ones."""

    source: str
    digits: int
    ranked: Ranked[int]
    places: Mapping[int, int | None]

    def place_of(self, areas: Iterable[int]) -> int | None:
        """The place of the first of `areas` that had one: an area or what it continues."""
        return next((place for area in areas if (place := self.places.get(area)) is not None), None)


def computed_rankings(
    indicator: Indicator,
    groups: Mapping[int, Membership],
    lineages: Lineages,
    periods: set[Period] | None = None,
) -> dict[RankingKey, RankingRow]:
    """Every ranking of the indicator that has a figure, or those of `periods`; one query."""
    figures = _figures(indicator, periods)
    standings: dict[RankingKey, _Standing] = {}
    for period, rows in figures.items():
        for group, membership in groups.items():
            members = membership.on(period.last_day)
            for basis in Basis.values:
                if standing := _standing(indicator, basis, members, rows):
                    standings[period, group, basis] = standing
    return {
        key: _row(indicator, key, standing, standings, figures[key[0]], lineages)
        for key, standing in standings.items()
        if periods is None or key[0] in periods
    }


def _figures(indicator: Indicator, periods: set[Period] | None) -> dict[Period, dict[int, GrowthFigures]]:
    """Growth rows by period and area: those of `periods` and of the periods their places are compared with."""
    rows = Growth.objects.filter(indicator=indicator)
    if periods is not None:
        read = {each for period in periods for each in (period, period.previous(), period.year_before())}
        rows = rows.filter(period__in={str(period) for period in read})
    found: dict[Period, dict[int, GrowthFigures]] = {}
    columns = ("period", "area_id", "observation_id", "value", "computed_value", "published", "computed")
    for period, area, *numbers in rows.values_list(*columns).iterator(chunk_size=10_000):
        found.setdefault(Period.parse(period), {})[area] = GrowthFigures(*numbers)
    return found


def _standing(
    indicator: Indicator, basis: str, members: list[int], rows: Mapping[int, GrowthFigures]
) -> _Standing | None:
    digits = indicator.growth_decimals if basis == Basis.GROWTH else indicator.decimals
    published, computed = (_numbers(rows, members, SOURCE_COLUMNS[basis, each]) for each in (PUBLISHED, COMPUTED))
    chosen = ranked_source(published, computed)
    if chosen is None:
        return None
    source, values = chosen
    ranked = rank(values, direction=Direction(indicator.direction), digits=digits)
    return _Standing(source, digits, ranked, {place.key: place.place for place in ranked.places})


def _numbers(rows: Mapping[int, GrowthFigures], members: Iterable[int], column: str) -> dict[int, Decimal | None]:
    return {area: getattr(rows[area], column) if area in rows else None for area in members}


def _row(
    indicator: Indicator,
    key: RankingKey,
    standing: _Standing,
    standings: Mapping[RankingKey, _Standing],
    rows: Mapping[int, GrowthFigures],
    lineages: Lineages,
) -> RankingRow:
    period, group, basis = key
    earlier = [standings.get((each, group, basis)) for each in (period.previous(), period.year_before())]
    # A place by published figures and one by computed figures are not places of the same ranking.
    previous, year_ago = (each if each and each.source == standing.source else None for each in earlier)
    places = []
    for place in standing.ranked.places:
        lineage = list(lineages.back_from(place.key))
        published = standing.source == PUBLISHED and place.value is not None
        places.append(
            PlaceRow(
                area=place.key,
                observation=rows[place.key].observation if published else None,
                value=place.value,
                place=place.place,
                previous_place=previous.place_of(lineage) if previous else None,
                year_ago_place=year_ago.place_of(lineage) if year_ago else None,
            )
        )
    return RankingRow(standing.source, indicator.direction, standing.digits, standing.ranked.of, places)
