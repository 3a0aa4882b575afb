"""Keeping the register: projects inside the account's areas, their entry into the statistics, linked indicators."""

from collections.abc import Collection, Iterator
from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from indicators.choices import AuditAction
from indicators.models import Indicator
from indicators.queries.access_areas import areas_of
from indicators.services.audit import Actor, record
from indicators.services.records import save_record
from projects.domain.refusals import Refusal, RefusedError
from projects.domain.stages import Stage
from projects.models import Project
from projects.queries.people import standing_towards
from projects.services.texts import too_long

PERMISSION = "projects.change_project"
NO_REASON = "修改须写明理由"
Fault = tuple[str, str]  # field and message


class ProjectRefusedError(RefusedError):
    code = "project_refused"


@transaction.atomic
def save_project(*, project: Project, actor: Actor, reason: str = "") -> frozenset[str]:
    """Add or change a project; returns what changed. Raises `ValidationError` with every fault.

    The code is fixed; the stage is changed by `services/stages.py`, the entry into the statistics by
    `register_statistics`.
    """
    stored = Project.objects.select_for_update(no_key=True).filter(pk=project.pk).first() if project.pk else None
    if actor.user and not actor.user.has_perm(f"projects.{'change' if stored else 'add'}_project"):
        raise PermissionDenied("项目由填报岗、审核岗或审定发布岗维护")
    faults: dict[str, list[str]] = {}
    for field, message in _faults(project, stored, actor, reason):
        faults.setdefault(field, []).append(message)
    if faults:
        raise ValidationError(faults)
    fixed = ["code", "stage", "statistics_registered_on", "not_registered_reason"]
    return save_record(instance=project, key=project.code, actor=actor, reason=reason, fixed=fixed)


@transaction.atomic
def register_statistics(*, project: Project, registered_on: date | None, why_not: str, actor: Actor) -> None:
    """纳统: the day, or the reason why not yet; one of the two. Raises `ProjectRefusedError` with every reason."""
    project = Project.objects.select_for_update(of=("self",)).get(pk=project.pk)
    why_not = why_not.strip()
    found = [
        *standing_towards(actor.user, project, PERMISSION),
        *too_long(Project, not_registered_reason=why_not),
        *([Refusal("neither", "须填纳统日期或未纳统原因")] if not registered_on and not why_not else []),
        *([Refusal("both", "已纳统的不写未纳统原因，两项只填一项")] if registered_on and why_not else []),
        *_future(registered_on),
    ]
    if found:
        raise ProjectRefusedError(found)
    project.statistics_registered_on, project.not_registered_reason = registered_on, why_not
    save_record(instance=project, key=project.code, actor=actor)


@transaction.atomic
def link_indicators(*, project: Project, indicators: Collection[Indicator], actor: Actor) -> None:
    """The indicators a project serves, in place of those before. Raises `ProjectRefusedError`."""
    project = Project.objects.select_for_update(of=("self",)).get(pk=project.pk)
    if found := standing_towards(actor.user, project, PERMISSION):
        raise ProjectRefusedError(found)
    old = sorted(project.indicators.values_list("code", flat=True))
    new = sorted(each.code for each in indicators)
    if old == new:
        return
    project.indicators.set(indicators)
    record(
        actor=actor,
        action=AuditAction.CHANGED,
        object_type="project",
        object_key=project.code,
        old={"indicators": "、".join(old)},
        new={"indicators": "、".join(new)},
    )


def check_standing(project: Project, actor: Actor, reason: str, *, is_stored: bool) -> None:
    """For what is kept below a project: role and area (`PermissionDenied`), and a reason for a change.

    Holds the project, so that two who add the same come one after the other.
    """
    Project.objects.select_for_update(of=("self",)).get(pk=project.pk)
    if refusals := standing_towards(actor.user, project, PERMISSION):
        raise PermissionDenied("；".join(each.message for each in refusals))
    if is_stored and not reason.strip():
        raise ValidationError({"reason": NO_REASON})


def _faults(project: Project, stored: Project | None, actor: Actor, reason: str) -> Iterator[Fault]:
    if stored and not reason.strip():
        yield "reason", NO_REASON
    if actor.user:
        own = set(areas_of(actor.user))
        if project.area_id and project.area_id not in own:
            yield "area", "不在本账号的地区内"
        if stored and stored.area_id not in own:
            raise PermissionDenied("该项目不在本账号的地区内")
    today, stage = timezone.localdate(), project.stage
    reached = (("started_on", Stage.STARTED, "开工"), ("completed_on", Stage.COMPLETED, "竣工"))
    for field, least, words in reached:
        day = getattr(project, field)
        if day and day > today:
            yield field, "不能晚于今天"
        if day and stage and Stage(stage).is_before(least):
            yield field, f"项目还在“{project.get_stage_display()}”阶段，没有实际{words}日期"


def _future(day: date | None) -> list[Refusal]:
    return [Refusal("future_day", "纳统日期不能晚于今天")] if day and day > timezone.localdate() else []
