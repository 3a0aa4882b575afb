"""A project reaches a stage on a day, or goes back with a reason; every change is kept."""

from collections.abc import Iterator
from datetime import date

from django.db import transaction
from django.utils import timezone

from indicators.choices import AuditAction
from indicators.services.audit import Actor, record
from projects.domain.refusals import Refusal, RefusedError
from projects.domain.stages import Stage
from projects.models import Project, StageChange
from projects.queries.people import standing_towards
from projects.queries.reviews import stage_refusals
from projects.services.register import PERMISSION
from projects.services.texts import too_long


class StageRefusedError(RefusedError):
    code = "stage_refused"


@transaction.atomic
def change_stage(
    *, project: Project, to_stage: Stage, changed_on: date, actor: Actor, document: str = "", reason: str = ""
) -> StageChange:
    """Raises `StageRefusedError` with every reason.

    The days of actual start and completion follow: set on first reaching 开工 and 竣工, taken away on going back
    before them.
    """
    project = Project.objects.select_for_update(of=("self",)).select_related("area").get(pk=project.pk)
    document, reason = document.strip(), reason.strip()
    from_stage = Stage(project.stage)
    found = [
        *standing_towards(actor.user, project, PERMISSION),
        *too_long(StageChange, document=document, reason=reason),
        *_way_refusals(project, from_stage, to_stage, reason),
        *_day_refusals(project, changed_on),
    ]
    if found:
        raise StageRefusedError(found)
    days = _actual_days(project, to_stage, changed_on)
    if days["started_on"] and days["completed_on"] and days["completed_on"] < days["started_on"]:
        raise StageRefusedError([Refusal("before_start", f"竣工不能早于实际开工日期 {days['started_on']}")])
    old = {name: getattr(project, name) for name in days}
    entry = record(
        actor=actor,
        action=AuditAction.CHANGED,
        object_type="project",
        object_key=project.code,
        old={"stage": str(from_stage), **_written(old)},
        new={"stage": str(to_stage), "changed_on": str(changed_on), "document": document, **_written(days)},
        reason=reason,
    )
    project.stage = to_stage
    for name, day in days.items():
        setattr(project, name, day)
    project.save(update_fields=["stage", *days])
    return StageChange.objects.create(
        project=project,
        from_stage=from_stage,
        to_stage=to_stage,
        changed_on=changed_on,
        document=document,
        reason=reason,
        audit_entry=entry,
    )


def _way_refusals(project: Project, from_stage: Stage, to_stage: Stage, reason: str) -> Iterator[Refusal]:
    if to_stage == from_stage:
        yield Refusal("same_stage", f"项目已在“{project.get_stage_display()}”阶段")
    elif to_stage.is_before(from_stage):
        if not reason:
            yield Refusal("no_reason", "退回前面的阶段须写明原因")
    else:
        yield from (Refusal("review", message) for message in stage_refusals(project, to_stage))


def _day_refusals(project: Project, changed_on: date) -> Iterator[Refusal]:
    if changed_on > timezone.localdate():
        yield Refusal("future_day", "日期不能晚于今天")
    last = project.stage_changes.order_by("-changed_on").first()
    if last and changed_on < last.changed_on:
        yield Refusal("out_of_order", f"日期不能早于上次变更的 {last.changed_on}")


def _actual_days(project: Project, stage: Stage, changed_on: date) -> dict[str, date | None]:
    has_started, is_completed = stage.is_started, not stage.is_before(Stage.COMPLETED)
    return {
        "started_on": (project.started_on or changed_on) if has_started else None,
        "completed_on": (project.completed_on or changed_on) if is_completed else None,
    }


def _written(days: dict[str, date | None]) -> dict[str, str | None]:
    return {name: str(day) if day else None for name, day in days.items()}
