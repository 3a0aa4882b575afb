"""Exact quotients: combined and compared without dividing, divided once, where a number is carried or shown.

A score is a fraction of facts; dividing on the way would let 1/3 × 3 fall below a half that has to round up. Numerators
and denominators stay whole under the 400 digits of `WIDE`: the longest, a min-max of changes, has fewer than 300.
"""

import decimal
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from indicators.domain.exact import WIDE
from indicators.domain.numbers import SIX, rounded

ONE = Decimal(1)


def exact_sum(numbers: Iterable[Decimal]) -> Decimal:
    """Every digit kept: a score over a tiny denominator has more than the 60 digits of `EXACT`."""
    with decimal.localcontext(WIDE):
        return sum(numbers, Decimal(0))


@dataclass(frozen=True, slots=True)
class Quotient:
    """`denominator` is positive; 1/2 and 2/4 are neither smaller nor greater than one another."""

    numerator: Decimal
    denominator: Decimal = ONE

    def __add__(self, other: "Quotient") -> "Quotient":
        left, right, below = self._on_one_denominator(other)
        return Quotient(WIDE.add(left, right), below)

    def __sub__(self, other: "Quotient") -> "Quotient":
        left, right, below = self._on_one_denominator(other)
        return Quotient(WIDE.subtract(left, right), below)

    def __mul__(self, factor: Decimal) -> "Quotient":
        return Quotient(WIDE.multiply(self.numerator, factor), self.denominator)

    def __truediv__(self, other: "Quotient") -> "Quotient":
        """`other` has to be positive."""
        above = WIDE.multiply(self.numerator, other.denominator)
        return Quotient(above, WIDE.multiply(self.denominator, other.numerator))

    def __lt__(self, other: "Quotient") -> bool:
        left, right, _ = self._on_one_denominator(other)
        return left < right

    @property
    def is_positive(self) -> bool:
        return self.numerator > 0

    def six(self) -> Decimal:
        """Six decimals, half up.

        >>> (Quotient(Decimal(1), Decimal(3)) * Decimal("0.0000015")).six()
        Decimal('0.000001')
        """
        return rounded(WIDE.divide(self.numerator, self.denominator), SIX)

    def _on_one_denominator(self, other: "Quotient") -> tuple[Decimal, Decimal, Decimal]:
        left = WIDE.multiply(self.numerator, other.denominator)
        right = WIDE.multiply(other.numerator, self.denominator)
        return left, right, WIDE.multiply(self.denominator, other.denominator)
