"""Computed numbers of a bulletin come out of their stored inputs again, and what does not is named."""

from decimal import Decimal
from pathlib import Path

import pytest

from indicators.domain.periods import Period
from tests.case_tables import case_table, number, numbers
from tracker.domain.bulletins.derivations import computed_again, derivation_faults
from tracker.domain.bulletins.facts import Facts, Figure
from tracker.domain.bulletins.recipe import IndicatorFacts, Recipe
from tracker.domain.derivation import Derivation, RatioInputs, derivations_from_json, derivations_to_json

CASES = Path(__file__).parent / "cases"
KEY = ("X", "A", "2024-Q4")


def indicator(kind: str = "flow_ytd", *, growth_computable: bool = True) -> IndicatorFacts:
    return IndicatorFacts(
        code="X",
        name="X",
        measure_unit="",
        kind=kind,
        direction="higher",
        frequency="quarter",
        decimals=2,
        growth_decimals=1,
        growth_computable=growth_computable,
    )


def ratio_inputs(row, prefix=""):
    above, below = numbers(row[f"{prefix}numerators"]), numbers(row[f"{prefix}denominators"])
    pairs = tuple(zip(above, below, strict=True))
    return RatioInputs(Decimal(row["factor"]), pairs, row["pooled"] == "yes") if pairs else None


def derivation_of(row) -> Derivation:
    return Derivation(
        level=number(row["level"]),
        base=number(row["base"]),
        ratio=ratio_inputs(row),
        base_ratio=ratio_inputs(row, "base_"),
    )


@pytest.mark.parametrize("row", case_table(CASES / "derivations.csv"))
def test_numbers_are_computed_again(row):
    facts = indicator(row["kind"], growth_computable=row["computable"] == "yes")
    again = computed_again(derivation_of(row), Period.parse("2024-Q4"), facts)
    assert again == {name: number(row[name]) for name in ("computed", "computed_value")} | {
        "value": number(row["level"])
    }


@pytest.mark.parametrize("row", case_table(CASES / "derivations.csv"))
def test_there_and_back(row):
    derivations = {KEY: derivation_of(row)}
    assert derivations_from_json(derivations_to_json(derivations)) == derivations


def test_all_digits_are_kept_as_plain_text():
    digits = "123456789012345.123456789012345"
    inputs = RatioInputs(Decimal("0.000000000000001"), ((Decimal(digits), None), (Decimal("1E+3"), Decimal(0))), True)
    stored = derivations_to_json({KEY: Derivation(level=Decimal(digits), ratio=inputs)})
    pairs = [[digits, None], ["1000", "0"]]
    assert stored == [["X", "A", "2024-Q4", digits, None, ["0.000000000000001", pairs, True], None]]


def book(**numbers: str | None) -> Facts:
    columns = {name: number(numbers.get(name) or "") for name in ("value", "published", "computed", "computed_value")}
    figures = {KEY: Figure(**columns)} if numbers else {}
    return Facts(Recipe(title="", period="2024-Q4", indicators={"X": indicator()}), figures)


TEN_PERCENT = {KEY: Derivation(level=Decimal(110), base=Decimal(100))}


@pytest.mark.parametrize(
    ("facts", "derivations", "messages"),
    [
        (book(value="110", computed="10"), TEN_PERCENT, []),
        (book(value="110.000", computed="10.00"), TEN_PERCENT, []),
        (book(value="110", published="9.8"), {}, []),
        (
            book(value="110", computed="10.1"),
            TEN_PERCENT,
            ["X/A/2024-Q4 的推算增速存为 10.1，由所存数据重新计算为 10"],
        ),
        (book(value="111", computed="10"), TEN_PERCENT, ["X/A/2024-Q4 的数值存为 111，由所存数据重新计算为 110"]),
        (book(value="110"), TEN_PERCENT, ["X/A/2024-Q4 的推算增速存为 无，由所存数据重新计算为 10"]),
        (
            book(value="110", computed="10", computed_value="1"),
            TEN_PERCENT,
            ["X/A/2024-Q4 的推算比值存为 1，由所存数据重新计算为 无"],
        ),
        (book(value="110", computed="10"), {}, ["X/A/2024-Q4 有推算数，却没有存下推算所据的数据"]),
        (
            book(),
            TEN_PERCENT,
            [
                "X/A/2024-Q4 的数值存为 无，由所存数据重新计算为 110",
                "X/A/2024-Q4 的推算增速存为 无，由所存数据重新计算为 10",
            ],
        ),
    ],
)
def test_what_differs_is_named(facts, derivations, messages):
    assert [each.message for each in derivation_faults(facts, derivations)] == messages


def test_a_difference_in_the_last_stored_decimal_is_one():
    third = {KEY: Derivation(level=Decimal(4), base=Decimal(3))}
    exact = "33." + "3" * 40
    assert not list(derivation_faults(book(value="4", computed=exact), third))
    assert [each.column for each in derivation_faults(book(value="4", computed=exact[:-1] + "4"), third)] == [
        "computed"
    ]
