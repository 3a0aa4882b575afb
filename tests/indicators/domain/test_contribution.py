"""Contribution, pull, shares, and the warnings about printed shares."""

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.domain.contribution import adds_up, contribution_percent, pull_points, share_faults, shares_percent
from indicators.domain.numbers import plain_rounded
from tests.case_tables import Row, case_table, number, numbers

CASES = Path(__file__).parent / "cases"


def one_decimal(value: Decimal | None) -> str:
    return "" if value is None else plain_rounded(value, 1)


@pytest.mark.parametrize("row", case_table(CASES / "contribution.csv"))
def test_contribution_and_pull(row: Row) -> None:
    contribution = contribution_percent(number(row["part_increment"]), number(row["whole_increment"]))
    assert one_decimal(contribution) == row["contribution"]
    assert one_decimal(pull_points(number(row["whole_growth"]), contribution)) == row["pull"]


@pytest.mark.parametrize("row", case_table(CASES / "shares.csv"))
def test_shares_and_their_faults(row: Row) -> None:
    shares = shares_percent(numbers(row["parts"]), number(row["whole"]))
    assert " ".join(one_decimal(share) or "-" for share in shares) == row["shares"]
    assert share_faults(numbers(row["printed"]), shares) == [int(position) for position in row["faults"].split()]


def test_thirty_digits_are_all_read() -> None:
    long = Decimal("333333333333333.000000000000001")
    assert contribution_percent(long, Decimal(1)) == Decimal("33333333333333300.0000000000001")
    assert pull_points(long, Decimal(100)) == long
    assert shares_percent([long], Decimal(100)) == [long]
    assert share_faults([long], [Decimal(0)], tolerance=long) == []
    assert share_faults([long], [Decimal(0)], tolerance=Decimal("333333333333333")) == [0]


def test_the_tolerance_can_be_set() -> None:
    printed, computed = [Decimal("33.6")], [Decimal("33.2")]
    assert share_faults(printed, computed, tolerance=Decimal("0.4")) == []
    assert share_faults(printed, computed, tolerance=Decimal("0.39")) == [0]


def test_shares_of_different_lengths_are_a_mistake() -> None:
    with pytest.raises(ValueError, match="shorter"):
        share_faults([Decimal(1)], [])


@pytest.mark.parametrize(
    ("parts", "whole", "tolerance", "expected"),
    [
        ("11.5 61.3 27.3", "100", "0.2", True),
        ("11.5 61.3 27.3", "100", "0.1", True),
        ("11.5 61.3 27.3", "100", "0.09", False),
        ("11.5 61.3 27.0", "100", "0.1", False),
        ("999999999999999.999999999999999 0.000000000000001", "1000000000000000", "0", True),
    ],
)
def test_parts_need_not_add_up_exactly(parts: str, whole: str, tolerance: str, expected: bool) -> None:
    known = [part for part in numbers(parts) if part is not None]
    assert adds_up(known, Decimal(whole), Decimal(tolerance)) is expected


@given(
    st.lists(st.decimals(min_value=0, max_value=10**9, places=3), min_size=1, max_size=8).filter(any),
    st.decimals(min_value=Decimal("-30"), max_value=Decimal(30), places=1),
)
def test_all_parts_together_contribute_everything(parts: list[Decimal], growth: Decimal) -> None:
    shares = [share for share in shares_percent(parts, sum(parts, Decimal(0))) if share is not None]
    assert len(shares) == len(parts)
    assert adds_up(shares, Decimal(100), Decimal("1e-40"))
    pulls = [pull for share in shares if (pull := pull_points(growth, share)) is not None]
    assert adds_up(pulls, growth, Decimal("1e-40"))
