"""What the computed numbers of a bulletin were computed from, and whether they still come out of it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from indicators.domain.growth_rows import UNKNOWN_RATIO, growth_row
from indicators.domain.kinds import Kind
from indicators.domain.numbers import plain, rounded
from indicators.domain.periods import Period
from indicators.domain.ratios import RatioValue, pooled_ratio, ratio
from tracker.domain.bulletins.facts import Facts, FigureKey
from tracker.domain.bulletins.recipe import IndicatorFacts

Pair = tuple[Decimal | None, Decimal | None]  # numerator, denominator
STORED_DECIMALS = 40  # what the growth table keeps of a quotient
COLUMNS = {"value": "数值", "computed": "推算增速", "computed_value": "推算比值"}


@dataclass(frozen=True, slots=True)
class RatioInputs:
    """What a ratio is divided from: one pair, or (`pooled`) the pairs of all members of the partition."""

    factor: Decimal
    pairs: tuple[Pair, ...]
    pooled: bool = False

    @property
    def ratio(self) -> RatioValue:
        if self.pooled:
            return pooled_ratio(self.pairs, self.factor)
        ((numerator, denominator),) = self.pairs
        return ratio(numerator, denominator, self.factor)


@dataclass(frozen=True, slots=True, kw_only=True)
class Derivation:
    """The level of one figure now and a year ago (`base`), and of a ratio the inputs at both times.

    Levels are read along the lineage of the area. What a year ago gives is absent where growth is not computable.
    """

    level: Decimal | None = None
    base: Decimal | None = None
    ratio: RatioInputs | None = None
    base_ratio: RatioInputs | None = None


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


def derivations_to_json(derivations: Mapping[FigureKey, Derivation]) -> list[list[Any]]:
    """Sorted rows; numbers as plain text with all their digits."""
    return [
        [*key, plain(each.level), plain(each.base), _ratio_to_json(each.ratio), _ratio_to_json(each.base_ratio)]
        for key, each in sorted(derivations.items())
    ]


def derivations_from_json(stored: Iterable[list[Any]]) -> dict[FigureKey, Derivation]:
    return {
        (indicator, area, period): Derivation(
            level=_number(level), base=_number(base), ratio=_ratio(ratio), base_ratio=_ratio(base_ratio)
        )
        for indicator, area, period, level, base, ratio, base_ratio in stored
    }


def _ratio_to_json(inputs: RatioInputs | None) -> list[Any] | None:
    if inputs is None:
        return None
    return [plain(inputs.factor), [[plain(each) for each in pair] for pair in inputs.pairs], inputs.pooled]


def _ratio(stored: list[Any] | None) -> RatioInputs | None:
    if stored is None:
        return None
    factor, pairs, pooled = stored
    return RatioInputs(Decimal(factor), tuple((_number(above), _number(below)) for above, below in pairs), pooled)


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
