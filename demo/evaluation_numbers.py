"""Decimals of the invented firms: sums, parts of them, and how they are rounded and written."""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")


def or_zero(value: Decimal | None) -> Decimal:
    return Decimal(0) if value is None else value


def total(values: Iterable[Decimal]) -> Decimal:
    return sum(values, Decimal(0))


def part_of(value: Decimal, percent: int) -> Decimal:
    return value * percent / 100


def cents(value: Decimal) -> Decimal:
    return value.quantize(CENT, ROUND_HALF_UP)


def alike(value: Decimal, other: Decimal) -> Decimal:
    """With as many decimals."""
    return value.quantize(other, ROUND_HALF_UP)


def plain(value: Decimal | None) -> str:
    return "" if value is None else format(value, "f")
