"""Yearly figures of many indicators and areas, current or as of a moment, in a fixed number of queries.

The year of a quarterly or monthly indicator is its fourth quarter or December.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from indicators.domain.growth_rows import GrowthRow
from indicators.domain.kinds import Frequency
from indicators.domain.periods import Period
from indicators.models import Area, Indicator, Observation
from indicators.queries.areas import Membership, lineages, memberships
from indicators.queries.growth import growth_row_at
from indicators.queries.ratios import Partition, RatioSeries
from indicators.queries.series import CurrentFigure, Series


@dataclass(frozen=True)
class YearlyBook:
    """The figures of some indicators for some areas and years, with the ledger rows they rest on."""

    indicators: Mapping[int, Indicator]
    series: Mapping[int, Series]
    ratios: Mapping[int, RatioSeries]
    observations: Mapping[int, Observation]

    def row(self, indicator: int, area: int, year: int) -> GrowthRow:
        """Value, growth and ratio of one year; all None where nothing was published."""
        period = year_of(self.indicators[indicator], year)
        series = self.series[indicator]
        return growth_row_at(
            self.indicators[indicator],
            series,
            self.ratios.get(indicator),
            area,
            period,
            published=series.published_growth(area, period),
        )

    def inputs(self, indicator: int, area: int, year: int) -> Iterator[Observation]:
        """The ledger rows of the area itself, or of what it continues, at one year."""
        series, period = self.series[indicator], year_of(self.indicators[indicator], year)
        for each in series.lineages.back_from(area):
            figure = series.figures.get((each, period))
            if figure is not None:
                yield self.observations[figure.observation]

    @cached_property
    def years(self) -> Mapping[tuple[int, int], frozenset[int]]:
        """By indicator and area (as published) the years that have a figure."""
        found: dict[tuple[int, int], set[int]] = {}
        for indicator, series in self.series.items():
            for area, period in series.figures:
                found.setdefault((indicator, area), set()).add(period.year)
        return {key: frozenset(years) for key, years in found.items()}


def year_of(indicator: Indicator, year: int) -> Period:
    """The period that closes a year in the frequency of the indicator."""
    return Period.parse(str(year)).last_part(Frequency(indicator.frequency))


def yearly_book(
    indicators: Iterable[Indicator], areas: Iterable[int], years: Collection[int], *, as_of: datetime | None = None
) -> YearlyBook:
    """`indicators` come with numerator and denominator selected. The year before the first is read as a base."""
    listed = {each.pk: each for each in indicators}
    inputs = [source for each in listed.values() for source in (each.numerator, each.denominator) if source is not None]
    every = listed | {each.pk: each for each in inputs}
    tree, partitions = lineages(), _partitions(listed.values())
    wanted = {*areas, *(area for each in partitions.values() for area, _, _ in each.members.spans)}
    figures, observations = _figures(every, {each for area in wanted for each in tree.back_from(area)}, years, as_of)
    series = {pk: Series(figures.get(pk, {}), tree) for pk in every}
    return YearlyBook(
        indicators=every,
        series=series,
        ratios={
            pk: _ratio_series(each, series, partitions.get(pk)) for pk, each in listed.items() if each.numerator_id
        },
        observations=observations,
    )


def _figures(
    indicators: Mapping[int, Indicator], areas: set[int], years: Collection[int], as_of: datetime | None
) -> tuple[dict[int, dict[tuple[int, Period], CurrentFigure]], dict[int, Observation]]:
    read = {*years, *(year - 1 for year in years)}
    periods = {str(year_of(each, year)) for each in indicators.values() for year in read}
    rows = Observation.objects.current() if as_of is None else Observation.objects.as_of(as_of)
    rows = rows.figures().filter(indicator__in=indicators, area__in=areas, period__in=periods)
    figures: dict[int, dict[tuple[int, Period], CurrentFigure]] = {}
    observations = {}
    for row in rows.select_related("indicator", "area", "audit_entry"):
        period = Period.parse(row.period)
        figures.setdefault(row.indicator_id, {})[row.area_id, period] = CurrentFigure(row.pk, row.value, row.growth)
        observations[row.pk] = row
    return figures, observations


def _partitions(indicators: Iterable[Indicator]) -> dict[int, Partition]:
    groups = {each.pk: each.partition_id for each in indicators if each.numerator_id and each.partition_id}
    if not groups:
        return {}
    members = memberships(list(set(groups.values())))
    parents = dict(Area.objects.values_list("pk", "parent_id"))
    return {pk: Partition(members.get(group, Membership()), parents) for pk, group in groups.items()}


def _ratio_series(indicator: Indicator, series: Mapping[int, Series], partition: Partition | None) -> RatioSeries:
    numerator, denominator = indicator.numerator, indicator.denominator
    assert numerator is not None and denominator is not None
    return RatioSeries(
        indicator=indicator,
        numerator=series[numerator.pk],
        denominator=series[denominator.pk],
        numerator_frequency=Frequency(numerator.frequency),
        denominator_frequency=Frequency(denominator.frequency),
        partition=partition,
    )
