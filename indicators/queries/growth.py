"""Growth of an indicator computed from its current figures, and the keys that a changed figure reaches."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Q

from indicators.domain.growth_rows import GrowthRow, growth_row
from indicators.domain.kinds import Frequency, Kind
from indicators.domain.periods import Period
from indicators.domain.series import dependent_periods
from indicators.models import Indicator
from indicators.queries.areas import Lineages
from indicators.queries.ratios import RatioSeries, partition_of, ratio_at, ratio_series_of
from indicators.queries.series import Series, series_of

Key = tuple[int, Period]  # area, period: of one indicator


@dataclass(frozen=True, slots=True)
class CalculationScope:
    """What changed since derived numbers were last right: some figures, whole indicators, or everything."""

    figures: set[tuple[int, int, str]] = field(default_factory=set)
    indicators: set[int] = field(default_factory=set)
    everything: bool = False


def computed_growth_rows(
    indicator: Indicator, lineages: Lineages, keys: set[Key] | None = None
) -> dict[Key, tuple[int | None, GrowthRow]]:
    """Growth rows of an indicator (or those at `keys` that exist), each with the observation it stands beside.

    A fixed number of queries: two for the figures, three more for a ratio.
    """
    areas = None if keys is None else {area for area, _ in keys}
    periods = None if keys is None else {each for _, period in keys for each in _periods_read(period)}
    series = series_of(indicator.pk, lineages, areas=areas, periods=periods)
    ratios = ratio_series_of(indicator, lineages, keys)
    candidates = set(series.figures) | (set(ratios.candidates()) if ratios else set())
    rows: dict[Key, tuple[int | None, GrowthRow]] = {}
    for area, period in candidates if keys is None else candidates & keys:
        figure = series.figures.get((area, period))
        if figure is None and ratio_at(ratios, area, period).value is None:
            continue
        published = figure.growth if figure else None
        row = growth_row_at(indicator, series, ratios, area, period, published=published)
        rows[area, period] = (figure.observation if figure else None, row)
    return rows


def growth_row_at(
    indicator: Indicator,
    series: Series,
    ratios: RatioSeries | None,
    area: int,
    period: Period,
    *,
    published: Decimal | None,
) -> GrowthRow:
    """The derived numbers of one area and period from series that are read already."""
    return growth_row(
        kind=Kind(indicator.kind),
        growth_computable=indicator.growth_computable,
        period=period,
        levels={each: series.level(area, each) for each in _periods_read(period)},
        published=published,
        ratio=ratio_at(ratios, area, period),
        year_ago_ratio=ratio_at(ratios, area, period.year_before()),
    )


def _periods_read(period: Period) -> tuple[Period, Period, Period]:
    return period, period.previous(), period.year_before()


def dependent_ratios(indicators: Iterable[int]) -> list[Indicator]:
    """The ratios that read one of `indicators`."""
    listed = list(indicators)
    inputs = Q(numerator_id__in=listed) | Q(denominator_id__in=listed)
    return list(Indicator.objects.filter(inputs).select_related("numerator", "denominator"))


def dependent_keys(figures: set[tuple[int, int, str]], lineages: Lineages) -> dict[int, set[Key]]:
    """By indicator, the growth rows that read one of the changed figures (indicator, area, period): its own series,
    those of succeeding areas, and the ratios over it, each at the dependent periods."""
    keys: dict[int, set[Key]] = {}
    for indicator, area, text in figures:
        for reading in lineages.forward_from(area):
            keys.setdefault(indicator, set()).update((reading, each) for each in dependent_periods(Period.parse(text)))
    for ratio in dependent_ratios({indicator for indicator, _, _ in figures}):
        partition = partition_of(ratio)
        inputs = {ratio.numerator_id, ratio.denominator_id}
        for indicator, area, text in figures:
            period = Period.parse(text).ends(Frequency(ratio.frequency)) if indicator in inputs else None
            if period is None:
                continue
            readers = set(lineages.forward_from(area))
            for each in dependent_periods(period):
                whole, members = partition.at(each) if partition else (None, [])
                if whole is not None and readers.intersection(members):
                    keys.setdefault(ratio.pk, set()).add((whole, each))
                keys.setdefault(ratio.pk, set()).update((reader, each) for reader in readers)
    return keys
