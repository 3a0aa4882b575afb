"""What the computed numbers of a bulletin were computed from, and whether they still come out of it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from indicators.domain.growth_rows import UNKNOWN_RATIO, growth_row
from indicators.domain.kinds import Kind
from indicators.domain.numbers import plain, rounded
from indicators.domain.periods import Period
from tracker.domain.bulletins.facts import Facts, FigureKey
from tracker.domain.bulletins.recipe import IndicatorFacts
from tracker.domain.derivation import Derivation

STORED_DECIMALS = 40  # what the growth table keeps of a quotient
COLUMNS = {"value": "数值", "computed": "推算增速", "computed_value": "推算比值"}


@dataclass(frozen=True, slots=True)
class DerivationFault:
    """A stored number that its inputs do not give; without `column` there are no inputs at all."""

    key: FigureKey
    column: str | None = None
    stored: Decimal | None = None
    again: Decimal | None = None

    @property
    def message(self) -> str:
        figure = "/".join(self.key)
        if self.column is None:
            return f"{figure} 有推算数，却没有存下推算所据的数据"
        stored, again = (plain(each) or "无" for each in (self.stored, self.again))
        return f"{figure} 的{COLUMNS[self.column]}存为 {stored}，由所存数据重新计算为 {again}"


def computed_again(derivation: Derivation, period: Period, indicator: IndicatorFacts) -> dict[str, Decimal | None]:
    """The numbers of the figure by column, rounded as the growth table keeps them."""
    row = growth_row(
        kind=Kind(indicator.kind),
        growth_computable=indicator.growth_computable,
        period=period,
        levels={period: derivation.level, period.year_before(): derivation.base},
        published=None,
        ratio=derivation.ratio.ratio if derivation.ratio else UNKNOWN_RATIO,
        year_ago_ratio=derivation.base_ratio.ratio if derivation.base_ratio else UNKNOWN_RATIO,
    )
    numbers = {column: getattr(row, column) for column in COLUMNS}
    return {column: None if each is None else rounded(each, STORED_DECIMALS) for column, each in numbers.items()}


def derivation_faults(facts: Facts, derivations: Mapping[FigureKey, Derivation]) -> Iterator[DerivationFault]:
    """Every figure that has a computed number, or should have one, and differs from what its inputs give."""
    for key in sorted({*derived_keys(facts), *derivations}):
        if key not in derivations:
            yield DerivationFault(key)
            continue
        indicator, _, period = key
        again = computed_again(derivations[key], Period.parse(period), facts.indicator(indicator))
        for column, number in again.items():
            stored = getattr(facts.figures.get(key), column, None)
            if stored != number:
                yield DerivationFault(key, column, stored, number)


def derived_keys(facts: Facts) -> list[FigureKey]:
    """The figures that have a computed growth or a computed ratio."""
    return [
        key for key, figure in facts.figures.items() if figure.computed is not None or figure.computed_value is not None
    ]
