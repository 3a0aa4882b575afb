"""Σ of a fact over the firms of a park and of every area above it up to the city.

Counted are the firms that are evaluated: class T is outside the evaluation and so outside its sums, as it is outside
averages. The demo reaches 12.37 and 10.3255 万元/亩 either way, since it balances both parts apart. A ratio of such
sums is Σ ÷ Σ, never the mean of ratios (case C22).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from indicators.domain.exact import exact
from indicators.domain.numbers import DECIMALS, rounded

ABOVE_CITY = frozenset({"country", "province"})


@dataclass(frozen=True, slots=True)
class Place:
    """An area by its code: what it is, and the code of what it lies in."""

    kind: str
    parent: str | None


@dataclass(slots=True)
class Sum:
    """Of the firms of one place: the total of those that have the fact, None without one, and how many have it not."""

    total: Decimal | None = None
    given: int = 0
    absent: int = 0

    @exact
    def add(self, value: Decimal | None) -> None:
        if value is None:
            self.absent += 1
        else:
            self.given += 1
            self.total = value if self.total is None else self.total + value

    @exact
    def divided_by(self, divisor: Decimal) -> Decimal | None:
        """The total in the unit of the indicator, with the digits that the ledger holds."""
        return None if self.total is None else rounded(self.total / divisor, DECIMALS)


def places_of(codes: Iterable[str], areas: Mapping[str, Place]) -> frozenset[str]:
    """The park and the area of a firm with all that lies above them, up to the city; what is not known is left out."""
    found: set[str] = set()
    waiting = list(codes)
    while waiting:
        code = waiting.pop()
        place = areas.get(code)
        if place is None or code in found or place.kind in ABOVE_CITY:
            continue
        found.add(code)
        if place.parent is not None:
            waiting.append(place.parent)
    return frozenset(found)


def note_of(name: str, code: str, total: Sum) -> str:
    """What a figure says of itself."""
    absent = f"，另有 {total.absent} 户没有此项数据、未计入" if total.absent else ""
    return f"评价批次“{name}”（{code}）汇总：参评企业 {total.given} 户{absent}"
