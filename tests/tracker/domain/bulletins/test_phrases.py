"""The grammar of bulletins by case tables, every number bound to its figure."""

from decimal import Decimal
from pathlib import Path

import pytest

from indicators.domain.periods import Period
from tests.case_tables import Row, case_table
from tracker.domain.bulletins.document import UnboundNumberError, Words, text_of
from tracker.domain.bulletins.facts import Facts, Figure
from tracker.domain.bulletins.phrases import comparison, growth_parts, moved_parts, period_parts
from tracker.domain.bulletins.recipe import IndicatorFacts, Recipe

TABLES = Path(__file__).parent / "cases"


def facts_of(kind: str, digits: int, growth: str) -> Facts:
    indicator = IndicatorFacts(
        code="X",
        name="X",
        measure_unit="亩",
        kind=kind,
        direction="higher",
        frequency="quarter",
        decimals=0,
        growth_decimals=digits,
        growth_computable=False,
    )
    figure = Figure(value=None, published=Decimal(growth), computed=None, computed_value=None)
    recipe = Recipe(title="", period="2024-Q4", indicators={"X": indicator})
    return Facts(recipe, {("X", "A", "2024-Q4"): figure})


@pytest.mark.parametrize("case", case_table(TABLES / "growth_phrases.csv"))
def test_growth_in_words(case: Row) -> None:
    facts = facts_of(case["kind"], int(case["digits"]), case["growth"])
    assert text_of(growth_parts(facts, facts.indicator("X"), "published:X/A/2024-Q4")) == case["phrase"]


@pytest.mark.parametrize("case", case_table(TABLES / "comparisons.csv"))
def test_what_a_growth_compares_with(case: Row) -> None:
    assert comparison(case["kind"], Period.parse(case["period"])) == case["words"]


@pytest.mark.parametrize(
    ("period", "kind", "words"),
    [
        ("2024-Q2", "flow_ytd", "2024年上半年"),
        ("2024-Q3", "stock", "2024年三季度"),
        ("2025-09", "flow_ytd", "2025年1—9月"),
        ("2024-01", "flow_ytd", "2024年1月"),
        ("2024", "rate", "2024年"),
    ],
)
def test_periods_in_words(period: str, kind: str, words: str) -> None:
    assert text_of(period_parts(facts_of("flow_ytd", 1, "1"), Period.parse(period), kind)) == words


def test_no_movement_and_nothing_to_compare_with() -> None:
    facts = facts_of("flow_ytd", 1, "1")
    assert text_of(moved_parts(facts, "moved_previous:", 0)) == "持平"
    assert text_of(moved_parts(facts, "moved_previous:", None)) == "—"


@pytest.mark.parametrize("text", ["增长5%", "第１位"])
def test_words_refuse_a_digit(text: str) -> None:
    with pytest.raises(UnboundNumberError):
        Words(text)


@pytest.mark.parametrize("source", ["growth:X/A/2024-Q4", "published:X/B/2024-Q4", "value:X/A/2024-Q4", "place:X", ""])
def test_what_is_no_figure_has_no_number(source: str) -> None:
    with pytest.raises(KeyError):
        facts_of("flow_ytd", 1, "1").number(source)
