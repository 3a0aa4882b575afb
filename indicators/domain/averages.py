"""Average growth over years: geometric, from published growth where it is complete (rule R3)."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Context, Decimal
from math import prod

from indicators.domain.exact import exact
from indicators.domain.kinds import Kind
from indicators.domain.reasons import BASE_NOT_POSITIVE, FACTOR_NOT_POSITIVE, GAP, NOT_COMPUTABLE

PUBLISHED = "published"
COMPUTED = "computed"

_HUNDRED = Decimal(100)
# The last digits of a 60-digit root are noise: the cube root of 1.05³ would else be 1.0499…9 and round down.
_ROOT = Context(prec=50)


@dataclass(frozen=True, slots=True)
class AverageGrowth:
    """Average yearly growth in percent, unrounded, and what it rests on (`published`, `computed`)."""

    value: Decimal | None
    basis: str | None = None
    reason: str | None = None


@exact
def geometric_average(growth_percents: Sequence[Decimal]) -> Decimal | None:
    """(Π(1 + r/100))^(1/n) − 1 in percent; None without growth, or when a year lost everything (r ≤ −100).

    >>> geometric_average([Decimal("18.3"), Decimal("-6.8")]).quantize(Decimal("0.1"))
    Decimal('5.0')
    """
    factors = [1 + growth / _HUNDRED for growth in growth_percents]
    if not factors or min(factors) <= 0:
        return None
    return _yearly_percent(prod(factors, start=Decimal(1)), len(factors))


@exact
def average_from_levels(first: Decimal | None, last: Decimal | None, years: int) -> Decimal | None:
    """(last ÷ first)^(1/years) − 1 in percent; None when a level is missing or not positive.

    >>> average_from_levels(Decimal(100), Decimal(121), 2) == 10
    True
    """
    if first is None or last is None or first <= 0 or last <= 0:
        return None
    return _yearly_percent(last / first, years)


def average_growth(
    published: Sequence[Decimal | None],
    first_level: Decimal | None,
    last_level: Decimal | None,
    years: int,
    growth_computable: bool,
    kind: Kind,
    computed: Sequence[Decimal | None] = (),
) -> AverageGrowth:
    """Average growth over `years` years: all published, else all computed, never a mixture.

    `published` holds the yearly growths, oldest first, None for a gap; the levels lie `years` years apart. An index
    has no such levels: its `computed` yearly growths (index − 100) are chained instead.
    """
    if kind in (Kind.RATE, Kind.COUNTER):
        return AverageGrowth(None, reason=NOT_COMPUTABLE)
    chain = _complete(published, years)
    if chain is not None:
        return _known_or(FACTOR_NOT_POSITIVE, geometric_average(chain), PUBLISHED)
    if not growth_computable or kind == Kind.GROWTH_ONLY:
        return AverageGrowth(None, reason=GAP)
    if kind == Kind.INDEX:
        chain = _complete(computed, years)
        if chain is None:
            return AverageGrowth(None, reason=GAP)
        return _known_or(FACTOR_NOT_POSITIVE, geometric_average(chain), COMPUTED)
    if first_level is None or last_level is None:
        return AverageGrowth(None, reason=GAP)
    reason = BASE_NOT_POSITIVE if first_level <= 0 else FACTOR_NOT_POSITIVE
    return _known_or(reason, average_from_levels(first_level, last_level, years), COMPUTED)


def _complete(growths: Sequence[Decimal | None], years: int) -> list[Decimal] | None:
    known = [growth for growth in growths if growth is not None]
    return known if len(known) == len(growths) == years else None


def _known_or(reason: str, value: Decimal | None, basis: str) -> AverageGrowth:
    return AverageGrowth(None, reason=reason) if value is None else AverageGrowth(value, basis)


def _yearly_percent(factor: Decimal, years: int) -> Decimal:
    if years < 1:
        raise ValueError(f"平均增速至少要跨一年，而不是 {years} 年。")
    root = _ROOT.plus(factor ** (Decimal(1) / years))
    return (root - 1) * _HUNDRED
