"""Plain decimals in and out; the rounding of R7."""

from decimal import Decimal
from fractions import Fraction
from math import floor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.domain.numbers import InvalidNumberError, parse_decimal, plain, plain_rounded, plain_six, rounded
from tests.case_tables import Row, case_table, number

CASES = Path(__file__).parent / "cases"
LIMIT = Decimal("999999999999999.999999999999999")

inputs = st.builds(
    lambda coefficient, places: Decimal(coefficient).scaleb(-places),
    st.integers(-(10**15) + 1, 10**15 - 1),
    st.integers(0, 15),
) | st.sampled_from([LIMIT, LIMIT.copy_negate(), Decimal("-0.0"), Decimal(0)])
digits = st.integers(0, 15)


@pytest.mark.parametrize("row", case_table(CASES / "rounding.csv"))
def test_rounding(row: Row) -> None:
    value, places = Decimal(row["value"]), int(row["digits"])
    assert rounded(value, places) == Decimal(row["expected"])
    assert plain_rounded(value, places) == row["expected"]


@pytest.mark.parametrize("row", case_table(CASES / "numbers_accepted.csv"))
def test_accepted(row: Row) -> None:
    value = parse_decimal(row["text"])
    assert value == Decimal(row["text"])
    assert plain(value) == row["plain"]


@pytest.mark.parametrize("row", case_table(CASES / "numbers_refused.csv"))
def test_refused(row: Row) -> None:
    with pytest.raises(InvalidNumberError) as refusal:
        parse_decimal(row["text"])
    assert refusal.value.code == row["code"]


@pytest.mark.parametrize("text", ["9" * 1_000_000, "0" * 1_000_000 + "x", "0." + "0" * 1_000_000])
def test_a_cell_of_a_million_characters_is_refused_in_few_words(text: str) -> None:
    with pytest.raises(InvalidNumberError) as refusal:
        parse_decimal(text)
    assert len(str(refusal.value)) < 120


def test_zero_is_read_without_a_sign() -> None:
    assert [str(parse_decimal(text)) for text in ("0", "-0", "0.00", "-0.00")] == ["0", "0", "0.00", "0.00"]


def test_no_data_stays_no_data() -> None:
    assert (plain(None), plain_six(None)) == (None, None)


@pytest.mark.parametrize(
    ("value", "text"),
    [("1E+3", "1000"), ("1E-7", "0.0000001"), ("0E+5", "0"), ("-0", "0"), ("120.00", "120"), ("-1.50", "-1.5")],
)
def test_plain_has_no_exponent_and_no_trailing_zeros(value: str, text: str) -> None:
    assert plain(Decimal(value)) == text


def test_plain_keeps_sixty_digits() -> None:
    text = "1" * 30 + "." + "2" * 30
    assert plain(Decimal(text)) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [("5", "5.000000"), ("-0.0000004", "0.000000"), ("18.18181818", "18.181818"), ("0.0000005", "0.000001")],
)
def test_six_decimals(value: str, text: str) -> None:
    assert plain_six(Decimal(value)) == text


@given(inputs)
def test_what_is_written_plainly_is_read_back(value: Decimal) -> None:
    text = plain(value)
    assert text is not None
    assert parse_decimal(text) == value
    assert plain(parse_decimal(text)) == text


@given(inputs, digits)
def test_rounding_twice_is_rounding_once(value: Decimal, places: int) -> None:
    once = rounded(value, places)
    assert rounded(once, places) == once


@given(inputs, digits)
def test_rounding_treats_both_signs_alike(value: Decimal, places: int) -> None:
    assert rounded(value.copy_negate(), places) == rounded(value, places).copy_negate()


@given(inputs, digits)
def test_rounding_is_the_integer_rule(value: Decimal, places: int) -> None:
    size = floor(abs(Fraction(value)) * 10**places + Fraction(1, 2))
    assert abs(Fraction(rounded(value, places))) == Fraction(size, 10**places)


@given(inputs, digits)
def test_the_printed_form_has_its_digits_and_no_negative_zero(value: Decimal, places: int) -> None:
    text = plain_rounded(value, places)
    assert len(text.partition(".")[2]) == places
    assert not (text.startswith("-") and number(text) == 0)
