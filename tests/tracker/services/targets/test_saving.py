"""Targets are never overwritten: revisions, repeals, refusals, and what answers for the time before."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from indicators.models import Area, AuditEntry, Indicator
from tests.builders import TESTER, figure, make_area, make_indicator, publish
from tests.target_builders import make_plan, make_target, make_yearly_target
from tracker.models import Plan, Target
from tracker.queries.targets.in_force import targets_in_force
from tracker.services.calculations import drain_pending_calculations
from tracker.services.targets.overrides import override_verdict
from tracker.services.targets.saving import delete_target, repeal_target, revise_target, save_plan, save_target

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> Area:
    return make_area("430300", kind="city")


@pytest.fixture
def rate() -> Indicator:
    return make_indicator("RATE", kind="rate", frequency="year", decimals=1)


@pytest.fixture
def plan() -> Plan:
    return make_plan()


@pytest.fixture
def target(plan: Plan, rate: Indicator, city: Area) -> Target:
    return make_target(plan, rate, city, "level", base_value="60", value="65", adopted_on="2021-03-01")


def refusal_of(**fields: object) -> str:
    with pytest.raises(ValidationError) as refused:
        save_target(target=Target(**fields), actor=TESTER)  # type: ignore[arg-type]
    return "；".join(refused.value.messages)


def test_a_revision_counts_from_its_day(target: Target, plan: Plan) -> None:
    revised = revise_target(
        target=target,
        adopted_on=date(2023, 6, 1),
        document="湘政发〔2023〕1号",
        reason="中期调整",
        value=Decimal(66),
        base_value=Decimal(60),
        actor=TESTER,
    )
    assert targets_in_force(plan, date(2023, 5, 31)) == [target]
    assert targets_in_force(plan, date(2023, 6, 1)) == [revised]
    assert targets_in_force(plan, date(2021, 2, 28)) == []
    assert revised.position == target.position
    entry = AuditEntry.objects.filter(object_type="target").latest("pk")
    assert (entry.object_key, entry.reason) == ("P145/RATE/430300/level/value/2023-06-01", "中期调整")


def test_a_repeal_ends_a_target(target: Target, plan: Plan) -> None:
    repeal_target(target=target, adopted_on=date(2024, 1, 1), document="", reason="不再考核", actor=TESTER)
    assert targets_in_force(plan, date(2023, 12, 31)) == [target]
    assert targets_in_force(plan, date(2024, 1, 1)) == []


@pytest.mark.parametrize(
    ("adopted_on", "reason", "said"),
    [
        (date(2021, 3, 1), "调整", "须晚于最近一次通过日期 2021-03-01"),
        (date(2023, 1, 1), " ", "须写明理由"),
        (date(9999, 12, 31), "调整", "不能晚于今天"),
    ],
)
def test_a_revision_needs_a_reason_and_a_later_day(target: Target, adopted_on: date, reason: str, said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        revise_target(target=target, adopted_on=adopted_on, document="", reason=reason, value=Decimal(66), actor=TESTER)


def test_the_numbers_of_a_stored_target_stay(target: Target) -> None:
    target.value = Decimal(70)
    with pytest.raises(ValidationError, match="修订"):
        save_target(target=target, actor=TESTER)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE tracker_target SET value = 70")
    target.refresh_from_db()
    assert target.value == 65
    target.note = "改了说明"
    save_target(target=target, actor=TESTER)
    assert Target.objects.get().note == "改了说明"


def test_a_target_by_mistake_is_deleted_unless_something_rests_on_it(target: Target, plan: Plan) -> None:
    publish(figure("RATE", "430300", "2022", "61"))
    drain_pending_calculations()
    override_verdict(target=target, year=2022, verdict="on_course", reason="统计口径变化", actor=TESTER)
    with pytest.raises(ValidationError, match="有改判"):
        delete_target(target=target, actor=TESTER, reason="录错")
    other = make_target(plan, target.indicator, target.area, "change", base_value="60", value="5")
    delete_target(target=other, actor=TESTER, reason="录错")
    assert list(Target.objects.all()) == [target]


def test_both_verdicts_are_kept_and_an_override_can_be_lifted(target: Target) -> None:
    publish(figure("RATE", "430300", "2022", "61"))
    drain_pending_calculations()
    made = override_verdict(target=target, year=2022, verdict="on_course", reason="统计口径变化", actor=TESTER)
    assert (made.computed, made.verdict) == ("behind", "on_course")
    for verdict, said in (("on_course", "与现在的改判相同"), ("behind", "与系统判断相同"), ("bad", "没有这种判断")):
        with pytest.raises(ValidationError, match=said):
            override_verdict(target=target, year=2022, verdict=verdict, reason="再改", actor=TESTER)
    override_verdict(target=target, year=2022, verdict="", reason="恢复", actor=TESTER)
    with pytest.raises(ValidationError, match="没有可以取消的改判"):
        override_verdict(target=target, year=2022, verdict="", reason="恢复", actor=TESTER)
    with pytest.raises(IntegrityError), transaction.atomic():
        target.overrides.all().delete()
    assert target.overrides.count() == 2


def test_every_fault_of_a_target_is_named(plan: Plan, rate: Indicator, city: Area) -> None:
    given = {"plan": plan, "indicator": rate, "area": city, "attribute": "expected"}
    assert "须早于目标年" in refusal_of(**given, form="level", base_year=2025, value=Decimal(1))
    assert "须有目标值" in refusal_of(**given, form="level")
    assert "须写明参照指标" in refusal_of(**given, form="with")
    assert "须写明原文" in refusal_of(**given, form="text")
    assert "0 至 100" in refusal_of(**given, form="compound", value=Decimal(101))
    assert "不能为负" in refusal_of(**given, form="about", value=Decimal(1), tolerance=Decimal(-1))
    assert not Target.objects.exists()


def test_a_yearly_target_lies_in_its_plan(plan: Plan, rate: Indicator, city: Area) -> None:
    with pytest.raises(ValidationError, match="不在规划期"):
        make_yearly_target(plan, rate, city, 2026, "level", value="66")
    with pytest.raises(ValidationError, match="没有参照指标"):
        make_yearly_target(plan, rate, city, 2022, "with")


def test_the_years_of_a_plan_with_targets_are_fixed(target: Target, plan: Plan) -> None:
    plan.end_year = 2030
    with pytest.raises(ValidationError, match="保存后不能再改"):
        save_plan(plan=plan, actor=TESTER)


def test_plans_do_not_precede_one_another_in_a_circle() -> None:
    first = make_plan("A")
    second = make_plan("B", predecessor=first)
    first.predecessor = second
    with pytest.raises(ValidationError, match="绕成了一圈"):
        save_plan(plan=first, actor=TESTER)
