"""Milestones: the day named first is kept for good, a moved day has its reason."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from indicators.services.audit import Actor
from indicators.services.records import save_record
from projects.models import Milestone, Project
from projects.services.register import check_standing


@transaction.atomic
def add_milestone(*, project: Project, name: str, due_on: date, actor: Actor, note: str = "") -> Milestone:
    """Raises `ValidationError` with every fault."""
    check_standing(project, actor, "", is_stored=False)
    milestone = Milestone(project=project, name=name.strip(), first_due_on=due_on, due_on=due_on, note=note.strip())
    save_record(instance=milestone, key=_key(milestone), actor=actor)
    return milestone


@transaction.atomic
def change_milestone(
    *, milestone: Milestone, due_on: date, reached_on: date | None, actor: Actor, note: str = "", reason: str = ""
) -> frozenset[str]:
    """Move its day, or say when it was reached; returns what changed. Raises `ValidationError` with every fault."""
    milestone = Milestone.objects.select_for_update(of=("self",)).select_related("project__area").get(pk=milestone.pk)
    check_standing(milestone.project, actor, reason, is_stored=False)
    faults = {}
    if due_on != milestone.due_on and not reason.strip():
        faults["reason"] = "调整期限须写明理由"
    elif milestone.reached_on and reached_on != milestone.reached_on and not reason.strip():
        faults["reason"] = "更改已填的完成日期须写明理由"
    if reached_on and reached_on > timezone.localdate():
        faults["reached_on"] = "不能晚于今天"
    if faults:
        raise ValidationError(faults)
    milestone.due_on, milestone.reached_on, milestone.note = due_on, reached_on, note.strip()
    return save_record(
        instance=milestone, key=_key(milestone), actor=actor, reason=reason, fixed=["project", "first_due_on"]
    )


def _key(milestone: Milestone) -> str:
    return f"{milestone.project.code} {milestone.name}"
