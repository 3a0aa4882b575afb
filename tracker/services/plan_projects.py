"""Linking projects to the plans they serve."""

from django.core.exceptions import ValidationError
from django.db import transaction

from indicators.choices import AuditAction
from indicators.services.audit import Actor, record
from projects.models import Project
from tracker.models import Plan, PlanProject


@transaction.atomic
def link_project(*, plan: Plan, project: Project, note: str = "", actor: Actor) -> PlanProject:
    """Raises `ValidationError` where the project serves the plan already."""
    Plan.objects.select_for_update().get(pk=plan.pk)
    if PlanProject.objects.filter(plan=plan, project=project).exists():
        raise ValidationError({"project": f"“{project}”已是本规划的项目"})
    link = PlanProject.objects.create(plan=plan, project=project, note=note.strip())
    _record(AuditAction.CREATED, plan, project, link.note, actor)
    return link


@transaction.atomic
def unlink_project(*, plan: Plan, project: Project, actor: Actor) -> bool:
    """Whether there was a link; one that is gone already is no error."""
    links = PlanProject.objects.select_for_update().filter(plan=plan, project=project)
    if not (link := links.first()):
        return False
    link.delete()
    _record(AuditAction.DELETED, plan, project, link.note, actor)
    return True


def _record(action: AuditAction, plan: Plan, project: Project, note: str, actor: Actor) -> None:
    content = {"project": project.code, "note": note}
    is_gone = action == AuditAction.DELETED
    record(
        actor=actor,
        action=action,
        object_type="planproject",
        object_key=f"{plan.code}/{project.code}",
        old=content if is_gone else None,
        new=None if is_gone else content,
    )
