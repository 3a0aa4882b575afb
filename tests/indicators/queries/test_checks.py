"""What checks are fed with: rules in force, facts as of a period, history along lineages, try-outs; query counts."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from indicators.domain.checks.kinds import VALUE, CheckKind, Severity
from indicators.domain.checks.subjects import History, Published
from indicators.domain.periods import Period
from indicators.models import CheckRule
from indicators.queries.check_try_out import TryOut, try_out
from indicators.queries.checks import facts_of, history_for, rule_of, rules_for
from indicators.services.checks import save_rule
from tests.builders import TESTER, figure, make_area, make_group, make_indicator, publish
from tests.indicators.domain.check_cells import rule

pytestmark = pytest.mark.django_db


def make_rule(code: str, kind: str = "blank", **fields: object) -> CheckRule:
    made = CheckRule(code=code, name=code, kind=kind, severity=fields.pop("severity", "verify"), **fields)
    save_rule(rule=made, actor=TESTER)
    return made


def queries_of(read: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as captured:
        read()
    return len(captured)


def test_rules_count_on_the_last_day_of_the_period_both_ends_included() -> None:
    make_rule("always")
    make_rule("from", valid_from=date(2024, 3, 31))
    make_rule("late", valid_from=date(2024, 4, 1))
    make_rule("until", valid_until=date(2024, 3, 31))
    make_rule("ended", valid_until=date(2024, 3, 30))
    assert [each.code for each in rules_for(Period.parse("2024-Q1"))] == ["always", "from", "until"]


def test_a_rule_is_read_with_its_parameters() -> None:
    make_indicator("X")
    indicator = make_indicator("Y")
    row = make_rule("r", "range", indicator=indicator, measure="value", lower=Decimal(-1), severity="mandatory")
    read = rule_of(row)
    assert (read.kind, read.severity, read.indicator) == (CheckKind.RANGE, Severity.MANDATORY, "Y")
    assert (read.measure, read.lower, read.upper) == ("value", Decimal(-1), None)


def test_facts_are_those_of_the_last_day_of_the_period() -> None:
    city = make_area("430300", kind="city", name="湘潭市")
    old, new, other = (make_area(code, kind="county", parent=city) for code in ("430301", "430302", "430304"))
    group = make_group("counties", (old, None, date(2020, 12, 31)), (new, date(2021, 1, 1), None), other)
    indicator = make_indicator("X", partition=group, measure_unit="亿元")
    apart = make_indicator("Y", kind="rate")
    before, after = (facts_of([indicator.pk, apart.pk], Period.parse(text)) for text in ("2020-Q4", "2021-Q1"))
    assert before["X"].partition == ("430301", "430304")
    assert after["X"].partition == ("430302", "430304")
    assert (after["X"].whole, after["X"].whole_name, after["X"].measure_unit) == ("430300", "湘潭市", "亿元")
    assert (after["Y"].partition, after["Y"].whole, after["Y"].kind) == ((), None, "rate")


def test_history_reads_along_the_lineage_where_the_area_has_no_number() -> None:
    old = make_area("431121", kind="county", valid_until=date(2021, 1, 19))
    make_area("431181", kind="county", succeeds=old)
    make_indicator("X")
    publish(
        figure("X", "431121", "2019-Q4", "90", "4"),
        figure("X", "431121", "2020-Q4", "100", "5"),
        figure("X", "431181", "2019-Q4", None, "4.1"),
        figure("X", "431181", "2020-Q4", "101"),
        figure("X", "431181", "2021-Q4", "110", "6"),
    )
    found = history_for(indicators=["X"], areas=["431181"], period=Period.parse("2021-Q4"))
    assert found.figures == {
        ("X", "431181", Period.parse("2019-Q4")): Published(Decimal(90), Decimal("4.1")),
        ("X", "431181", Period.parse("2020-Q4")): Published(Decimal(101), Decimal(5)),
        ("X", "431181", Period.parse("2021-Q4")): Published(Decimal(110), Decimal(6)),
    }


def test_history_is_current_and_reaches_back_as_far_as_asked() -> None:
    make_area("A")
    make_indicator("X")
    publish(
        *(figure("X", "A", f"{year}-Q4", str(year)) for year in range(2015, 2025)),
        figure("X", "A", "2023-Q4", vintage="withdrawn", published="2026-02-01"),
        figure("X", "A", "2022-Q4", "7", vintage="final", published="2026-02-01"),
    )
    found = history_for(indicators=["X"], areas=["A"], period=Period.parse("2023-Q4"))
    years = sorted(period.year for _, _, period in found.figures)
    assert years == [2017, 2018, 2019, 2020, 2021, 2022]
    assert found.number("X", "A", Period.parse("2022-Q4"), VALUE) == 7
    one = history_for(indicators=["X"], areas=["A"], period=Period.parse("2022-Q4"), years=1)
    assert sorted(period.year for _, _, period in one.figures) == [2021, 2022]


def filled(areas: int) -> list[str]:
    """A city with counties that make it up, each with twenty figures; returns the codes."""
    city = make_area("city", kind="park")
    made = [make_area(f"A{number}", parent=city) for number in range(areas)]
    group = make_group("parts", *made)
    make_indicator("X", partition=group)
    codes = [area.code for area in (city, *made)]
    publish(
        *(
            figure("X", code, f"{year}-Q{quarter}", str(quarter * 10 + year % 7), "5")
            for code in codes
            for year in range(2020, 2025)
            for quarter in range(1, 5)
        )
    )
    return codes


@pytest.mark.parametrize("areas", [2, 12])
def test_the_number_of_queries_does_not_depend_on_the_rows(areas: int) -> None:
    codes = filled(areas)
    indicator = make_indicator("Y").pk
    assert queries_of(lambda: history_for(indicators=["X", "Y"], areas=codes, period=Period.parse("2024-Q4"))) == 3
    assert queries_of(lambda: facts_of([indicator, 0], Period.parse("2024-Q4"))) == 1
    assert queries_of(lambda: try_out(rule("partition", threshold=Decimal(1)))) == 7


def test_a_try_out_counts_figures_and_says_where_it_would_fire() -> None:
    codes = filled(2)
    tried = try_out(rule("partition", threshold=Decimal(1)), years=2)
    # Both parts equal the whole, so their sum is always twice as much: once a quarter, at the cell of the whole.
    assert (tried.checked, tried.fired, tried.newest) == (3 * 8, 8, date(2024, 12, 31))
    assert {each.area_name for each in tried.findings} == {codes[0]}
    assert [str(each.period) for each in tried.findings[:2]] == ["2024-Q4", "2024-Q3"]
    assert "2 个地区合计" in tried.findings[0].finding.message


def test_a_try_out_judges_every_figure_by_what_came_before_it() -> None:
    make_area("A")
    make_indicator("X", kind="growth_only", frequency="year")
    growth = {2016: "5", 2017: "5", 2018: "5", 2019: "5", 2020: "9", 2021: "9", 2022: "9", 2023: "9", 2024: "5"}
    publish(*(figure("X", "A", str(year), None, number) for year, number in growth.items()))
    tried = try_out(rule("jump", threshold=Decimal(5)), years=5)
    # 2020 to 2022 stand against mostly fives, 2023 against three nines of five; 2024 is the odd one again.
    assert [str(each.period) for each in tried.findings] == ["2024", "2022", "2021", "2020"]
    assert tried.checked == 5


def test_a_try_out_of_one_indicator_leaves_the_others_alone() -> None:
    make_area("A")
    make_indicator("X")
    make_indicator("Y")
    publish(figure("X", "A", "2024-Q1", "1.2345"), figure("Y", "A", "2024-Q1", "1.2345", "1.2345"))
    assert [each.finding.indicator for each in try_out(rule("digits", indicator="X")).findings] == ["X"]
    everything = try_out(rule("digits"))
    assert (everything.checked, everything.fired, len(everything.findings)) == (2, 2, 3)


def test_without_figures_nothing_was_tried() -> None:
    assert try_out(rule("digits")) == TryOut()
    make_indicator("X")
    assert try_out(rule("digits", indicator="X")) == TryOut()
    assert history_for(indicators=["X"], areas=["A"], period=Period.parse("2024")) == History({})


def test_rules_say_something_about_the_published_figures_of_the_demo(demo: object) -> None:
    retail = try_out(rule("digits", digits=6, indicator="RETAIL_SALES"))
    assert (retail.checked, retail.fired) == (13, 12)
    national = try_out(rule("jump", threshold=Decimal(2), indicator="GDP"))
    assert [(each.area_name, str(each.period)) for each in national.findings] == [("中国", "2024-Q3")]
    assert national.findings[0].finding.message.startswith("公布增速 4.8%，历史中位数 5.2%")
