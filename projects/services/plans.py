"""A further version of a project's yearly plan; the months before it keep theirs."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from indicators.choices import AuditAction
from indicators.services.audit import Actor, record
from indicators.services.records import snapshot
from projects.domain.refusals import Refusal, RefusedError
from projects.models import Project, ProjectPlan
from projects.queries.people import standing_towards
from projects.services.register import PERMISSION


class PlanRefusedError(RefusedError):
    code = "plan_refused"


@transaction.atomic
def add_plan_version(
    *, project: Project, year: int, planned: Decimal, adopted_on: date, actor: Actor, reason: str = ""
) -> ProjectPlan:
    """Raises `PlanRefusedError` with every reason.

    A plan is adopted in its year or the one before, never in the future, and after the versions there are: an
    earlier day would give months already reported another denominator. From the second version on a reason is asked.
    """
    project = Project.objects.select_for_update(of=("self",)).get(pk=project.pk)
    reason = reason.strip()
    found = [
        *standing_towards(actor.user, project, PERMISSION),
        *_refusals(project, year, planned, adopted_on, reason),
    ]
    if found:
        raise PlanRefusedError(found)
    version = ProjectPlan.objects.create(project=project, year=year, planned=planned, adopted_on=adopted_on)
    record(
        actor=actor,
        action=AuditAction.CREATED,
        object_type="projectplan",
        object_key=f"{project.code} {year} {adopted_on}",
        new=snapshot(version),
        reason=reason,
    )
    return version


def _refusals(project: Project, year: int, planned: Decimal, adopted_on: date, reason: str) -> Iterator[Refusal]:
    if planned < 0:
        yield Refusal("negative", "计划投资不能为负")
    if adopted_on > timezone.localdate():
        yield Refusal("future_day", "下达日期不能晚于今天")
    if adopted_on.year not in (year - 1, year):
        yield Refusal("wrong_year", f"{year} 年的计划应在 {year - 1} 年或 {year} 年下达")
    last = project.plans.filter(year=year).order_by("-adopted_on").first()
    if last and adopted_on <= last.adopted_on:
        yield Refusal("not_later", f"下达日期须晚于已有版本的 {last.adopted_on}，以往月份仍用原计划")
    if last and not reason:
        yield Refusal("no_reason", "调整计划须写明理由")
