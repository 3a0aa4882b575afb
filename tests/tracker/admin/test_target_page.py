"""The page of a target: every year with its figures, formulas, rules, revisions and overrides; who sees what."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from indicators.choices import Role
from indicators.models import Observation
from tests.admin_clients import OPERATOR, STAFF_ROLES
from tests.builders import figure, publish
from tests.plan_worlds import PlanWorld, make_plan_world
from tracker.admin.target_page import TargetPage, YearLine
from tracker.models import Target
from tracker.services.targets.overrides import override_verdict
from tracker.services.targets.saving import repeal_target, revise_target

READERS = {Role.ENTRY, Role.REVIEWER, Role.PUBLISHER, Role.VIEWER}


@pytest.fixture
def world(db: None) -> PlanWorld:
    return make_plan_world()


@pytest.fixture
def viewer(client_of: Callable[..., Client]) -> Client:
    return client_of(Role.VIEWER)


def url_of(target: Target) -> str:
    return f"/admin/tracker/target/{target.pk}/change/"


def page_of(client: Client, target: Target) -> TargetPage:
    return client.get(url_of(target)).context["page"]


def year_of(page: TargetPage, year: int) -> YearLine:
    return next(each for each in page.years if each.year == year)


def revised(target: Target, value: str = "24") -> Target:
    return revise_target(
        target=target,
        adopted_on=date(2023, 6, 1),
        document="潭政发1号",
        reason="上调",
        value=Decimal(value),
        base_value=target.base_value,
        actor=OPERATOR,
    )


def test_every_year_with_the_figures_it_rests_on(world: PlanWorld, viewer: Client) -> None:
    page = page_of(viewer, world.patents)
    assert [each.year for each in page.years] == [2021, 2022, 2023, 2024, 2025]
    second = year_of(page, 2022)
    assert (second.actual, second.expected) == ("19.0 件", "18.4 件")
    assert (second.share_done, second.needed) == ("50.0%", "1.0 件")
    [source] = second.sources
    observation = Observation.objects.get(indicator__code="PATENTS", area__code="430300", period="2022")
    assert source.url == f"/admin/indicators/observation/{observation.pk}/change/"
    assert (source.words, source.vintage, source.published) == ("19.0 件", "快报/初步核算", "2023-01-15")
    assert viewer.get(source.url).status_code == 200
    third = year_of(page, 2023)
    assert (list(third.sources), third.light.words, third.note) == ([], "暂不具备评估条件", "该年还没有公布数")


def test_wording_form_formulas_and_rules(world: PlanWorld, viewer: Client) -> None:
    page = page_of(viewer, world.energy)
    assert (page.wording.pace, page.form, page.state) == ("[20]", "累计下降（逐年连乘）", "现行")
    formulas = {name: symbols for name, _, symbols in page.formulas}
    assert formulas["应达到"] == "1 − (1 − K)^(t/n)"
    assert formulas["判断"] == "完成进度 ÷ 序时进度"
    html = viewer.get(url_of(world.energy)).content.decode()
    assert "不低于 1.05 为快于预期" in html
    assert "没有另设评估标准" in html


def test_a_ratio_rests_on_its_inputs_and_a_relation_on_its_reference(world: PlanWorld, viewer: Client) -> None:
    from_reference = Target.objects.get(pk=world.trade.pk)
    from_reference.pk, from_reference.form, from_reference.text = None, "over", ""
    from_reference.reference = world.patents.indicator
    from_reference.save()
    publish(
        figure("TRADE", "430300", "2022", growth="6", published="2023-01-15"),
        figure("PATENTS", "430300", "2022", "19", "5", published="2023-02-15"),
    )
    line = year_of(page_of(viewer, from_reference), 2022)
    assert [each.words for each in line.sources] == ["增速 6.0%", "参照19.0 件，增速 5.0%"]
    assert line.light.words == "基本符合预期"


def test_revisions_stay_with_day_document_and_reason(world: PlanWorld, viewer: Client) -> None:
    new = revised(world.patents)
    page = page_of(viewer, new)
    assert [(each.adopted, each.wording, each.state) for each in page.revisions] == [
        ("2023-06-01", "24", "现行"),
        ("一直有效", "22", "已修订"),
    ]
    assert (page.revisions[0].document, page.revisions[0].reason) == ("潭政发1号", "上调")
    old = page_of(viewer, world.patents)
    assert (old.state, old.in_force_url) == ("已修订", url_of(new))
    assert year_of(old, 2022).share_done == "50.0%"
    assert year_of(page, 2022).share_done == "37.5%"


def test_a_repealed_target_has_no_verdicts(world: PlanWorld, viewer: Client) -> None:
    gone = repeal_target(
        target=world.patents, adopted_on=date(2023, 6, 1), document="", reason="不再考核", actor=OPERATOR
    )
    page = page_of(viewer, gone)
    assert (page.state, list(page.years), page.revisions[0].wording) == ("已取消", [], "取消目标")
    assert page_of(viewer, world.patents).state == "已取消"


def test_both_verdicts_and_every_override_are_shown(world: PlanWorld, viewer: Client) -> None:
    for verdict, reason in (("behind", "待核实"), ("", "已核实")):
        override_verdict(target=world.patents, year=2022, verdict=verdict, reason=reason, actor=OPERATOR)
        if verdict:
            line = year_of(page_of(viewer, world.patents), 2022)
            assert (line.light.words, line.computed) == ("进度滞后", "快于预期")
    page = page_of(viewer, world.patents)
    assert [(each.verdict, each.reason) for each in page.overrides] == [("取消改判", "已核实"), ("进度滞后", "待核实")]
    assert year_of(page, 2022).computed == ""


@pytest.mark.parametrize("role", STAFF_ROLES)
def test_who_may_read_and_who_is_offered_steps(world: PlanWorld, client_of: Callable[..., Client], role: Role) -> None:
    answer = client_of(role).get(url_of(world.patents))
    assert answer.status_code == (200 if role in READERS else 403)
    if role in READERS:
        labels = [label for label, _, _ in answer.context["steps"]]
        assert labels == (["修订", "取消目标", "改判", "删除"] if role == Role.PUBLISHER else [])


def test_the_steps_follow_the_state(world: PlanWorld, client_of: Callable[..., Client]) -> None:
    override_verdict(target=world.patents, year=2022, verdict="behind", reason="待核实", actor=OPERATOR)
    revised(world.patents)
    client = client_of(Role.PUBLISHER)
    labels = [label for label, _, _ in client.get(url_of(world.patents)).context["steps"]]
    assert labels == ["改判", "取消改判", "删除"]


def queries_of(client: Client, target: Target) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url_of(target)).status_code == 200
    return len(captured)


def test_the_number_of_queries_does_not_grow_with_years_and_revisions(world: PlanWorld, viewer: Client) -> None:
    queries_of(viewer, world.patents)
    before = queries_of(viewer, world.patents)
    publish(*(figure("PATENTS", "430300", str(year), "20", published="2026-01-15") for year in (2023, 2024, 2025)))
    revised(world.patents)
    assert len(page_of(viewer, world.patents).revisions) == 2
    assert queries_of(viewer, world.patents) == before
