"""Which rules speak about which cell; what the browser is told; what depends neither on order nor on size."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators import choices
from indicators.domain.checks import kinds
from indicators.domain.checks.bounds import Bounds, bounds
from indicators.domain.checks.findings import findings
from indicators.domain.checks.kinds import GROWTH, VALUE, Severity
from indicators.domain.checks.subjects import Finding, History, Published, Subject
from indicators.domain.numbers import plain
from tests.indicators.domain.check_cells import AREA, CODE, NO_HISTORY, cell, facts, published, rule, values

PARTS = ("a", "b", "c")
LAID_OUT = facts(partition=PARTS, whole="whole", whole_name="全市", growth_computable=True)
EVERY_RULE = [
    rule("blank"),
    rule("digits"),
    rule("range", lower=Decimal(0)),
    rule("cumulative"),
    rule("jump", threshold=Decimal(5)),
    rule("partition", threshold=Decimal(1)),
    rule("published_growth", threshold=Decimal(1)),
    rule("missing"),
]


def test_the_words_of_the_domain_and_of_the_fields_are_the_same() -> None:
    assert [kind for kind in kinds.CheckKind if kind != kinds.CheckKind.NUMBER] == choices.CheckKind.values
    assert list(kinds.Severity) == choices.Severity.values
    assert list(kinds.MEASURES) == choices.Measure.values


def test_findings_follow_the_cells_then_the_rules_and_unreadable_comes_first() -> None:
    cells = [cell("约5", area="b"), cell("-1.234", area="a")]
    found = findings([rule("range", lower=Decimal(0)), rule("digits")], cells, NO_HISTORY)
    assert [(each.area, each.rule) for each in found] == [("b", "number"), ("a", "range"), ("a", "digits")]
    assert (found[0].severity, found[1].severity) == (Severity.MANDATORY, Severity.VERIFY)


def test_a_finding_names_its_cell_and_its_rule() -> None:
    named = rule("blank", code="empty", name="空白", severity=Severity.MANDATORY)
    assert findings([named], [cell("", measure=GROWTH)], NO_HISTORY) == [
        Finding(
            indicator=CODE,
            area=AREA,
            measure=GROWTH,
            rule="empty",
            rule_name="空白",
            severity=Severity.MANDATORY,
            message="未填；没有数据请填“—”",
        )
    ]


@pytest.mark.parametrize(
    ("scope", "found"),
    [({}, 2), ({"indicator": CODE}, 2), ({"indicator": "OTHER"}, 0), ({"measure": GROWTH}, 1)],
)
def test_a_rule_speaks_about_its_indicator_and_measure_only(scope: dict[str, str], found: int) -> None:
    cells = [cell("", measure=measure) for measure in (VALUE, GROWTH)]
    assert len(findings([rule("blank", **scope)], cells, NO_HISTORY)) == found


def test_a_number_of_the_return_counts_before_the_published_one() -> None:
    cells = [cell("100", period="2024-Q1"), cell("98", period="2024-Q2")]
    assert not findings([rule("cumulative")], cells[1:], values({"2024-Q1": Decimal(97)}))
    assert findings([rule("cumulative")], cells, values({"2024-Q1": Decimal(97)}))


def test_bounds_are_the_narrowest_of_all_rules_for_the_cell() -> None:
    rules = [
        rule("range", lower=Decimal(0), upper=Decimal(100)),
        rule("range", lower=Decimal(-5), upper=Decimal(50)),
        rule("range", lower=Decimal(20), measure=GROWTH),
        rule("digits", digits=4),
        rule("digits"),
        rule("cumulative"),
    ]
    history = values({"2024-Q1": Decimal("98.1")})
    assert bounds(rules, cell("1"), history) == Bounds(
        lower=Decimal(0), upper=Decimal(50), decimals=2, not_below=Decimal("98.1")
    )
    growth = bounds(rules, cell("1", measure=GROWTH), history)
    assert (growth.lower, growth.decimals, growth.not_below) == (Decimal(20), 1, None)
    assert bounds([], cell("1"), history) == Bounds()


numbers = st.decimals(min_value=Decimal("0.1"), max_value=Decimal(999), places=1)
contents = st.one_of(numbers.map(plain), st.sampled_from(["", "—", "约5", "0", "1.2345"]))
PERIODS = [f"{year}-Q{quarter}" for year in range(2018, 2024) for quarter in range(1, 5)] + ["2024-Q1"]


@st.composite
def returns(draw: st.DrawFn) -> tuple[list[Subject], History]:
    """Some of the cells of a partition, with six years before them."""
    keys = draw(st.lists(st.sampled_from([(a, m) for a in (*PARTS, "whole") for m in (VALUE, GROWTH)]), unique=True))
    cells = [cell(draw(contents), LAID_OUT, area=area, measure=measure) for area, measure in keys]
    start, step = draw(numbers), draw(numbers)
    past = [
        (area, period, start + step * number, draw(numbers))
        for area in (*PARTS, "whole")
        for number, period in enumerate(PERIODS)
    ]
    return cells, published(*past)


@given(returns(), st.randoms())
def test_the_order_of_the_cells_does_not_change_what_is_found(filled: tuple, random: object) -> None:
    cells, history = filled
    mixed = list(cells)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert set(findings(EVERY_RULE, mixed, history)) == set(findings(EVERY_RULE, cells, history))


@given(returns(), st.sampled_from([Decimal("0.001"), Decimal(10), Decimal(1000)]))
def test_the_unit_does_not_change_what_is_found(filled: tuple, factor: Decimal) -> None:
    """Percent, cumulative order and relative tolerance are the same in 万元 and in 亿元."""
    cells, history = filled
    scaled = [
        each
        if each.measure == GROWTH or each.number is None
        else cell(plain(each.number * factor) or "", LAID_OUT, area=each.area)
        for each in cells
    ]
    larger = History(
        {
            key: Published(None if each.value is None else each.value * factor, each.growth)
            for key, each in history.figures.items()
        }
    )
    free_of_units = [each for each in EVERY_RULE if each.kind not in ("digits", "range")]
    keys = [
        [(each.area, each.measure, each.rule) for each in findings(free_of_units, *filled_in)]
        for filled_in in ((cells, history), (scaled, larger))
    ]
    assert keys[0] == keys[1]


@given(returns())
def test_a_cell_without_a_number_is_silent_for_rules_about_numbers(filled: tuple) -> None:
    cells, history = filled
    empty = {(each.area, each.measure) for each in cells if each.number is None}
    for each in findings(EVERY_RULE, cells, history):
        assert (each.area, each.measure) not in empty or each.rule in ("number", "blank", "missing")
