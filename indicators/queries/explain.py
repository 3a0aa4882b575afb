"""What stands behind a figure: its history; behind a growth row: every figure it was computed from."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from indicators.domain.averages import PUBLISHED, AverageGrowth
from indicators.domain.formulas import Formula, average_formula, growth_formulas, ratio_formula
from indicators.domain.kinds import Frequency, Kind
from indicators.domain.periods import Period
from indicators.models import Area, Growth, Indicator, Observation
from indicators.queries.areas import Lineages, lineages
from indicators.queries.lists.averages import average_growths, years_back
from indicators.queries.ratios import Partition, partition_of

VALUE, GROWTH = "value", "growth"

FigureKey = tuple[int, int, str]  # indicator, area, period


@dataclass(frozen=True, slots=True)
class Wanted:
    """A number that a computation reads: `column` of the first area of the lineage that has it."""

    role: str
    indicator: int
    area: int
    period: Period
    column: str = VALUE


@dataclass(frozen=True, slots=True)
class Input:
    """A figure with what it was used as."""

    roles: list[str]
    observation: Observation


@dataclass(frozen=True, slots=True, kw_only=True)
class GrowthExplanation:
    """A growth row with its average over `years`, its formulas, and the figures that were read."""

    growth: Growth
    years: int
    average: AverageGrowth
    formulas: list[Formula]
    inputs: list[Input]


def history_of(indicator: Indicator, area: Area, period: Period) -> list[Observation]:
    """Every version of a figure with its audit entry, oldest first."""
    return list(Observation.objects.history(indicator, area, str(period)))


def growth_explanation(indicator: Indicator, area: Area, period: Period, years: int) -> GrowthExplanation | None:
    """None when there is no such growth row. A fixed number of queries."""
    growth = Growth.objects.filter(indicator=indicator, area=area, period=str(period)).first()
    if growth is None:
        return None
    key = (indicator.pk, area.pk, str(period))
    average = average_growths([key], years)[key]
    partition = partition_of(indicator)
    kind = Kind(indicator.kind)
    formulas = list(growth_formulas(kind, indicator.growth_computable, period))
    if kind is Kind.RATIO:
        formulas.append(ratio_formula(period, pooled=_is_pooled(partition, area.pk, period)))
    formulas.append(average_formula(kind, period, years, average.basis))
    wanted = [
        Wanted("published", indicator.pk, area.pk, period, GROWTH),
        *_computation_reads(indicator, partition, area.pk, period),
        *_average_reads(indicator, partition, area.pk, period, years, average.basis),
    ]
    [inputs] = _inputs_of([wanted])
    return GrowthExplanation(growth=growth, years=years, average=average, formulas=formulas, inputs=inputs)


def computation_inputs(indicator: Indicator, areas: Sequence[int], period: Period) -> dict[int, list[Input]]:
    """By area, the figures its computed growth or ratio was made from. A fixed number of queries."""
    partition = partition_of(indicator)
    inputs = _inputs_of([list(_computation_reads(indicator, partition, area, period)) for area in areas])
    return dict(zip(areas, inputs, strict=True))


def _computation_reads(
    indicator: Indicator, partition: Partition | None, area: int, period: Period
) -> Iterator[Wanted]:
    yield Wanted("current", indicator.pk, area, period)
    if indicator.growth_computable and indicator.kind not in (Kind.GROWTH_ONLY, Kind.INDEX):
        yield Wanted("year_ago", indicator.pk, area, period.year_before())
    if indicator.kind == Kind.FLOW_YTD and not period.is_first_of_year:
        yield Wanted("previous", indicator.pk, area, period.previous())
    yield from _ratio_reads(indicator, partition, area, period)
    yield from _ratio_reads(indicator, partition, area, period.year_before(), "year_ago_")


def _ratio_reads(
    indicator: Indicator, partition: Partition | None, area: int, period: Period, prefix: str = ""
) -> Iterator[Wanted]:
    """The inputs of a ratio: its own, or those of every member where it is pooled."""
    members = partition.at(period)[1] if partition and _is_pooled(partition, area, period) else [area]
    for role, source in (("numerator", indicator.numerator), ("denominator", indicator.denominator)):
        if source is not None:
            part = period.last_part(Frequency(source.frequency))
            yield from (Wanted(prefix + role, source.pk, member, part) for member in members)


def _average_reads(
    indicator: Indicator, partition: Partition | None, area: int, period: Period, years: int, basis: str | None
) -> Iterator[Wanted]:
    if basis is None:
        return
    if basis != PUBLISHED:
        yield from _ratio_reads(indicator, partition, area, period.years_before(years), "average_")
    chained = basis == PUBLISHED or indicator.kind == Kind.INDEX
    periods = years_back(period, years) if chained else iter([period.years_before(years), period])
    column = GROWTH if basis == PUBLISHED else VALUE
    yield from (Wanted("average", indicator.pk, area, each, column) for each in periods)


def _is_pooled(partition: Partition | None, area: int, period: Period) -> bool:
    """Whether the area is the whole that the partition makes up."""
    return partition is not None and partition.at(period)[0] == area


def _inputs_of(reads: Sequence[Sequence[Wanted]]) -> list[list[Input]]:
    """For each computation the figures it read, each once, in the order of reading; two queries for all."""
    tree = lineages()
    rows = _figures({each for wanted in reads for each in wanted}, tree)
    return [_inputs(wanted, rows, tree) for wanted in reads]


def _inputs(wanted: Iterable[Wanted], rows: Mapping[FigureKey, Observation], tree: Lineages) -> list[Input]:
    inputs: dict[int, Input] = {}
    for each in wanted:
        candidates = (rows.get((each.indicator, area, str(each.period))) for area in tree.back_from(each.area))
        read = next((row for row in candidates if row and getattr(row, each.column) is not None), None)
        if read is not None:
            inputs.setdefault(read.pk, Input([], read)).roles.append(each.role)
    return list(inputs.values())


def _figures(wanted: set[Wanted], tree: Lineages) -> dict[FigureKey, Observation]:
    rows = (
        Observation.objects.current()
        .figures()
        .filter(
            indicator_id__in={each.indicator for each in wanted},
            area_id__in={area for each in wanted for area in tree.back_from(each.area)},
            period__in={str(each.period) for each in wanted},
        )
        .select_related("indicator", "area", "audit_entry")
    )
    return {(row.indicator_id, row.area_id, row.period): row for row in rows}
