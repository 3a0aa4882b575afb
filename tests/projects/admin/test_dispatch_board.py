"""重点项目调度: the head line, lights, what fell behind on top, groups, places, filters and CSV."""

from decimal import Decimal

import pytest
from django.test import Client

from indicators.models import Area
from projects.models import DispatchRule, Project, ProjectIssue
from tests.builders import make_area
from tests.plan_pages import text_of
from tests.project_builders import make_project, plan, report
from tests.return_builders import make_account
from tests.return_pages import signed_in

URL = "/admin/projects/projectprogress/dispatch/"
CSV = f"{URL}table.csv"


@pytest.fixture
def board(city: Area) -> Area:
    """In October P1 has 629 of 1000 and P3 790 after 800; P2 has nothing."""
    county = make_area("430321", kind="county", parent=city, name="湘潭县")
    late = make_project("P3", county, name="管网", kind="交通", theme="两重；专项债", lead="住建局")
    plan(late, "1000")
    for period, invested in (("2025-09", "800"), ("2025-10", "790")):
        report(late, period, invested, "核减")
    report(Project.objects.get(code="P1"), "2025-10", "629")
    return city


def test_the_board_of_a_month(clerk: Client, board: Area) -> None:
    shown = text_of(clerk.get(URL, {"month": "2025-10"}))
    assert "调度数（形象进度投资），不是统计投资" in shown
    assert "项目 3 个 年度计划 3000.00 累计完成 1419.00 完成率 47.3% 序时进度 83.3% 超序时进度 -36.0" in shown
    assert "投资完成率 47.3% 完成 1419 ÷ 计划 3000" in shown
    assert "较上月退后（1）" in shown
    assert "管网 湘潭县 -4.3 由绿灯转为黄灯；超序时进度由 5.0 变为 -4.3 个百分点，回落 9.3 个百分点" in shown
    assert "2025 年至 2025-10 没有填报" in shown
    assert "外市项目" not in shown
    assert "不低于 0 个百分点为绿灯，低于 0、不低于 -5 为黄灯" in shown


def test_counties_have_places_and_groups_have_sums(clerk: Client, board: Area) -> None:
    shown = text_of(clerk.get(URL, {"month": "2025-10"}))
    assert "县市区位次（1 个有数）" in shown
    assert "1 湘潭县 79.0%" in shown
    assert "名称 项目 年度计划 累计完成 投资完成率 超序时 开工率 资金到位率 按期竣工率 亮灯" in shown
    assert "交通 2 2000.00 1419.00 71.0% -12.4 — — —" in shown
    assert "专项债 1" in shown


def test_the_lights_follow_the_rule_in_force(clerk: Client, board: Area) -> None:
    DispatchRule.objects.create(valid_from="2025-10-01", green_from=Decimal("-4.5"), yellow_from=Decimal(-30))
    DispatchRule.objects.create(valid_from="2025-11-01", green_from=Decimal(50), yellow_from=Decimal(40))
    shown = text_of(clerk.get(URL, {"month": "2025-10", "light": "green"}))
    assert "各项目（1）" in shown
    assert "不低于 -4.5 个百分点为绿灯" in shown


FILTERS = [
    ({"kind": "产业"}, 1),
    ({"theme": "专项债"}, 1),
    ({"lead": "住建局"}, 1),
    ({"area": "430321"}, 1),
    ({"kind": "无"}, 0),
    ({"light": "red"}, 1),
]


@pytest.mark.parametrize(("chosen", "number"), FILTERS)
def test_filters(clerk: Client, board: Area, chosen: dict[str, str], number: int) -> None:
    assert f"各项目（{number}）" in text_of(clerk.get(URL, {"month": "2025-10", **chosen}))


def test_an_area_outside_is_not_found(clerk: Client, board: Area) -> None:
    assert clerk.get(URL, {"area": "430100"}).status_code == 404


def test_issues_that_are_open_now_count(clerk: Client, board: Area) -> None:
    fields = {"project": Project.objects.get(code="P3"), "owner": "住建局", "due_on": "2025-12-31"}
    for raised_on, resolved_on in (("2025-09-01", None), ("2025-11-01", None), ("2025-09-01", "2025-10-31")):
        ProjectIssue.objects.create(title="征拆", raised_on=raised_on, resolved_on=resolved_on, **fields)
    lines = clerk.get(CSV, {"month": "2025-10", "lead": "住建局"}).getvalue().decode().splitlines()
    assert dict(zip(lines[0].split(","), lines[1].split(","), strict=True))["目前未办结问题"] == "2"


def test_the_file_says_what_it_is(clerk: Client, board: Area) -> None:
    answer = clerk.get(CSV, {"month": "2025-10"})
    header, *rows = answer.getvalue().decode().splitlines()
    assert "调度数即形象进度投资，不是统计投资" in header
    assert len(rows) == 3
    assert "79.000000,83.333333,-4.333333,-9.333333,黄灯" in rows[0]


def test_the_number_of_queries_does_not_grow(clerk: Client, board: Area, django_assert_max_num_queries: object) -> None:
    clerk.get(URL, {"month": "2025-10"})
    for number in range(15):
        project = make_project(f"M{number}", board, kind="更多")
        plan(project, "10")
        report(project, "2025-10", "9")
    with django_assert_max_num_queries(45):  # type: ignore[operator]
        assert "各项目（18）" in text_of(clerk.get(URL, {"month": "2025-10"}))


def test_a_viewer_sees_no_board(city: Area) -> None:
    assert signed_in(make_account("viewer", city)).get(URL).status_code == 403
