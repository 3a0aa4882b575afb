"""Average growth over years for the rows of one page, from a fixed number of queries."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from indicators.domain.averages import AverageGrowth, average_growth
from indicators.domain.kinds import Kind
from indicators.domain.periods import Period
from indicators.models import Growth, Indicator
from indicators.queries.areas import Lineages, lineages

Key = tuple[int, int, str]  # indicator, area, period


@dataclass(frozen=True, slots=True)
class _Numbers:
    published: Decimal | None
    computed: Decimal | None
    value: Decimal | None
    computed_value: Decimal | None


@dataclass(frozen=True, slots=True)
class _GrowthRows:
    """Growth rows by key, looked up along the lineage of the area."""

    rows: Mapping[Key, _Numbers]
    tree: Lineages

    def first(self, column: str, indicator: int, area: int, period: Period) -> Decimal | None:
        for each in self.tree.back_from(area):
            numbers = self.rows.get((indicator, each, str(period)))
            if numbers is not None and (number := getattr(numbers, column)) is not None:
                return number
        return None


def average_growths(keys: Sequence[Key], years: int) -> dict[Key, AverageGrowth]:
    """The average over the `years` years that end with each of the given growth rows; three queries."""
    kinds = {
        pk: (Kind(kind), growth_computable)
        for pk, kind, growth_computable in Indicator.objects.filter(
            pk__in={indicator for indicator, _, _ in keys}
        ).values_list("pk", "kind", "growth_computable")
    }
    rows = _growth_rows(keys, years)
    return {key: _average(*key, years, *kinds[key[0]], rows) for key in keys}


def years_back(period: Period, years: int) -> Iterator[Period]:
    """The periods whose growth the average chains, oldest first."""
    return (period.years_before(each) for each in reversed(range(years)))


def _growth_rows(keys: Sequence[Key], years: int) -> _GrowthRows:
    tree = lineages()
    periods = {Period.parse(text) for text in {text for _, _, text in keys}}
    found = Growth.objects.filter(
        indicator_id__in={indicator for indicator, _, _ in keys},
        area_id__in={each for area in {area for _, area, _ in keys} for each in tree.back_from(area)},
        period__in={str(each) for period in periods for each in years_back(period, years + 1)},
    ).values_list("indicator_id", "area_id", "period", "published", "computed", "value", "computed_value")
    rows = {(indicator, area, period): _Numbers(*numbers) for indicator, area, period, *numbers in found}
    return _GrowthRows(rows, tree)


def _average(
    indicator: int, area: int, text: str, years: int, kind: Kind, growth_computable: bool, rows: _GrowthRows
) -> AverageGrowth:
    period = Period.parse(text)
    chain = list(years_back(period, years))
    first, last = _levels(indicator, area, period.years_before(years), period, rows, kind)
    return average_growth(
        [rows.first("published", indicator, area, each) for each in chain],
        first,
        last,
        years,
        growth_computable,
        kind,
        [rows.first("computed", indicator, area, each) for each in chain] if kind is Kind.INDEX else (),
    )


def _levels(
    indicator: int, area: int, start: Period, end: Period, rows: _GrowthRows, kind: Kind
) -> tuple[Decimal | None, Decimal | None]:
    """Both ends from one source: a computed ratio is never set against a published one."""
    sources = ("computed_value", "value") if kind is Kind.RATIO else ("value",)
    for source in sources:
        first, last = (rows.first(source, indicator, area, each) for each in (start, end))
        if first is not None and last is not None:
            return first, last
    return None, None
