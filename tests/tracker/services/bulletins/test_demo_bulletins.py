"""The bulletins of the demo: what `make run` can make at once, and the claims of the commission."""

import pytest

from config.launcher.demo_bulletins import create_demo_bulletins
from indicators.choices import Role
from indicators.services.packages.load import load_package
from tests.builders import TESTER
from tests.return_builders import make_account
from tracker.choices import RunState
from tracker.models import BulletinDefinition
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
    assert create_demo_bulletins(actor=TESTER) == 3


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
