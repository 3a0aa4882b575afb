"""Plans and targets as staff keep them. A stored target is never overwritten: a change of its numbers is a revision."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from indicators.domain.kinds import Kind
from indicators.models.advisory import AdvisoryLock, hold
from indicators.services.audit import Actor
from indicators.services.calculations import bump_definitions_version
from indicators.services.records import delete_record, save_record
from tracker.domain.targets.faults import TargetFault, WrittenTarget, default_measure, target_faults
from tracker.domain.targets.target import MEASURED, RELATIVE, Form, Measure
from tracker.models import AssessmentRule, Plan, Target, YearlyTarget
from tracker.services.targets.keys import target_key, yearly_target_key
from tracker.services.targets.verdicts import refresh_plan, refresh_verdicts

# What a verdict rests on; the rest may be corrected where it stands.
COUNTING = (
    "plan",
    "indicator",
    "area",
    "form",
    "measure",
    "base_year",
    "base_value",
    "value",
    "tolerance",
    "reference",
)
FIXED_ADVICE = "已有的目标不改写：数字有变请“修订”，录错而未用过的可以删除后重录"


@transaction.atomic
def save_plan(*, plan: Plan, actor: Actor, reason: str = "") -> None:
    """Create or change a plan. Its years are fixed once it has targets."""
    hold(AdvisoryLock.LEDGER)
    fixed = ["code"]
    if plan.pk and (plan.targets.exists() or plan.yearly_targets.exists()):
        fixed += ["start_year", "end_year"]
    if _chain_closes(plan):
        raise ValidationError({"predecessor": "上一个规划绕成了一圈"})
    if save_record(instance=plan, key=plan.code, actor=actor, reason=reason, fixed=fixed):
        bump_definitions_version()


def _chain_closes(plan: Plan) -> bool:
    seen, current = {plan.pk}, plan.predecessor
    while current is not None:
        if current.pk in seen:
            return True
        seen.add(current.pk)
        current = current.predecessor
    return False


@transaction.atomic
def save_target(*, target: Target, actor: Actor, reason: str = "", follow: bool = True) -> None:
    """Add a target, or correct the words around a stored one. A new one stands last in its table.

    Who saves many calls `follow_plan` once instead of `follow`.

    Raises `ValidationError` with every fault by field.
    """
    hold(AdvisoryLock.LEDGER)
    _complete(target)
    if faults := _by_field(target_faults(_written(target, target.plan))):
        raise ValidationError(faults)
    stored = Target.objects.filter(pk=target.pk).first() if target.pk else None
    if stored is None:
        target.position = target.position or _next_position(target)
    elif any(getattr(stored, name) != getattr(target, name) for name in COUNTING):
        raise ValidationError(FIXED_ADVICE)
    _save(target, target_key(target), actor, reason or target.reason, follow)


@transaction.atomic
def revise_target(
    *,
    target: Target,
    adopted_on: date,
    document: str,
    reason: str,
    value: Decimal | None = None,
    text: str = "",
    base_value: Decimal | None = None,
    tolerance: Decimal | None = None,
    actor: Actor,
    follow: bool = True,
) -> Target:
    """A further row that counts from `adopted_on`; the old one stays and answers for the time before."""
    hold(AdvisoryLock.LEDGER)
    revised = _next_row(target, adopted_on=adopted_on, document=document, reason=reason)
    revised.value, revised.text, revised.tolerance = value, text, tolerance
    revised.base_value, revised.reference = base_value, target.reference
    if faults := _by_field(target_faults(_written(revised, target.plan))):
        raise ValidationError(faults)
    _save(revised, target_key(revised), actor, revised.reason, follow)
    return revised


@transaction.atomic
def repeal_target(
    *, target: Target, adopted_on: date, document: str, reason: str, actor: Actor, follow: bool = True
) -> Target:
    """From `adopted_on` on the plan no longer has this target; what it was until then stays."""
    hold(AdvisoryLock.LEDGER)
    repealed = _next_row(target, adopted_on=adopted_on, document=document, reason=reason)
    _save(repealed, target_key(repealed), actor, repealed.reason, follow)
    return repealed


def _next_row(target: Target, *, adopted_on: date, document: str, reason: str) -> Target:
    """A revision that says nothing yet. Raises `ValidationError` without a reason, or on a day not newer or to come."""
    if not reason.strip():
        raise ValidationError({"reason": "修订或取消须写明理由"})
    if adopted_on > timezone.localdate():
        raise ValidationError({"adopted_on": "通过日期不能晚于今天"})
    key = {name: getattr(target, name) for name in ("plan", "indicator", "area", "form", "measure")}
    days = Target.objects.filter(**key).values_list("adopted_on", flat=True)
    newest = max((day for day in days if day), default=None)
    if newest is not None and adopted_on <= newest:
        raise ValidationError({"adopted_on": f"须晚于最近一次通过日期 {newest}"})
    kept = ("position", "category", "attribute", "base_year", "department", "note")
    return Target(
        **key,
        **{name: getattr(target, name) for name in kept},
        adopted_on=adopted_on,
        document=document,
        reason=reason.strip(),
    )


@transaction.atomic
def delete_target(*, target: Target, actor: Actor, reason: str) -> None:
    """Take back what was entered by mistake: only where no override and no assessment rests on it."""
    hold(AdvisoryLock.LEDGER)
    if not reason.strip():
        raise ValidationError("删除须写明理由")
    if target.overrides.exists():
        raise ValidationError("这个目标有改判，不能删除；请修订或取消")
    if any(target.pk in assessment.content["targets"] for assessment in target.plan.assessments.all()):
        raise ValidationError("这个目标已写入评估报告，不能删除；请修订或取消")
    delete_record(instance=target, key=target_key(target), actor=actor, reason=reason)
    follow_plan(plan=target.plan)


@transaction.atomic
def save_yearly_target(*, target: YearlyTarget, actor: Actor, reason: str = "", follow: bool = True) -> None:
    """Add a yearly target, or correct the words around a stored one."""
    hold(AdvisoryLock.LEDGER)
    _complete(target)
    plan = target.plan
    faults = _by_field(target_faults(_written_yearly(target)))
    if not plan.start_year <= target.year <= plan.end_year:
        faults["year"] = f"{target.year} 年不在规划期 {plan.start_year}—{plan.end_year} 年内"
    if target.form in RELATIVE:
        faults["form"] = "年度目标没有参照指标，请选“文字表述”写原文"
    if faults:
        raise ValidationError(faults)
    stored = YearlyTarget.objects.filter(pk=target.pk).first() if target.pk else None
    counting = [*(name for name in COUNTING if hasattr(target, name)), "year"]
    if stored and any(getattr(stored, name) != getattr(target, name) for name in counting):
        raise ValidationError("已有的年度目标不改写：请另建一行，写明新的通过日期和文件")
    _save(target, yearly_target_key(target), actor, reason, follow)


@transaction.atomic
def save_rule(*, rule: AssessmentRule, actor: Actor, reason: str = "") -> None:
    """Set thresholds and tolerances from a day on; verdicts of the years they reach follow."""
    if save_record(instance=rule, key=str(rule.valid_from), actor=actor, reason=reason, fixed=["valid_from"]):
        hold(AdvisoryLock.CALCULATIONS)
        refresh_verdicts(indicators=None)
        bump_definitions_version()


def _complete(target: Target | YearlyTarget) -> None:
    """Which measure is read follows from the form, and from an indicator that has no value."""
    kind = Kind(target.indicator.kind)
    if target.form not in MEASURED or kind == Kind.GROWTH_ONLY:
        target.measure = default_measure(kind)


def _save(target: Target | YearlyTarget, key: str, actor: Actor, reason: str, follow: bool) -> None:
    if save_record(instance=target, key=key, actor=actor, reason=reason) and follow:
        follow_plan(plan=target.plan)


@transaction.atomic
def follow_plan(*, plan: Plan) -> None:
    """Bring the verdicts of a plan up to date after its targets changed."""
    hold(AdvisoryLock.CALCULATIONS)
    refresh_plan(plan=plan)
    bump_definitions_version()


def _next_position(target: Target) -> int:
    """Beside the other targets of its line, else at the end of the table."""
    line = Target.objects.filter(plan=target.plan, indicator=target.indicator, area=target.area).order_by("position")
    if (first := line.first()) is not None:
        return first.position
    return (Target.objects.filter(plan=target.plan).aggregate(last=Max("position"))["last"] or 0) + 1


def _written(target: Target, plan: Plan) -> WrittenTarget:
    return WrittenTarget(
        form=Form(target.form),
        kind=Kind(target.indicator.kind),
        measure=Measure(target.measure),
        base_year=target.base_year or plan.base_year,
        end_year=plan.end_year,
        value=target.value,
        tolerance=target.tolerance,
        text=target.text,
        reference=target.reference.code if target.reference else "",
        is_repeal=target.pk is not None and target.is_repealed,
    )


def _written_yearly(target: YearlyTarget) -> WrittenTarget:
    return WrittenTarget(
        form=Form(target.form),
        kind=Kind(target.indicator.kind),
        measure=Measure(target.measure) if target.form in MEASURED else None,
        base_year=target.year - 1,
        end_year=target.year,
        value=target.value,
        tolerance=target.tolerance,
        text=target.text,
        reference="",
    )


def _by_field(faults: Iterable[TargetFault]) -> dict[str, str]:
    return {each.field: each.message for each in faults}
