"""Ratios from unrounded inputs; of a parent area Σ ÷ Σ over its partition, never the mean of ratios."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from indicators.domain.exact import exact
from indicators.domain.reasons import DENOMINATOR_NOT_POSITIVE, NO_DENOMINATOR, NO_NUMERATOR, PARTITION_INCOMPLETE


@dataclass(frozen=True, slots=True)
class RatioValue:
    """A ratio in its measure unit, unrounded; `reason` is set when it is unknown."""

    value: Decimal | None
    reason: str | None = None


@exact
def ratio(numerator: Decimal | None, denominator: Decimal | None, factor: Decimal) -> RatioValue:
    """numerator × factor ÷ denominator; `factor` turns the units of the inputs into the indicator's.

    >>> ratio(Decimal(60000), Decimal(5000), Decimal(1))
    RatioValue(value=Decimal('12'), reason=None)
    """
    if numerator is None:
        return RatioValue(None, NO_NUMERATOR)
    if denominator is None:
        return RatioValue(None, NO_DENOMINATOR)
    if denominator <= 0:
        return RatioValue(None, DENOMINATOR_NOT_POSITIVE)
    return RatioValue(numerator * factor / denominator)


@exact
def pooled_ratio(pairs: Sequence[tuple[Decimal | None, Decimal | None]], factor: Decimal) -> RatioValue:
    """Σ numerators × factor ÷ Σ denominators over the members of a partition; unknown when one lacks an input.

    >>> pooled_ratio([(Decimal(1), Decimal(2)), (Decimal(5), Decimal(2))], Decimal(1))
    RatioValue(value=Decimal('1.5'), reason=None)
    """
    numerators = [numerator for numerator, _ in pairs if numerator is not None]
    denominators = [denominator for _, denominator in pairs if denominator is not None]
    if not pairs or not len(numerators) == len(denominators) == len(pairs):
        return RatioValue(None, PARTITION_INCOMPLETE)
    return ratio(sum(numerators, Decimal(0)), sum(denominators, Decimal(0)), factor)
