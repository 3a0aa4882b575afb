"""Areas of land in 亩, 公顷 and m²: 1 公顷 = 15 亩, so 1 亩 = 2000/3 m², all exact (domain.md §5)."""

from decimal import Decimal
from enum import StrEnum

from indicators.domain.exact import exact

MU_PER_HECTARE = 15
SQUARE_METRES_PER_HECTARE = 10_000


class LandUnit(StrEnum):
    """The unit an area is typed in; it is stored in 亩."""

    MU = "mu"
    HECTARE = "hectare"
    SQUARE_METRE = "square_metre"


UNIT_NAMES = {LandUnit.MU: "亩", LandUnit.HECTARE: "公顷", LandUnit.SQUARE_METRE: "m²"}


@exact
def to_mu(area: Decimal, unit: LandUnit) -> Decimal:
    """The area in 亩. Multiplying by 15 and shifting the point loses nothing.

    >>> to_mu(Decimal("27500"), LandUnit.SQUARE_METRE)
    Decimal('41.25')
    """
    if unit == LandUnit.MU:
        return area
    hectares = area if unit == LandUnit.HECTARE else area / SQUARE_METRES_PER_HECTARE
    return hectares * MU_PER_HECTARE


@exact
def from_mu(mu: Decimal, unit: LandUnit) -> Decimal:
    """The area in another unit; 亩 divided by 15 may have no end and is then cut at 60 digits.

    >>> from_mu(Decimal("30"), LandUnit.HECTARE), from_mu(Decimal("30"), LandUnit.SQUARE_METRE)
    (Decimal('2'), Decimal('20000'))
    """
    if unit == LandUnit.MU:
        return mu
    if unit == LandUnit.HECTARE:
        return mu / MU_PER_HECTARE
    return mu * SQUARE_METRES_PER_HECTARE / MU_PER_HECTARE
