"""The bulletins of the demo: what `make run` can make at once, and the claims of the commission."""

import pytest

from config.launcher.demo_bulletins import create_demo_bulletins, issue_demo_dispatch
from config.launcher.demo_projects import create_demo_projects
from indicators.choices import Role
from indicators.services.packages.load import load_package
from tests.builders import TESTER
from tests.return_builders import make_account
from tracker.choices import RunState
from tracker.domain.bulletins.document import text_of
from tracker.domain.bulletins.storage import document_from_json
from tracker.models import Bulletin, BulletinDefinition
from tracker.queries.bulletins.access import outdated
from tracker.services.bulletins.running import perform_run, request_run
from tracker.services.bulletins.scheduled import run_scheduled_bulletin
from tracker.services.bulletins.verifying import bulletin_differences
from tracker.services.calculations import calculate_everything

pytestmark = pytest.mark.django_db


@pytest.fixture
def bulletins(demo):
    load_package(directory=demo.parent / "xiangtan-claims", actor=TESTER)
    calculate_everything()
    make_account(Role.VIEWER, username="viewer")
    assert create_demo_bulletins(actor=TESTER) == 4


@pytest.mark.parametrize(("code", "period"), [("hunan-cities", "2015-Q4"), ("shaoyang-counties", "2025-Q3")])
def test_those_that_can_be_made_at_once(bulletins, code, period):
    definition = BulletinDefinition.objects.get(code=code)
    run = perform_run(pk=request_run(definition=definition, period=period, actor=TESTER).pk)
    assert (run.state, run.refusals) == (RunState.DONE, [])
    assert not list(bulletin_differences())


def test_the_claims_come_out_of_the_scheduled_one(bulletins):
    definition = BulletinDefinition.objects.get(code="xiangtan-claims")
    assert definition.periodic_task.enabled
    run = run_scheduled_bulletin(definition=definition.pk)
    assert (run.state, run.period, run.refusals) == (RunState.DONE, "2024-Q2", [])
    page = bytes(run.bulletin.files.get(format="html").content).decode()
    text = page.replace("</span>", "").split("<body>")[1]
    text = "".join(part.split(">", 1)[-1] for part in text.split("<span"))
    assert "地区生产总值（演示数据）三年平均增长5.7%" in text
    assert "固定资产投资（演示数据）三年平均增长7.7%，居同类市州（演示数据）第3位，列三甲" in text
    assert "增速居全省14市州第1位，列三甲，处于第一方阵" in text
    assert run_scheduled_bulletin(definition=definition.pk) is None


@pytest.mark.usefixtures("bulletins")
def test_projects_and_land_are_issued(demo):
    for package in ("evaluation", "projects"):
        load_package(directory=demo.parent / package, actor=TESTER)
    create_demo_projects(actor=TESTER)
    for role in (Role.REVIEWER, Role.PUBLISHER):
        make_account(role)
    bulletin = issue_demo_dispatch(actor=TESTER)
    assert (bulletin.state, bulletin.period, bulletin.issued_by.username) == ("issued", "2026-09", "publisher")
    assert bulletin.title == "2026年1—9月湘潭市重点项目进度和盘活存量土地通报（演示数据）"
    document = document_from_json(bulletin.content.document)
    assert [text_of(each.title) for each in document.sections] == [
        "重点项目进度（演示数据）",
        "盘活存量土地（演示数据）",
    ]
    assert all(each.blocks for each in document.sections)
    assert text_of(document.notes[-1].parts).startswith("演示数据：")
    assert bulletin.gaps == ["项目进度：2026-09 没有填报的有演示项目08号·数字产业楼宇"]
    assert not list(bulletin_differences())
    assert not outdated(Bulletin.objects.all()).exists()
