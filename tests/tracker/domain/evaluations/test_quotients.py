"""Exact quotients against fractions, up to 30 digits on both sides."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tracker.domain.evaluations.oracle import six
from tracker.domain.evaluations.quotients import Quotient

LARGEST = Decimal("999999999999999.999999999999999")
numerators = st.decimals(-LARGEST, LARGEST, places=15)
denominators = st.decimals("0.000000000000001", LARGEST, places=15)
quotients = st.builds(Quotient, numerators, denominators)
positive = st.builds(Quotient, denominators, denominators)


def fraction(quotient: Quotient) -> Fraction:
    return Fraction(quotient.numerator) / Fraction(quotient.denominator)


@given(quotients, quotients, positive, numerators)
def test_operations_are_those_of_fractions(a: Quotient, b: Quotient, c: Quotient, factor: Decimal) -> None:
    assert fraction(a + b) == fraction(a) + fraction(b)
    assert fraction(a - b) == fraction(a) - fraction(b)
    assert fraction(a * factor) == fraction(a) * Fraction(factor)
    assert fraction(a / c) == fraction(a) / fraction(c)
    assert (a < b) == (fraction(a) < fraction(b))
    assert Fraction(((a - b) / c * factor).six()) == six(fraction((a - b) / c * factor))


@pytest.mark.parametrize(
    ("numerator", "denominator", "rounded"),
    [
        ("1", "3", "0.333333"),
        ("2", "3", "0.666667"),
        ("0.0000005", "1", "0.000001"),
        ("-0.0000005", "1", "-0.000001"),
        ("0.000000499999999", "1", "0.000000"),
        ("-0.0000004", "1", "0.000000"),
        ("1", "2000000", "0.000001"),
    ],
)
def test_six_decimals_half_up(numerator: str, denominator: str, rounded: str) -> None:
    assert str(Quotient(Decimal(numerator), Decimal(denominator)).six()) == rounded


def test_equal_quotients_are_neither_smaller_nor_greater() -> None:
    half, two_quarters = Quotient(Decimal(1), Decimal(2)), Quotient(Decimal(2), Decimal(4))
    assert not half < two_quarters
    assert not two_quarters < half
