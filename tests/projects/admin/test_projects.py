"""The list of projects and the page of one: who sees them, what they say, and in how many queries."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from indicators.models import Area, AuditEntry
from projects.admin.related import Section, add_section, project_sections
from projects.domain.stages import Stage
from projects.models import Funding, Preliminary, Project
from projects.services.documents import add_document
from projects.services.funding import record_arrival
from projects.services.milestones import add_milestone
from projects.services.stages import change_stage
from tests.builders import TESTER
from tests.project_builders import make_project, plan, report
from tests.return_builders import make_account
from tests.return_pages import signed_in

pytestmark = pytest.mark.django_db
LIST = "/admin/projects/project/"


@pytest.fixture
def bridge(city: Area) -> Project:
    return Project.objects.get(code="P1")


def page_of(project: Project) -> str:
    return f"{LIST}{project.pk}/change/"


def listed(client: Client, query: str = "") -> set[str]:
    answer = client.get(f"{LIST}?{query}", follow=True)
    assert answer.status_code == 200
    return {project.code for project in answer.context["cl"].result_list}


def test_the_list_has_the_projects_inside_the_areas_with_their_light(clerk: Client) -> None:
    assert listed(clerk) == {"P1", "P2"}
    content = clerk.get(LIST).content.decode()
    assert "2025 年 1—9 月" in content
    assert "红灯" in content and "不亮灯" in content


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ("kind=交通", {"P1"}),
        ("light=red", {"P1"}),
        ("light=none", {"P2"}),
        ("light=green", set()),
        ("theme=专项债", {"P2"}),
        ("lead=甲局", {"P2"}),
        ("statistics=no", {"P1"}),
        ("statistics=yes", {"P2"}),
        ("stage__exact=building", {"P1", "P2"}),
        ("q=厂房", {"P2"}),
        ("q=外市", set()),
        ("light=blue", {"P1", "P2"}),
        ("theme=x", {"P1", "P2"}),
        ("area=x", {"P1", "P2"}),
    ],
)
def test_filters(clerk: Client, query: str, codes: set[str]) -> None:
    """What means nothing shows everything, with a sentence."""
    Project.objects.filter(code="P2").update(
        theme="两重；专项债", lead="甲局", statistics_registered_on=date(2025, 1, 1)
    )
    assert listed(clerk, query) == codes


def test_the_csv_has_what_the_list_shows(clerk: Client) -> None:
    answer = clerk.get(f"{LIST}export.csv?kind=交通")
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()  # type: ignore[attr-defined]
    assert [line.split(",")[2] for line in lines] == ["名称", "大桥"]


def test_without_projects_the_list_says_what_to_do(clerk: Client) -> None:
    empty = make_account("entry", Area.objects.create(code="430382", kind="county"), username="empty")
    assert "还没有项目" in signed_in(empty).get(LIST).content.decode()


def test_the_page_shows_corrections_and_what_is_missing(clerk: Client, bridge: Project) -> None:
    report(bridge, "2025-09", "480", "核减")
    Preliminary.objects.create(project=bridge, kind="land", name="用地预审", due_on=date(2025, 1, 1))
    milestone = add_milestone(project=bridge, name="封顶", due_on=date(2025, 6, 30), actor=TESTER)
    page = clerk.get(page_of(bridge)).context["page"]
    assert [(row.invested, row.past) for row in page.months] == [("480", False), ("500", True)]
    assert (page.standing.completion, page.standing.ahead, page.standing.light.name) == (
        "48.0%",
        "滞后 27.0 个百分点",
        "red",
    )
    assert page.missing[0][:2] == ("用地", "用地预审")
    assert {kind for kind, *_ in page.missing[1:]} == {"环评", "能评", "规划", "资金"}
    [(shown, now, first)] = page.milestones
    assert (shown, now, now.startswith("迟 "), first) == (milestone, now, True, now)


def test_the_page_of_a_bare_project_says_what_is_not_there(clerk: Client, city: Area) -> None:
    bare = make_project("P9", city, stage="reserve")
    content = clerk.get(page_of(bare)).content.decode()
    for words in ("还没有月度进度", "还没有年度计划", "还没有资金来源", "还没有节点", "还没有文件", "没有关联指标"):
        assert words in content


def test_the_stage_bar_has_the_days(clerk: Client, city: Area) -> None:
    project = make_project("P9", city, stage="early")
    change_stage(project=project, to_stage=Stage.STARTED, changed_on=date(2025, 3, 1), actor=TESTER)
    marks = clerk.get(page_of(project)).context["page"].stages
    assert [(mark.name, mark.state) for mark in marks[:4]] == [
        ("储备", "done"),
        ("前期", "done"),
        ("开工", "now"),
        ("在建", "ahead"),
    ]
    assert marks[2].day == date(2025, 3, 1)


@pytest.mark.parametrize("role", ["reviewer", "publisher"])
def test_reviewers_and_publishers_keep_projects_too(city: Area, bridge: Project, role: str) -> None:
    client = signed_in(make_account(role, city))
    assert client.get(f"{LIST}{bridge.pk}/edit/").status_code == 200
    assert "变更阶段" in client.get(page_of(bridge)).content.decode()


def test_a_viewer_sees_none(city: Area, bridge: Project) -> None:
    client = signed_in(make_account("viewer", city))
    assert [client.get(address).status_code for address in (LIST, page_of(bridge), f"{LIST}export.csv")] == [403] * 3


def test_outside_the_areas_there_is_nothing(clerk: Client) -> None:
    outside = Project.objects.get(code="OUT")
    addresses = (page_of(outside), f"{LIST}{outside.pk}/edit/", f"{LIST}{outside.pk}/stage/")
    assert [clerk.get(address).status_code for address in addresses] == [404] * 3


def test_adding_and_changing_pass_the_service(clerk: Client, city: Area) -> None:
    given = {"code": "P7", "name": "新桥", "area": city.pk, "stage": "early"}
    assert clerk.post(f"{LIST}add/", given).status_code == 302
    project = Project.objects.get(code="P7")
    changed = {"name": "新大桥", "area": city.pk, "code": "P8"}
    refused = clerk.post(f"{LIST}{project.pk}/edit/", changed)
    assert "修改须写明理由" in refused.content.decode()
    answer = clerk.post(f"{LIST}{project.pk}/edit/", {**changed, "reason": "更名"})
    assert answer["Location"] == page_of(project)
    project.refresh_from_db()
    assert (project.name, project.code, project.stage) == ("新大桥", "P7", "early")
    assert AuditEntry.objects.filter(object_type="project", object_key="P7").count() == 2


def test_numbers_stand_as_they_were_typed(clerk: Client, city: Area) -> None:
    project = make_project("P7", city, total_investment=Decimal("120001.50"))
    here = f"{LIST}{project.pk}/edit/"
    assert 'value="120001.5"' in clerk.get(here).content.decode()
    given = {"name": "x", "area": city.pk, "reason": "改"}
    for wrong in ({"total_investment": "1e5"}, {"total_investment": "-1"}, {"longitude": "112"}, {"latitude": "91"}):
        assert clerk.post(here, {**given, **wrong}).status_code == 200
    assert clerk.post(here, {**given, "total_investment": "0"}).status_code == 302
    project.refresh_from_db()
    assert project.total_investment == 0


def test_an_area_of_others_is_not_offered(clerk: Client) -> None:
    foreign = Area.objects.get(code="430100")
    answer = clerk.post(f"{LIST}add/", {"code": "P7", "name": "x", "area": foreign.pk, "stage": "early"})
    assert answer.status_code == 200
    assert not Project.objects.filter(code="P7").exists()


def test_sections_of_others_are_shown(clerk: Client, bridge: Project) -> None:
    def section(project: Project, user: object) -> Section | None:
        return Section("别的事项", "admin/projects/project/heading.html", {"title": "x"})

    add_section(section)
    add_section(section)
    try:
        content = clerk.get(page_of(bridge)).content.decode()
    finally:
        project_sections.makers.remove(section)
    assert content.count('aria-label="别的事项"') == 1


def fill(project: Project, count: int) -> None:
    for number in range(count):
        report(project, f"2025-{number + 1:02}", f"{number}00")
        plan(project, "100", f"2025-03-{number + 1:02}")
        Preliminary.objects.create(project=project, kind="procedure", name=f"事项{number}")
        add_milestone(project=project, name=f"节点{number}", due_on=date(2025, 6, 30), actor=TESTER)
        add_document(project=project, title=f"文件{number}", actor=TESTER)
        funding = Funding.objects.create(project=project, source=f"来源{number}", planned=Decimal(10))
        record_arrival(funding=funding, arrived_on=date(2025, 3, 1), amount=Decimal(1), actor=TESTER)


def test_the_number_of_queries_does_not_grow(clerk: Client, city: Area, bridge: Project) -> None:
    def queries(address: str) -> int:
        with CaptureQueriesContext(connection) as caught:
            assert clerk.get(address).status_code == 200
        return len(caught)

    fill(bridge, 1)
    addresses = (LIST, page_of(bridge))
    few = [[queries(address), queries(address)][1] for address in addresses]
    for number in range(12):
        report(make_project(f"Y{number:02}", city), "2025-09", "5")
    clean = make_project("Z", city)
    fill(clean, 6)
    assert [queries(LIST), queries(page_of(clean))] == few
