"""Average growth: geometric, on one basis, or unknown with a reason."""

from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.domain.averages import average_from_levels, average_growth, geometric_average
from indicators.domain.kinds import Kind
from indicators.domain.numbers import plain_rounded, plain_six
from tests.case_tables import Row, case_table, number, numbers

CASES = Path(__file__).parent / "cases"

growths = st.decimals(min_value=Decimal("-99.9"), max_value=Decimal(600), places=10)
chains = st.lists(growths, min_size=1, max_size=10)
levels = st.decimals(min_value=Decimal("0.000001"), max_value=Decimal(10**12), places=6)
# A root is right to 50 digits; what is left of them after the comma, for growth up to 600 %.
NOISE = Decimal("1e-44")


@pytest.mark.parametrize("row", case_table(CASES / "averages.csv"))
def test_average_growth(row: Row) -> None:
    result = average_growth(
        published=numbers(row["published"]),
        first_level=number(row["first_level"]),
        last_level=number(row["last_level"]),
        years=int(row["years"]),
        growth_computable=row["growth_computable"] == "yes",
        kind=Kind(row["kind"]),
        computed=numbers(row["computed"]),
    )
    value = None if result.value is None else plain_rounded(result.value, int(row["digits"]))
    assert (value, result.basis, result.reason) == (row["value"] or None, row["basis"] or None, row["reason"] or None)


def test_a_root_is_right_to_more_than_forty_digits() -> None:
    average = geometric_average([Decimal(10), Decimal(20)])
    assert average is not None
    assert abs((1 + Fraction(average) / 100) ** 2 - Fraction("1.32")) < Fraction(1, 10**45)


def test_nothing_has_no_average() -> None:
    assert geometric_average([]) is None


@pytest.mark.parametrize(
    ("first", "last"), [("", "121"), ("100", ""), ("", ""), ("0", "121"), ("-1", "121"), ("100", "0"), ("-1", "-1")]
)
def test_levels_without_an_average(first: str, last: str) -> None:
    assert average_from_levels(number(first), number(last), 2) is None


@pytest.mark.parametrize("years", [0, -1])
def test_an_average_spans_at_least_a_year(years: int) -> None:
    with pytest.raises(ValueError, match="至少"):
        average_from_levels(Decimal(1), Decimal(2), years)


@given(chains)
def test_the_average_lies_between_the_least_and_the_greatest(chain: list[Decimal]) -> None:
    average = geometric_average(chain)
    assert average is not None
    assert min(chain) - NOISE <= average <= max(chain) + NOISE


@given(growths, st.integers(1, 10))
def test_the_average_of_equal_growths_is_that_growth(growth: Decimal, years: int) -> None:
    assert geometric_average([growth] * years) == growth


@given(st.decimals(min_value=Decimal(-99), max_value=Decimal(99), places=7), st.integers(1, 12))
def test_an_exact_root_is_rounded_as_what_it_is(growth: Decimal, years: int) -> None:
    assert plain_six(geometric_average([growth] * years)) == plain_six(growth)


@given(chains)
def test_the_order_of_the_years_does_not_matter(chain: list[Decimal]) -> None:
    assert plain_six(geometric_average(chain)) == plain_six(geometric_average(sorted(chain)))


@given(chains)
def test_the_average_is_not_above_the_arithmetic_one(chain: list[Decimal]) -> None:
    average = geometric_average(chain)
    assert average is not None
    assert Fraction(average) <= sum(map(Fraction, chain)) / len(chain) + Fraction(NOISE)


@given(levels, levels, st.integers(1, 10))
def test_growing_by_the_average_leads_from_the_first_level_to_the_last(
    first: Decimal, last: Decimal, years: int
) -> None:
    average = average_from_levels(first, last, years)
    assert average is not None
    reached = Fraction(first) * (1 + Fraction(average) / 100) ** years
    assert abs(reached / Fraction(last) - 1) < Fraction(1, 10**24)


@given(
    st.lists(st.none() | growths, max_size=5),
    st.none() | levels,
    st.none() | levels,
    st.integers(1, 5),
    st.booleans(),
    st.sampled_from(Kind),
)
def test_an_average_is_known_with_its_basis_or_has_a_reason(
    published: list[Decimal | None],
    first: Decimal | None,
    last: Decimal | None,
    years: int,
    computable: bool,
    kind: Kind,
) -> None:
    result = average_growth(published, first, last, years, computable, kind)
    assert (result.value is None) == (result.basis is None) == (result.reason is not None)
    if result.basis == "published":
        assert len(published) == years
        assert None not in published
