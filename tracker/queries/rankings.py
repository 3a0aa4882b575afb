"""Rankings of an indicator computed from its growth rows, each with the places of the period and of the year before."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from indicators.domain.periods import Period
from indicators.domain.ranking import METHOD, PUBLISHED
from indicators.models import Growth, Indicator
from indicators.queries.areas import Lineages, Membership
from tracker.choices import Basis
from tracker.domain.standings import Standing, comparable, standing

RankingKey = tuple[Period, int, str]  # period, peer group, basis: of one indicator


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


def computed_rankings(
    indicator: Indicator,
    groups: Mapping[int, Membership],
    lineages: Lineages,
    periods: set[Period] | None = None,
) -> dict[RankingKey, RankingRow]:
    """Every ranking of the indicator that has a figure, or those of `periods`; one query."""
    figures = _figures(indicator, periods)
    standings: dict[RankingKey, Standing[int]] = {}
    for period, rows in figures.items():
        for group, membership in groups.items():
            members = membership.on(period.last_day)
            for basis in Basis.values:
                if found := standing(indicator, basis, members, rows):
                    standings[period, group, basis] = found
    return {
        key: _row(indicator, key, found, standings, figures[key[0]], lineages)
        for key, found in standings.items()
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


def _row(
    indicator: Indicator,
    key: RankingKey,
    now: Standing[int],
    standings: Mapping[RankingKey, Standing[int]],
    rows: Mapping[int, GrowthFigures],
    lineages: Lineages,
) -> RankingRow:
    period, group, basis = key
    earlier = [standings.get((each, group, basis)) for each in (period.previous(), period.year_before())]
    previous, year_ago = (comparable(now, each) for each in earlier)
    places = []
    for place in now.ranked.places:
        lineage = list(lineages.back_from(place.key))
        published = now.source == PUBLISHED and place.value is not None
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
    return RankingRow(now.source, indicator.direction, now.digits, now.ranked.of, places)
