"""Every stored text of every card is what the reference scorer stores, and every number what exact fractions give."""

import random
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings

from tests.tracker.domain.evaluations.evaluation_cases import (
    YEAR,
    FactsRow,
    Written,
    facts_of,
    firm,
    full_scheme,
    published_schemes,
    scheme_of,
    written_item,
    written_scheme,
)
from tests.tracker.domain.evaluations.fast.both_engines import Card, fast, reference
from tests.tracker.domain.evaluations.oracle import evaluate
from tests.tracker.domain.evaluations.random_groups import groups, written_schemes
from tracker.domain.evaluations.facts import Firm, FirmFacts, SizeClass
from tracker.domain.evaluations.scheme import Scheme

Group = list[tuple[FactsRow, FactsRow | None]]
NAMES = ("甲公司", "“乙”\\有限", '丙"丁"\t厂', "", "\\u0000")


def firms_of(group: Group, scheme: Scheme) -> tuple[list[Firm], dict[str, FirmFacts], dict[str, FirmFacts]]:
    """A firm for every row, all in the scheme's year and class, named so that JSON has to escape."""
    firms, facts, before = [], {}, {}
    for place, (row, last) in enumerate(group):
        code, since = f"F{place:05d}", row.get("in_production_from")
        firms.append(
            firm(
                code,
                name=NAMES[place % len(NAMES)],
                size_class=SizeClass(scheme.size_class),
                industry="纺织\\业",
                in_production_from=date.fromisoformat(since) if since else None,
            )
        )
        facts[code] = facts_of(row, scheme.year)
        if last is not None:
            before[code] = facts_of(last, scheme.year - 1)
    return firms, facts, before


def exact(card: Card) -> tuple[Any, ...]:
    score = None if card["score"] is None else Fraction(card["score"])
    return score, card["rank"], card["of"], card["grade"]


def compare(written: Written, group: Group) -> dict[str, Card]:
    """Both engines on the group, which have to agree; the cards."""
    scheme = scheme_of(written)
    firms, facts, before = firms_of(group, scheme)
    cards = fast(scheme, firms, facts, before)
    assert cards == reference(scheme, firms, facts, before)
    return cards


def compare_with_fractions(written: Written, group: Group, cards: dict[str, Card]) -> None:
    rows = [dict(row) for row, _ in group]
    expected = evaluate(written, rows, [None if row is None else dict(row) for _, row in group])
    assert [exact(cards[code]) for code in sorted(cards)] == [
        (each["total"], each["rank"], each["of"], each["grade"] or "") for each in expected
    ]


@settings(max_examples=500)
@given(written_schemes(), groups)
def test_equals_reference_and_fractions(written: Written, group: Group) -> None:
    compare_with_fractions(written, group, compare(written, group))


SCHEMES = [*published_schemes(), full_scheme()]


@pytest.mark.parametrize("written", SCHEMES, ids=[each["scheme"] for each in SCHEMES])
@settings(max_examples=40)
@given(group=groups)
def test_published_schemes(written: Written, group: Group) -> None:
    assert len(compare({**written, "minimum_group_size": 3}, group)) == len(group)


def random_row(numbers: random.Random) -> FactsRow:
    """Few values, so that thousands of firms tie; some absent, zero, negative or beyond int64."""

    def one(*texts: str) -> str:
        return numbers.choice(texts)

    quantities = ("tax", "revenue", "value_added", "energy", "emissions", "electricity", "staff", "rd_spending")
    row = {name: one("1", "2", "3", "7.5", "120", "33.33", "0", "") for name in (*quantities, "fixed_investment")}
    row |= {
        "land_owned": one("1", "2", "30", "4.75", ""),
        "land_leased_in": one("", "", "1"),
        "veto": one("", "", "yes"),
    }
    row |= {"bonus": one("", "", "1.25", "20"), "penalty": one("", "", "0.5"), "promotion": one("", "专精特新", "上市")}
    row |= {"grade_cap": one("", "", "安全事故", "环境违法"), "taxes": one("", "增值税=2;企业所得税=0.5", "房产税=1")}
    row |= {"exempt_reason": one("", "", "", "供电企业"), "in_production_from": one("", "2010-05-01", "2023-01-01")}
    if numbers.random() < 0.02:
        row["tax"] = one("-5", "999999999999999.999999999999999", "-0.000000000000001")
    return {name: text for name, text in row.items() if text}


@pytest.mark.parametrize("written", SCHEMES, ids=[each["scheme"] for each in SCHEMES])
def test_thousands_of_firms(written: Written) -> None:
    numbers = random.Random(20231231)
    group: Group = [(random_row(numbers), numbers.choice([None, random_row(numbers)])) for _ in range(2_500)]
    cards = compare(written, group)
    ranks = [card["rank"] for card in cards.values() if card["rank"]]
    assert len(set(ranks)) < len(ranks)
    assert len(cards) == 2_500


def test_thousands_of_firms_equal_fractions() -> None:
    numbers = random.Random(7)
    items = [
        written_item(
            item="a", weight="60", baseline={"group_average": "1.2"}, cap="1.5", missing="group_average_score"
        ),
        written_item(item="b", weight="40", numerator="tax", denominator="energy", formula="min_max", baseline=None),
    ]
    group: Group = [(random_row(numbers), None) for _ in range(1_000)]
    written = written_scheme(*items, coefficient="0.95")
    compare_with_fractions(written, group, compare(written, group))


HUGE, TINY = "999999999999999.999999999999999", "0.000000000000001"


def over(land: str, *revenues: str) -> list[FactsRow]:
    """Firms on the same land."""
    return [{"revenue": revenue, "land_owned": land} for revenue in revenues]


@pytest.mark.parametrize(
    ("note", "settings", "rows"),
    [
        ("products beyond int64", {}, [*over(TINY, HUGE), *over("3", "1")]),
        ("limits beyond int64", {"cap": "999999999999999", "floor": "-99999999999999"}, over(TINY, HUGE, f"-{HUGE}")),
        ("a limit between int64 and uint64", {"cap": "100000000000"}, [*over("0.001", HUGE), *over("1", "2")]),
        ("missing of everybody", {}, [{}, {}, {}]),
        (
            "average of nobody",
            {"baseline": {"group_average": "1"}, "missing": "group_average_score"},
            [{"land_owned": "1"}],
        ),
        ("only class T", {}, [{**row, "exempt_reason": "供水"} for row in over("1", "1", "2")]),
        ("negative halves", {}, over("1", "-0.000000005", "0.000000005", "-0.000000015")),
        ("one millionth apart", {"formula": "min_max", "baseline": None}, [*over("3", "1"), *over("1", "0.3333333")]),
        (
            "equal extremes",
            {"formula": "maximum", "baseline": None},
            [*over("6", "2"), *over("3", "1"), *over("9", "1")],
        ),
        ("cap of many decimals", {"cap": "0.333333333333333"}, over("100", "33.3333333333333", "33.333333333333301")),
    ],
)
def test_corners(note: str, settings: dict[str, Any], rows: list[FactsRow]) -> None:
    written = written_scheme(written_item(**settings))
    group: Group = [(row, None) for row in rows]
    compare_with_fractions(written, group, compare(written, group))


def test_groups_by_several_fields_and_firms_of_other_classes() -> None:
    scheme = scheme_of(written_scheme(written_item(), group_by=["park", "industry"]))
    numbers = random.Random(3)
    firms = [
        Firm(
            code=f"F{place}",
            park=numbers.choice(["", "a", "b"]),
            industry=numbers.choice(["x", "y/z"]),
            size_class=numbers.choice(list(SizeClass)),
        )
        for place in range(300)
    ]
    facts = {
        each.code: FirmFacts(
            year=YEAR,
            revenue=Decimal(numbers.randint(0, 9)),
            land_owned=Decimal(3),
            size_class=numbers.choice([None, SizeClass.ABOVE]),
        )
        for each in firms[:280]
    }
    cards = fast(scheme, firms, facts, {})
    assert cards == reference(scheme, firms, facts, {})
    assert {card["group"] for card in cards.values()} == {"/x", "/y/z", "a/x", "a/y/z", "b/x", "b/y/z"}
