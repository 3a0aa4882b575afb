"""亩均税收 of the firms on one parcel: Σ tax ÷ Σ land of those with both, never the mean of ratios."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from indicators.domain.exact import exact


@dataclass(frozen=True, slots=True)
class FirmYear:
    """Tax in 万元, land in 亩; None is no data."""

    firm: str
    tax: Decimal | None
    land: Decimal | None


@dataclass(frozen=True, slots=True)
class TaxPerMu:
    """`value` in 万元/亩, None without tax or land; `left_out` are the firms that lack one of them."""

    year: int
    tax: Decimal
    land: Decimal
    value: Decimal | None
    firms: int
    left_out: tuple[str, ...]


@exact
def tax_per_mu(year: int, facts: Iterable[FirmYear]) -> TaxPerMu:
    """Of one year; land of 0 or below is no denominator and leaves its firm out."""
    tax, land, firms, left_out = Decimal(0), Decimal(0), 0, []
    for each in facts:
        if each.tax is None or each.land is None or each.land <= 0:
            left_out.append(each.firm)
            continue
        firms += 1
        tax += each.tax
        land += each.land
    return TaxPerMu(year, tax, land, tax / land if firms else None, firms, tuple(left_out))
