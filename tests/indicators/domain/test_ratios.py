"""Ratios from unrounded inputs; over a partition Σ ÷ Σ."""

from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.domain.growth import growth_rate
from indicators.domain.numbers import plain_rounded
from indicators.domain.ratios import pooled_ratio, ratio
from tests.case_tables import Row, case_table, number

CASES = Path(__file__).parent / "cases"

amounts = st.decimals(min_value=Decimal("0.01"), max_value=Decimal(10**9), places=2)


def pairs_of(cell: str) -> list[tuple[Decimal | None, Decimal | None]]:
    """Pairs written `numerator/denominator`; a dash is no data."""
    found = []
    for pair in cell.split():
        numerator, denominator = (number(part.strip() if part != "-" else "") for part in pair.split("/"))
        found.append((numerator, denominator))
    return found


@pytest.mark.parametrize("row", case_table(CASES / "ratios.csv"))
def test_pooled_ratio(row: Row) -> None:
    result = pooled_ratio(pairs_of(row["pairs"]), Decimal(row["factor"]))
    value = None if result.value is None else plain_rounded(result.value, int(row["digits"]))
    assert (value, result.reason) == (row["value"] or None, row["reason"] or None)


@pytest.mark.parametrize("row", case_table(CASES / "ratio_inputs.csv"))
def test_ratio(row: Row) -> None:
    result = ratio(number(row["numerator"]), number(row["denominator"]), Decimal(1))
    assert (result.value, result.reason) == (number(row["value"]), row["reason"] or None)


def test_a_ratio_reads_all_thirty_digits() -> None:
    long = Decimal("333333333333333.000000000000001")
    assert ratio(long, Decimal(1), Decimal(100)).value == Decimal("33333333333333300.0000000000001")
    assert pooled_ratio([(long, Decimal(1)), (Decimal(0), Decimal(1))], Decimal(2)).value == long


def test_c7_growth_of_a_ratio_is_not_the_difference_of_growths() -> None:
    before = ratio(Decimal(100), Decimal(100), Decimal(1)).value
    after = ratio(Decimal(130), Decimal(110), Decimal(1)).value
    rate = growth_rate(after, before)
    assert rate is not None
    assert plain_rounded(rate * 100, 1) == "18.2"


@given(st.lists(st.tuples(amounts, amounts), min_size=1, max_size=8))
def test_a_pooled_ratio_lies_between_its_members(pairs: list[tuple[Decimal, Decimal]]) -> None:
    pooled = pooled_ratio(pairs, Decimal(1)).value
    assert pooled is not None
    single = [Fraction(numerator) / Fraction(denominator) for numerator, denominator in pairs]
    noise = Fraction(1, 10**40)
    assert min(single) - noise <= Fraction(pooled) <= max(single) + noise


@given(st.lists(st.tuples(amounts, amounts), min_size=1, max_size=8), st.integers(1, 10))
def test_a_partition_of_a_partition_gives_the_same_ratio(pairs: list[tuple[Decimal, Decimal]], cut: int) -> None:
    halves = [half for half in (pairs[:cut], pairs[cut:]) if half]
    sums = [(sum((n for n, _ in half), Decimal(0)), sum((d for _, d in half), Decimal(0))) for half in halves]
    assert pooled_ratio(sums, Decimal(1)) == pooled_ratio(pairs, Decimal(1))
