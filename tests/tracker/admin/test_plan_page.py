"""The page of a plan: the table as printed, where each target stands, filters, the look back, roles and queries."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from indicators.choices import Role
from tests.admin_clients import OPERATOR, STAFF_ROLES
from tests.builders import figure, make_indicator, publish
from tests.config.admin.visible_text import read
from tests.plan_worlds import PlanWorld, make_plan_world
from tests.target_builders import make_plan, make_target
from tracker.admin.plan_page import PlanPage, TargetRow
from tracker.models import Plan
from tracker.services.calculations import drain_pending_calculations
from tracker.services.targets.overrides import override_verdict
from tracker.services.targets.saving import revise_target

READERS = {Role.ENTRY, Role.REVIEWER, Role.PUBLISHER, Role.VIEWER}


@pytest.fixture
def world(db: None) -> PlanWorld:
    return make_plan_world()


@pytest.fixture
def viewer(client_of: Callable[..., Client]) -> Client:
    return client_of(Role.VIEWER)


def url_of(plan: Plan, query: str = "") -> str:
    return f"/admin/tracker/plan/{plan.pk}/change/?{query}"


def page_of(client: Client, plan: Plan, query: str = "") -> PlanPage:
    return client.get(url_of(plan, query)).context["page"]


def text_of(client: Client, plan: Plan, query: str = "") -> str:
    return client.get(url_of(plan, query)).content.decode()


def rows_of(page: PlanPage, name: str) -> list[TargetRow]:
    return [row for group in page.groups for line in group.lines if line.name == name for row in line.rows]


def names_in(page: PlanPage) -> list[str]:
    return [line.name for group in page.groups for line in group.lines]


def counts(page: PlanPage) -> dict[str, int]:
    return {each.light.words: each.count for each in page.counts}


def test_the_table_prints_as_the_plan_does(world: PlanWorld, viewer: Client) -> None:
    page = page_of(viewer, world.plan)
    assert [(group.title, group.span) for group in page.groups] == [("创新", 1), ("发展", 2), ("绿色", 2)]
    cells = {line.name: line.wording for group in page.groups for line in group.lines}
    assert (cells["发明专利"].base, cells["发明专利"].target, cells["发明专利"].pace) == ("16", "22", "")
    assert (cells["城镇化率"].base, cells["城镇化率"].target, cells["城镇化率"].pace) == ("60", "65", "[5]")
    assert cells["单位能耗降低"].pace == "[20]"
    assert cells["进出口增长"].pace == "稳中提质"
    html = text_of(viewer, world.plan)
    assert '<td class="category" rowspan="2">发展</td>' in html
    assert '<td class="name" rowspan="2">城镇化率</td>' in html


def test_where_a_target_stands_case_c14(world: PlanWorld, viewer: Client) -> None:
    page = page_of(viewer, world.plan)
    [patents] = rows_of(page, "发明专利")
    assert page.of == 2022  # the newest year with a figure
    assert (patents.actual, patents.expected) == ("19.0 件", "18.4 件")
    assert (patents.share_done, patents.share_expected, patents.needed) == ("50.0%", "40.0%", "1.0 件")
    assert (patents.light.sign, patents.light.words) == ("▲", "快于预期")
    assert patents.course == "2020 年 —，2021 年 17.5 件，2022 年 19.0 件"


def test_numbers_are_rounded_half_up_with_the_unit_of_the_form(world: PlanWorld, viewer: Client) -> None:
    page = page_of(viewer, world.plan)
    level, change = rows_of(page, "城镇化率")
    assert level.actual == "61.4%"  # 61.35
    assert level.share_done == "27.0%"  # of the unrounded figure
    assert (level.writing, change.writing) == ("65", "[5]")
    assert level.light.words == change.light.words == "进度滞后"
    assert level.needed == "1.2 个百分点"  # 3.65 ÷ 3
    [energy] = rows_of(page, "单位能耗降低")
    assert energy.actual == "7.94%"  # 1 − 0.96 × 0.959


def test_a_verdict_that_cannot_be_says_why(world: PlanWorld, viewer: Client) -> None:
    [trade] = rows_of(page_of(viewer, world.plan), "进出口增长")
    assert (trade.light.words, trade.note) == ("暂不具备评估条件", "文字表述的目标，该年没有提出具体数值")
    [patents] = rows_of(page_of(viewer, world.plan, "year=2024"), "发明专利")
    assert (patents.actual, patents.note, patents.bar) == ("—", "该年还没有公布数", None)


def test_the_outlook_has_an_interval_and_a_word(world: PlanWorld, viewer: Client) -> None:
    [energy] = rows_of(page_of(viewer, world.plan), "单位能耗降低")
    assert (energy.outlook, energy.outlook_word) == ("—", "基期以来不足三个年度数，不能推算")
    [patents] = rows_of(page_of(viewer, world.plan), "发明专利")
    # 1.5 a year in both years, for three years more
    assert (patents.outlook, patents.outlook_word) == ("23.5 件（23.5 件 至 23.5 件）", "能实现")


def test_drawings_have_words(world: PlanWorld, viewer: Client) -> None:
    html = text_of(viewer, world.plan)
    assert 'role="img" aria-label="完成 50.0%，序时 40.0%"' in html
    assert 'aria-label="2020 年 —，2021 年 17.5 件，2022 年 19.0 件"' in html
    assert "快于预期" in read(html)[0]


@pytest.mark.parametrize(
    ("value", "drawn", "said", "beyond"),
    [("30", "120.0", "233.3%", True), ("10", "0.0", "-100.0%", True), ("22.6", "110.0", "110.0%", False)],
)
def test_a_bar_ends_where_its_scale_does(
    world: PlanWorld, viewer: Client, value: str, drawn: str, said: str, beyond: bool
) -> None:
    publish(figure("PATENTS", "430300", "2023", value, published="2024-01-15"))
    [patents] = rows_of(page_of(viewer, world.plan, "year=2023"), "发明专利")
    assert patents.bar is not None
    assert (patents.bar.done, patents.share_done, patents.bar.beyond) == (drawn, said, beyond)


def test_counts_are_links_that_filter(world: PlanWorld, viewer: Client) -> None:
    page = page_of(viewer, world.plan)
    assert counts(page) == {
        "提前实现": 0,
        "快于预期": 1,
        "基本符合预期": 0,
        "进度滞后": 3,
        "暂不具备评估条件": 1,
    }
    behind = next(each for each in page.counts if each.light.words == "进度滞后")
    filtered = page_of(viewer, world.plan, behind.query)
    assert names_in(filtered) == ["城镇化率", "单位能耗降低"]
    assert counts(filtered) == counts(page)
    [chosen] = [each for each in filtered.counts if each.chosen]
    assert "verdict" not in chosen.query


def test_an_evaluators_verdict_stands_beside_the_computed_one(world: PlanWorld, viewer: Client) -> None:
    override_verdict(target=world.energy, year=2022, verdict="on_course", reason="口径有变", actor=OPERATOR)
    page = page_of(viewer, world.plan)
    [energy] = rows_of(page, "单位能耗降低")
    assert (energy.light.words, energy.computed, energy.override_reason) == ("基本符合预期", "进度滞后", "口径有变")
    assert (page.overridden, counts(page)["基本符合预期"], counts(page)["进度滞后"]) == (1, 1, 2)
    assert "系统判断：进度滞后。口径有变" in text_of(viewer, world.plan)


def test_parts_stand_in_a_table_of_their_own_unless_chosen(world: PlanWorld, viewer: Client) -> None:
    page = page_of(viewer, world.plan)
    [group] = page.parts
    assert (group.title, [line.area for line in group.lines]) == ("发明专利", ["湘潭县"])
    assert "分解到县市区和园区" in text_of(viewer, world.plan)
    chosen = page_of(viewer, world.plan, "area=430321")
    assert (names_in(chosen), chosen.area, list(chosen.parts)) == (["发明专利"], "湘潭县", [])


def test_the_responsible_department_filters(world: PlanWorld, viewer: Client) -> None:
    office = world.patents.indicator.department
    assert office is not None
    page = page_of(viewer, world.plan, f"department={office.pk}")
    assert names_in(page) == ["发明专利"]
    assert sum(counts(page).values()) == 1


def test_a_day_to_look_back_from(world: PlanWorld, viewer: Client) -> None:
    revise_target(
        target=world.patents,
        adopted_on=date(2023, 6, 1),
        document="",
        reason="上调",
        value=Decimal(24),
        base_value=Decimal(16),
        actor=OPERATOR,
    )
    [now] = rows_of(page_of(viewer, world.plan), "发明专利")
    [then] = rows_of(page_of(viewer, world.plan, "year=2022&as_of=2023-05-31"), "发明专利")
    assert (now.share_done, then.share_done) == ("37.5%", "50.0%")
    [before] = rows_of(page_of(viewer, world.plan, "year=2022&as_of=2023-01-14"), "发明专利")
    assert (before.actual, before.light.words) == ("—", "暂不具备评估条件")


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("as_of=xyz", "不是日期"),
        ("year=abc", "有效"),
        ("year=1900", "有效"),
        ("verdict=none", "有效"),
        ("department=abc", "有效"),
        ("area=nowhere", "有效"),
    ],
)
def test_filters_that_make_no_sense_are_answered_in_words(
    world: PlanWorld, viewer: Client, query: str, words: str
) -> None:
    answer = viewer.get(url_of(world.plan, query))
    assert answer.status_code == 200
    assert answer.context["page"] is None
    html = answer.content.decode()
    assert words in html
    assert "没有显示目标" in html
    assert viewer.get(f"/admin/tracker/plan/{world.plan.pk}/table.csv?{query}").status_code == 302


def test_empty_states(world: PlanWorld, viewer: Client) -> None:
    assert "没有这样的目标" in text_of(viewer, make_plan("EMPTY"))
    assert "没有符合筛选条件的目标" in text_of(viewer, world.plan, "verdict=met")


def test_the_file_has_the_rows_of_the_page(world: PlanWorld, viewer: Client) -> None:
    answer = viewer.get(f"/admin/tracker/plan/{world.plan.pk}/table.csv?verdict=ahead")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    header, row = text.splitlines()
    cells = dict(zip(header.split(","), row.split(","), strict=True))
    assert cells["指标"] == "发明专利"
    assert (cells["实际"], cells["完成进度"], cells["系统判断"]) == ("19.0 件", "50.0%", "快于预期")


@pytest.mark.parametrize("role", STAFF_ROLES)
def test_who_may_read_and_who_is_offered_to_edit(
    world: PlanWorld, client_of: Callable[..., Client], role: Role
) -> None:
    client = client_of(role)
    answer = client.get(url_of(world.plan))
    assert answer.status_code == (200 if role in READERS else 403)
    edit = client.get(f"/admin/tracker/plan/{world.plan.pk}/edit/")
    assert edit.status_code == (200 if role == Role.PUBLISHER else 403)
    if role in READERS:
        assert ("修改规划信息" in answer.content.decode()) == (role == Role.PUBLISHER)
        assert client.get("/admin/tracker/plan/0/change/").status_code == 404


def queries_of(client: Client, plan: Plan) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url_of(plan)).status_code == 200
    return len(captured)


def test_the_number_of_queries_does_not_grow_with_the_rows(world: PlanWorld, viewer: Client) -> None:
    queries_of(viewer, world.plan)
    before = queries_of(viewer, world.plan)
    for number in range(5):
        indicator = make_indicator(f"MORE{number}", kind="stock", frequency="year")
        make_target(world.plan, indicator, world.city, "level", base_value="1", value="2")
        publish(figure(f"MORE{number}", "430300", "2022", "1.5"))
    drain_pending_calculations()
    page = page_of(viewer, world.plan)
    assert "MORE4" in names_in(page)
    assert queries_of(viewer, world.plan) == before
