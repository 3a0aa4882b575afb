"""The steps of a target: what each does, what is refused and where the words stand."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from indicators.choices import Role
from indicators.models import AuditEntry
from tests.admin_clients import OPERATOR, STAFF_ROLES
from tests.plan_worlds import PlanWorld, make_plan_world
from tracker.models import Target, VerdictOverride
from tracker.services.targets.overrides import override_verdict
from tracker.services.targets.saving import revise_target

STEPS = ("revise", "repeal", "override", "lift", "delete")


@pytest.fixture
def world(db: None) -> PlanWorld:
    return make_plan_world()


@pytest.fixture
def publisher(client_of: Callable[..., Client]) -> Client:
    return client_of(Role.PUBLISHER)


def url_of(target: Target, step: str) -> str:
    return f"/admin/tracker/target/{target.pk}/{step}/"


def errors_of(client: Client, target: Target, step: str, data: dict[str, str]) -> dict[str, list[str]]:
    answer = client.post(url_of(target, step), data)
    assert answer.status_code == 200
    return answer.context["form"].errors


def test_a_revision_is_a_further_row(world: PlanWorld, publisher: Client) -> None:
    data = {"value": "24", "base_value": "16", "adopted_on": "2023-06-01", "document": "1号", "reason": "上调"}
    answer = publisher.post(url_of(world.patents, "revise"), data)
    new = Target.objects.get(indicator__code="PATENTS", area__code="430300", adopted_on=date(2023, 6, 1))
    assert answer.headers["Location"] == f"/admin/tracker/target/{new.pk}/change/"
    assert (new.value, new.document, new.reason) == (Decimal(24), "1号", "上调")
    world.patents.refresh_from_db()
    assert world.patents.value == Decimal(22)
    assert AuditEntry.objects.filter(object_type="target", reason="上调", actor_name="publisher").count() == 1


def test_the_form_starts_from_the_newest_row(world: PlanWorld, publisher: Client) -> None:
    revise_target(
        target=world.patents,
        adopted_on=date(2023, 6, 1),
        document="",
        reason="上调",
        value=Decimal("24.50"),
        actor=OPERATOR,
    )
    form = publisher.get(url_of(world.patents, "revise")).context["form"]
    assert form.initial["value"] == "24.5"
    errors = errors_of(
        publisher,
        world.patents,
        "revise",
        {"value": "25", "adopted_on": "2023-05-01", "document": "2号", "reason": "再上调"},
    )
    assert errors["adopted_on"] == ["须晚于最近一次通过日期 2023-06-01"]


@pytest.mark.parametrize(
    ("data", "field", "words"),
    [
        ({"value": ""}, "value", "这种形式须有目标值"),
        ({"value": "1e3"}, "value", "不是普通的十进制数"),
        ({"reason": ""}, "reason", "必填"),
        ({"reason": "   "}, "reason", "必填"),
        ({"adopted_on": "x"}, "adopted_on", "有效的日期"),
        ({"adopted_on": "9999-12-31"}, "adopted_on", "不能晚于今天"),
        ({"document": ""}, "document", "必填"),
    ],
)
def test_a_revision_is_refused_at_its_field(
    world: PlanWorld, publisher: Client, data: dict[str, str], field: str, words: str
) -> None:
    whole = {"value": "24", "adopted_on": "2023-06-01", "document": "1号", "reason": "上调", **data}
    errors = errors_of(publisher, world.patents, "revise", whole)
    assert words in errors[field][0]
    assert Target.objects.filter(indicator__code="PATENTS", area__code="430300").count() == 1


def test_words_have_no_value_to_revise(world: PlanWorld, publisher: Client) -> None:
    form = publisher.get(url_of(world.trade, "revise")).context["form"]
    assert set(form.fields) == {"text", "adopted_on", "document", "reason"}
    assert errors_of(publisher, world.trade, "revise", {"adopted_on": "2023-06-01", "document": "1号", "reason": "改"})[
        "text"
    ]


def test_a_target_is_taken_away_and_may_come_back(world: PlanWorld, publisher: Client) -> None:
    publisher.post(
        url_of(world.patents, "repeal"), {"adopted_on": "2023-06-01", "document": "1号", "reason": "不再考核"}
    )
    gone = Target.objects.get(adopted_on=date(2023, 6, 1))
    assert gone.is_repealed
    for step in ("repeal", "override", "lift"):
        assert publisher.get(url_of(gone, step)).status_code == 404
    publisher.post(
        url_of(gone, "revise"), {"value": "20", "adopted_on": "2023-09-01", "document": "2号", "reason": "恢复"}
    )
    assert Target.objects.get(adopted_on=date(2023, 9, 1)).value == Decimal(20)


def test_an_evaluator_says_otherwise_and_takes_it_back(world: PlanWorld, publisher: Client) -> None:
    data = {"year": "2022", "verdict": "behind", "reason": "待核实"}
    answer = publisher.post(url_of(world.patents, "override"), data)
    assert answer.headers["Location"] == f"/admin/tracker/target/{world.patents.pk}/change/"
    said = VerdictOverride.objects.get(target=world.patents)
    assert (said.verdict, said.computed, said.made_by) == ("behind", "ahead", "publisher")
    assert "与现在的改判相同" in errors_of(publisher, world.patents, "override", data)["verdict"][0]
    publisher.post(url_of(world.patents, "lift"), {"year": "2022", "reason": "已核实"})
    assert [each.verdict for each in VerdictOverride.objects.order_by("pk")] == ["behind", ""]


def test_the_computed_verdict_is_no_other_verdict(world: PlanWorld, publisher: Client) -> None:
    data = {"year": "2022", "verdict": "ahead", "reason": "x"}
    assert "与系统判断相同" in errors_of(publisher, world.patents, "override", data)["verdict"][0]
    assert errors_of(publisher, world.patents, "override", {**data, "year": "2020"})["year"]
    assert errors_of(publisher, world.patents, "lift", {"year": "2022", "reason": "x"})["year"]
    assert not VerdictOverride.objects.exists()


def test_what_was_entered_by_mistake_is_deleted_with_a_reason(world: PlanWorld, publisher: Client) -> None:
    assert errors_of(publisher, world.part, "delete", {"reason": ""})["reason"]
    answer = publisher.post(url_of(world.part, "delete"), {"reason": "录错"})
    assert answer.headers["Location"] == f"/admin/tracker/plan/{world.plan.pk}/change/"
    assert not Target.objects.filter(pk=world.part.pk).exists()


def test_what_an_override_rests_on_is_not_deleted(world: PlanWorld, publisher: Client) -> None:
    override_verdict(target=world.patents, year=2022, verdict="behind", reason="待核实", actor=OPERATOR)
    errors = errors_of(publisher, world.patents, "delete", {"reason": "录错"})
    assert "有改判，不能删除" in str(errors)
    assert Target.objects.filter(pk=world.patents.pk).exists()


@pytest.mark.parametrize("role", STAFF_ROLES)
@pytest.mark.parametrize("step", STEPS)
def test_only_publishers_take_steps(world: PlanWorld, client_of: Callable[..., Client], role: Role, step: str) -> None:
    client = client_of(role)
    assert client.get(url_of(world.patents, step)).status_code == (200 if role == Role.PUBLISHER else 403)
    if role == Role.PUBLISHER:
        assert client.get(f"/admin/tracker/target/0/{step}/").status_code == 404
