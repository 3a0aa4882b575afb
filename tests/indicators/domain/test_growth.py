"""Growth by kind, with a reason where there is none."""

from decimal import Decimal
from fractions import Fraction
from math import floor
from pathlib import Path
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.domain.growth import METHOD, Computed, computed_growth, growth_rate, growth_unit
from indicators.domain.kinds import Kind
from indicators.domain.numbers import plain_rounded, plain_six
from tests.case_tables import Row, case_table, number

CASES = Path(__file__).parent / "cases"

levels = st.decimals(
    min_value=Decimal("-999999999999999"), max_value=Decimal("999999999999999"), places=15, allow_nan=False
)
positive_levels = st.decimals(min_value=Decimal("0.000000000000001"), max_value=Decimal("999999999999999"), places=15)


@pytest.mark.parametrize("row", case_table(CASES / "growth.csv"))
def test_computed_growth(row: Row) -> None:
    result = computed_growth(
        Kind(row["kind"]), row["growth_computable"] == "yes", number(row["current"]), number(row["previous"])
    )
    value = None if result.value is None else plain_rounded(result.value, int(row["digits"]))
    assert (value, result.unit, result.reason) == (row["value"] or None, row["unit"] or None, row["reason"] or None)


@pytest.mark.parametrize(
    ("current", "previous", "rate"),
    [("105", "100", "0.05"), ("0", "8", "-1"), ("5", "0", None), ("5", "-1", None), ("", "1", None), ("1", "", None)],
)
def test_growth_rate(current: str, previous: str, rate: str | None) -> None:
    assert growth_rate(number(current), number(previous)) == (None if rate is None else Decimal(rate))


def test_growth_rate_reads_all_thirty_digits() -> None:
    assert growth_rate(Decimal("999999999999999.000000000000001"), Decimal("0.5")) == Decimal(
        "1999999999999997.000000000000002"
    )


def test_c6_the_unrounded_base_of_a_published_growth_gives_it_back() -> None:
    base = Decimal("12.37") / Decimal("1.198")
    assert plain_rounded(base, 4) == "10.3255"
    rate = growth_rate(Decimal("12.37"), base)
    assert rate is not None
    assert plain_rounded(rate * 100, 1) == "19.8"


def test_units_by_kind() -> None:
    units = {kind: growth_unit(kind) for kind in Kind}
    assert {kind for kind, unit in units.items() if unit != "percent"} == {Kind.RATE, Kind.COUNTER}
    assert (units[Kind.RATE], units[Kind.COUNTER]) == ("points", "measure")


@pytest.mark.parametrize("kind", Kind)
def test_a_kind_read_from_a_database_as_text_counts_the_same(kind: Kind) -> None:
    text = cast("Kind", kind.value)
    assert computed_growth(text, True, Decimal(6), Decimal(5)) == computed_growth(kind, True, Decimal(6), Decimal(5))


def test_the_method_has_a_version() -> None:
    assert METHOD == "growth/1"


@given(st.sampled_from(Kind), st.booleans(), st.none() | levels, st.none() | levels)
def test_a_growth_is_known_or_has_a_reason(
    kind: Kind, computable: bool, current: Decimal | None, previous: Decimal | None
) -> None:
    result = computed_growth(kind, computable, current, previous)
    assert (result.value is None) != (result.reason is None)
    may_compute = computable and kind is not Kind.GROWTH_ONLY
    assert result.unit == (growth_unit(kind) if may_compute else None)


@given(levels, positive_levels)
def test_growth_has_the_sign_of_the_change(current: Decimal, previous: Decimal) -> None:
    value = computed_growth(Kind.FLOW, True, current, previous).value
    assert value is not None
    assert (value > 0, value < 0) == (current > previous, current < previous)


@given(levels, positive_levels)
def test_percent_is_the_exact_fraction_to_six_decimals(current: Decimal, previous: Decimal) -> None:
    exact = (Fraction(current) - Fraction(previous)) / Fraction(previous) * 100
    size = floor(abs(exact) * 10**6 + Fraction(1, 2))
    text = plain_six(computed_growth(Kind.FLOW_YTD, True, current, previous).value)
    assert text is not None
    assert Fraction(text) == Fraction(size if exact > 0 else -size, 10**6)


@given(levels, levels)
def test_differences_are_exact(current: Decimal, previous: Decimal) -> None:
    result = computed_growth(Kind.COUNTER, True, current, previous)
    assert result.value is not None
    assert Fraction(result.value) == Fraction(current) - Fraction(previous)
    assert result == Computed(result.value, "measure", None)
