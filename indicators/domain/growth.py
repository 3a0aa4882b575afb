"""Growth computed from levels, beside the published one and never in its place (rules R1, R2)."""

from dataclasses import dataclass
from decimal import Decimal

from indicators.domain.exact import exact
from indicators.domain.kinds import Kind
from indicators.domain.reasons import BASE_NOT_POSITIVE, NO_BASE, NO_LEVEL, NO_VALUE, NOT_COMPUTABLE

METHOD = "growth/1"

PERCENT = "percent"
POINTS = "points"
MEASURE = "measure"

_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Computed:
    """A computed growth, unrounded, in `unit` (`percent`, `points`, `measure`); `reason` is set when it is unknown."""

    value: Decimal | None
    unit: str | None
    reason: str | None = None


@exact
def growth_rate(current: Decimal | None, previous: Decimal | None) -> Decimal | None:
    """Relative change as a fraction (0.05 is 5 %); None when a value is missing or `previous` is not positive.

    >>> growth_rate(Decimal(105), Decimal(100))
    Decimal('0.05')
    """
    if current is None or previous is None or previous <= 0:
        return None
    return (current - previous) / previous


def growth_unit(kind: Kind) -> str:
    """What growth of the kind is expressed in: percentage points for rates, the measure itself for counters."""
    if kind == Kind.RATE:
        return POINTS
    return MEASURE if kind == Kind.COUNTER else PERCENT


@exact
def computed_growth(kind: Kind, growth_computable: bool, current: Decimal | None, previous: Decimal | None) -> Computed:
    """Growth over the same period of last year, from the levels of both.

    Percent needs a positive base, differences (`rate`, `counter`) a base, `index` (last year = 100) none.

    >>> computed_growth(Kind.RATE, True, Decimal("61.5"), Decimal("60.6"))
    Computed(value=Decimal('0.9'), unit='points', reason=None)
    """
    if kind == Kind.GROWTH_ONLY:
        return Computed(None, None, NO_LEVEL)
    if not growth_computable:
        return Computed(None, None, NOT_COMPUTABLE)
    unit = growth_unit(kind)
    if current is None:
        return Computed(None, unit, NO_VALUE)
    if kind == Kind.INDEX:
        return Computed(current - _HUNDRED, unit)
    if previous is None:
        return Computed(None, unit, NO_BASE)
    if unit != PERCENT:
        return Computed(current - previous, unit)
    rate = growth_rate(current, previous)
    return Computed(None, unit, BASE_NOT_POSITIVE) if rate is None else Computed(rate * _HUNDRED, unit)
