"""The context of derived numbers: enough digits, the usual traps, and nothing left behind in the thread."""

import decimal
from decimal import Decimal
from fractions import Fraction

import pytest

from indicators.domain.exact import EXACT, exact

LONG = Decimal("123456789012345.123456789012345")


def test_the_default_context_would_round_thirty_digits() -> None:
    with decimal.localcontext(decimal.DefaultContext):
        assert LONG * 1 != LONG


def test_exact_keeps_products_of_thirty_digits() -> None:
    product = exact(lambda: LONG * LONG)()
    assert Fraction(product) == Fraction(LONG) ** 2


def test_exact_passes_arguments_and_keeps_the_name() -> None:
    @exact
    def scaled(value: Decimal, *, by: Decimal) -> Decimal:
        """Scaled."""
        return value * by

    assert scaled(LONG, by=Decimal(10)) == Decimal("1234567890123451.23456789012345")
    assert (scaled.__name__, scaled.__doc__) == ("scaled", "Scaled.")


def test_exact_leaves_the_thread_as_it_was_even_after_an_error() -> None:
    before = decimal.getcontext()

    @exact
    def divide() -> Decimal:
        assert decimal.getcontext().prec == EXACT.prec
        return LONG / 0

    with pytest.raises(decimal.DivisionByZero):
        divide()
    assert decimal.getcontext() is before
    assert before.prec != EXACT.prec


def test_invalid_operations_are_errors_and_inexact_ones_are_not() -> None:
    with pytest.raises(decimal.InvalidOperation):
        exact(lambda: Decimal(0) / 0)()
    assert exact(lambda: Decimal(1) / 3)() == Decimal("0." + "3" * 60)
