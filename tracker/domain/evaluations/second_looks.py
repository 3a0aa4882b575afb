"""What in a firm's facts deserves a second look: warned about, never refused."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from tracker.domain.evaluations.facts import QUANTITY_NAMES, Quantity

DENOMINATORS = (
    *(Quantity.LAND_OWNED, Quantity.REVENUE, Quantity.ENERGY, Quantity.EMISSIONS, Quantity.ELECTRICITY),
    Quantity.STAFF,
)
TENFOLD = 10

Quantities = Mapping[str, Decimal | None]


@dataclass(frozen=True, slots=True)
class SecondLook:
    """`field` is a column of `enterprise_facts.csv`."""

    field: str
    code: str
    message: str


def second_looks(facts: Quantities, last_year: Quantities | None) -> Iterator[SecondLook]:
    """Zeros that items divide by, and what is ten times as much, or a tenth, of the year before."""
    for name in DENOMINATORS:
        if facts.get(name) == 0:
            yield SecondLook(name, "zero_denominator", f"{QUANTITY_NAMES[name]}为 0，以它为分母的评价指标按缺数计")
    for name, label in QUANTITY_NAMES.items():
        now, before = facts.get(name), (last_year or {}).get(name)
        if now and before and (abs(now) >= TENFOLD * abs(before) or abs(before) >= TENFOLD * abs(now)):
            yield SecondLook(name, "tenfold_jump", f"{label}与上年相差十倍以上，请核对单位")
