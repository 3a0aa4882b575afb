"""序时进度 and 倒算 inside a year: worked cases of amounts, levels and growth."""

from decimal import Decimal
from pathlib import Path

import pytest

from indicators.domain.kinds import Direction
from indicators.domain.numbers import plain_six
from tests.case_tables import Row, case_table, number, rows_of
from tracker.domain.targets.within_year import (
    AMOUNT_FORMULA,
    CHANGE_FORMULA,
    ESTIMATED,
    METHOD,
    WITHIN_YEAR_WORDS,
    AmountInYear,
    GrowthInYear,
    amount_in_year,
    change_in_year,
    growth_formula,
    growth_in_year,
)

CASES = Path(__file__).parent / "cases" / "within_year.csv"
RESULTS = ("time_share", "share_done", "needed", "per_month", "label", "reason")


def found_in(row: Row) -> AmountInYear | GrowthInYear:
    goal, months, direction = Decimal(row["goal"]), int(row["months"]), Direction(row["direction"])
    if row["way"] == "amount":
        return amount_in_year(goal, number(row["latest"]), months, direction)
    if row["way"] == "change":
        return change_in_year(goal, number(row["start"]), number(row["latest"]), months, direction)
    levels = number(row["last_year"]), number(row["last_year_to_date"])
    return growth_in_year(goal, number(row["so_far"]), *levels, months, growth_computable=row["computable"] == "yes")


def cells_of(found: AmountInYear | GrowthInYear) -> dict[str, str]:
    amount = found if isinstance(found, AmountInYear) else None
    growth = found if isinstance(found, GrowthInYear) else None
    return {
        "time_share": plain_six(found.time_share) or "",
        "share_done": (plain_six(amount.share_done) if amount else None) or "",
        "needed": plain_six(found.needed) or "",
        "per_month": (plain_six(amount.needed_per_month) if amount else None) or "",
        "label": growth.label if growth else "",
        "reason": found.reason or "",
    }


@pytest.mark.parametrize("row", case_table(CASES))
def test_within_year(row: Row) -> None:
    assert cells_of(found_in(row)) == {name: row[name] for name in RESULTS}


def test_the_table_has_every_way_and_reason() -> None:
    rows = rows_of(CASES)
    assert {row["way"] for row in rows} == {"amount", "change", "growth"}
    assert {row["reason"] for row in rows} == {"", *WITHIN_YEAR_WORDS}


@pytest.mark.parametrize("months", [0, 13, -1])
def test_a_year_has_twelve_months(months: int) -> None:
    with pytest.raises(ValueError, match="1 至 12"):
        amount_in_year(Decimal(10), Decimal(1), months, Direction.HIGHER)


def test_an_unknown_growth_is_neither_exact_nor_labelled() -> None:
    found = growth_in_year(Decimal(6), None, Decimal(100), Decimal(50), 6, growth_computable=True)
    assert (found.exact, found.label) == (False, "")


def test_formulas_say_when_the_number_is_estimated() -> None:
    assert ESTIMATED in growth_formula(growth_computable=False).words
    assert ESTIMATED not in growth_formula(growth_computable=True).words
    assert all("序时进度" in formula.words for formula in (AMOUNT_FORMULA, CHANGE_FORMULA))


def test_the_method_has_a_name() -> None:
    assert METHOD == "within_year/1"
