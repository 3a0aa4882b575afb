"""Ratios from the figures of their inputs; of the whole that a partition makes up, Σ ÷ Σ over its members."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from indicators.domain.growth_rows import UNKNOWN_RATIO
from indicators.domain.kinds import Frequency
from indicators.domain.periods import Period
from indicators.domain.ratios import RatioValue, pooled_ratio, ratio
from indicators.models import Area, Indicator
from indicators.queries.areas import Lineages, Membership, common_parent, memberships
from indicators.queries.series import Series, series_of

Pair = tuple[Decimal | None, Decimal | None]  # numerator, denominator


@dataclass(frozen=True, slots=True)
class Partition:
    """The areas that make up a whole, as of a period."""

    members: Membership
    parents: Mapping[int, int | None]

    def at(self, period: Period) -> tuple[int | None, list[int]]:
        """The whole and its members on the last day of `period`; the whole is the nearest area above all members."""
        members = self.members.on(period.last_day)
        return common_parent(members, self.parents), members


def partition_of(indicator: Indicator) -> Partition | None:
    if indicator.partition_id is None:
        return None
    members = memberships([indicator.partition_id]).get(indicator.partition_id, Membership())
    return Partition(members, dict(Area.objects.values_list("pk", "parent_id")))


@dataclass(frozen=True, slots=True)
class RatioSeries:
    """What the inputs of a ratio give, by area and period."""

    indicator: Indicator
    numerator: Series
    denominator: Series
    numerator_frequency: Frequency
    denominator_frequency: Frequency
    partition: Partition | None

    def at(self, area: int, period: Period) -> RatioValue:
        pairs, pooled = self.pairs(area, period)
        if pooled:
            return pooled_ratio(pairs, self.indicator.factor)
        [(numerator, denominator)] = pairs
        return ratio(numerator, denominator, self.indicator.factor)

    def pairs(self, area: int, period: Period) -> tuple[list[Pair], bool]:
        """Numerator and denominator of the area; of the whole of a partition (then True) those of every member."""
        if self.partition:
            whole, members = self.partition.at(period)
            if area == whole:
                return [self._inputs(member, period) for member in members], True
        return [self._inputs(area, period)], False

    def _inputs(self, area: int, period: Period) -> Pair:
        return (
            self.numerator.level(area, period.last_part(self.numerator_frequency)),
            self.denominator.level(area, period.last_part(self.denominator_frequency)),
        )

    def candidates(self) -> Iterator[tuple[int, Period]]:
        """The areas and periods a ratio may be computed for: where there is an input, and the wholes above them.

        The other input may stand under the code that the area succeeds.
        """
        frequency = Frequency(self.indicator.frequency)
        periods = set()
        for area, part in {*self.numerator.figures, *self.denominator.figures}:
            period = part.ends(frequency)
            if period is not None:
                periods.add(period)
                yield area, period
        if self.partition:
            for period in periods:
                whole, _ = self.partition.at(period)
                if whole is not None:
                    yield whole, period


def ratio_series_of(
    indicator: Indicator, lineages: Lineages, keys: set[tuple[int, Period]] | None = None
) -> RatioSeries | None:
    """The inputs of a ratio: all of them, or what the ratios at `keys` and a year before them read."""
    numerator, denominator = indicator.numerator, indicator.denominator
    if numerator is None or denominator is None:
        return None
    partition = partition_of(indicator)
    areas, periods = None, None
    if keys is not None:
        areas = {area for area, _ in keys}
        periods = {each for _, period in keys for each in (period, period.year_before())}
        if partition:
            areas.update(member for member, _, _ in partition.members.spans)
    numerator_frequency, denominator_frequency = Frequency(numerator.frequency), Frequency(denominator.frequency)

    def read(source: Indicator, frequency: Frequency) -> Series:
        parts = None if periods is None else {period.last_part(frequency) for period in periods}
        return series_of(source.pk, lineages, areas=areas, periods=parts)

    return RatioSeries(
        indicator=indicator,
        numerator=read(numerator, numerator_frequency),
        denominator=read(denominator, denominator_frequency),
        numerator_frequency=numerator_frequency,
        denominator_frequency=denominator_frequency,
        partition=partition,
    )


def ratio_at(series: RatioSeries | None, area: int, period: Period) -> RatioValue:
    return UNKNOWN_RATIO if series is None else series.at(area, period)
