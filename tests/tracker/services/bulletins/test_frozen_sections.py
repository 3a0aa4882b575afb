"""The sections 项目进度 and 盘活存量土地: printed from a record in the bulletin, computed again from it at verify."""

import pytest
from django.core.exceptions import ValidationError

from indicators.models import Area
from projects.models import Project
from tests.builders import TESTER, make_area, make_group, make_indicator
from tests.project_builders import dispose, make_parcel, make_project, plan, report
from tracker.choices import RunState, SectionKind
from tracker.domain.bulletins.document import Paragraph, Table, text_of
from tracker.domain.bulletins.storage import document_from_json
from tracker.models import Bulletin, BulletinDefinition, BulletinSection
from tracker.services.bulletins.definitions import save_definition, save_section
from tracker.services.bulletins.running import perform_run, request_run
from tracker.services.bulletins.verifying import bulletin_differences

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> Area:
    return make_area("430300", kind="city", name="湘潭市")


@pytest.fixture
def park(city: Area) -> Area:
    return make_area("P01", parent=city, name="高新区")


@pytest.fixture
def projects(park: Area) -> list[Project]:
    """In October 629 and 790 of 1000 each, the second after 800; a project of another city."""
    outside = make_project("OUT", make_area("430100", kind="city"), name="外市项目")
    found = [make_project(code, park, name=name, kind="交通") for code, name in (("P1", "大桥"), ("P2", "管网"))]
    for project in (*found, outside):
        plan(project, "1000")
    for project, september, october in ((found[0], "500", "629"), (found[1], "800", "790"), (outside, "1", "2")):
        report(project, "2025-09", september)
        report(project, "2025-10", october, "核减")
    return found


def define(city: Area, kind: SectionKind) -> BulletinDefinition:
    definition = BulletinDefinition(
        code="dispatch",
        title="{期别}通报",
        office="发改委",
        peer_group=make_group("cities", city),
        frequency="month",
        focus_area=city,
    )
    save_definition(definition=definition, actor=TESTER)
    save_section(section=BulletinSection(definition=definition, kind=kind), actor=TESTER)
    return definition


def make(definition: BulletinDefinition, period: str = "2025-10") -> Bulletin:
    run = perform_run(pk=request_run(definition=definition, period=period, actor=TESTER).pk)
    assert run.state == RunState.DONE, run.refusals
    assert run.bulletin is not None
    return run.bulletin


def printed(bulletin: Bulletin) -> tuple[str, list[str], list[list[str]]]:
    """The title, the paragraphs and the rows of all tables."""
    [section] = document_from_json(bulletin.content.document).sections
    paragraphs = [text_of(each.parts) for each in section.blocks if isinstance(each, Paragraph)]
    tables = [each for each in section.blocks if isinstance(each, Table)]
    return text_of(section.title), paragraphs, [[text_of(c) for c in row.cells] for each in tables for row in each.rows]


def test_projects_are_printed_with_what_they_are(city: Area, projects: list[Project]) -> None:
    title, said, rows = printed(make(define(city, SectionKind.PROJECTS)))
    assert title == "项目进度"
    assert said == [
        (
            "截至2025年10月底，2个项目年度计划投资2000.00万元，累计完成1419.00万元，完成率71.0%，慢于序时进度12.4个百分点。"
            "以上为调度数（形象进度投资），不是统计投资。"
        ),
        (
            "开工率—（没有计划新开工的项目），投资完成率71.0%，资金到位率—（没有登记计划资金），"
            "按期竣工率—（2025 年至 2025-10 没有应竣工的项目）。"
        ),
        "较上月退后的项目1个：管网（慢于序时进度4.3个百分点）。",
    ]
    assert rows == [
        ["交通", "2", "2000.00", "1419.00", "71.0", "-12.4"],
        ["高新区", "2", "2000.00", "1419.00", "71.0", "-12.4"],
        ["1", "高新区", "71.0"],
    ]
    assert list(bulletin_differences()) == []


def test_a_later_correction_leaves_the_bulletin_and_its_recomputation(city: Area, projects: list[Project]) -> None:
    bulletin = make(define(city, SectionKind.PROJECTS))
    before = printed(bulletin)
    report(projects[0], "2025-10", "900", "更正")
    plan(projects[0], "500", "2025-10-20")
    assert printed(Bulletin.objects.get(pk=bulletin.pk)) == before
    assert list(bulletin_differences()) == []


def test_a_record_that_was_changed_is_found(city: Area, projects: list[Project]) -> None:
    content = make(define(city, SectionKind.PROJECTS)).content
    [record] = content.recipe["dispatch"].values()
    record["projects"][0]["reported"][-1][1] = "999"
    content.save(update_fields=["recipe"])
    assert list(bulletin_differences())


def test_projects_without_a_figure_of_the_month_are_a_gap(city: Area, projects: list[Project]) -> None:
    run = perform_run(pk=request_run(definition=define(city, SectionKind.PROJECTS), period="2025-11", actor=TESTER).pk)
    assert (run.state, run.refusals) == (
        RunState.REFUSED,
        [["no_progress", "项目进度：2025-11 没有填报的有大桥、管网"]],
    )


def test_ledgers_stand_beside_each_other(city: Area, park: Area) -> None:
    first, idle = make_parcel("L1", park, "120.5"), make_parcel("L2", park, "80", ledger="idle")
    dispose(first, "60")
    dispose(first, "20.25", "2025-04-01", mode="政策赋能/收储")
    dispose(first, "-5", "2025-05-01")
    dispose(idle, "8")
    dispose(first, "1", "2025-12-01")
    dispose(make_parcel("OUT", make_area("430100", kind="city")), "50")
    title, said, rows = printed(make(define(city, SectionKind.LAND)))
    assert title == "盘活存量土地"
    assert said == [
        "截至2025年10月31日，园区低效用地1宗、120.50亩，已盘活75.25亩，其中增产扩资55.00亩、政策赋能20.25亩。",
        "截至2025年10月31日，闲置土地1宗、80.00亩，已盘活8.00亩，其中增产扩资8.00亩。",
        "各台账分别统计，不相加。",
    ]
    assert rows == [["高新区", "1", "120.50", "75.25"], ["高新区", "1", "80.00", "8.00"]]
    assert list(bulletin_differences()) == []


@pytest.mark.parametrize("kind", [SectionKind.PROJECTS, SectionKind.LAND])
def test_without_rows_it_is_refused(city: Area, kind: SectionKind) -> None:
    run = perform_run(pk=request_run(definition=define(city, kind), period="2025-10", actor=TESTER).pk)
    assert run.state == RunState.REFUSED
    assert run.refusals[0][0] in ("no_projects", "no_parcels")


@pytest.mark.parametrize("kind", [SectionKind.PROJECTS, SectionKind.LAND])
def test_they_take_no_indicator(city: Area, kind: SectionKind) -> None:
    section = BulletinSection(definition=define(city, kind), kind=kind, indicator=make_indicator("GDP"))
    with pytest.raises(ValidationError, match="不选指标"):
        save_section(section=section, actor=TESTER)
