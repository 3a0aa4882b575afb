"""Changing when periodic work runs. What the installation itself lives on is neither stopped nor deleted."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django_celery_beat.models import CrontabSchedule, IntervalSchedule, PeriodicTask

from config.periodic import PERIODIC_WORK
from indicators.choices import AuditAction
from indicators.services.audit import Actor, record
from indicators.services.records import delete_record, save_record, snapshot

OWN_TASKS = frozenset(work.task for work in PERIODIC_WORK)
KEPT = "这是系统自身的定时任务，计算、审计等依赖它"


@transaction.atomic
def save_periodic_task(*, task: PeriodicTask, actor: Actor, reason: str = "") -> None:
    """Create or change a periodic task; refuses what would stop work of the installation itself."""
    if faults := _faults_of(task):
        raise ValidationError(faults)
    save_record(instance=task, key=task.name, actor=actor, reason=reason)


@transaction.atomic
def delete_periodic_task(*, task: PeriodicTask, actor: Actor, reason: str = "") -> None:
    """Delete a periodic task that staff has added; one of the installation itself is refused."""
    if task.task in OWN_TASKS and not _is_done_by_another(task):
        raise ValidationError(f"{KEPT}，不能删除")
    delete_record(instance=task, key=task.name, actor=actor, reason=reason)


@transaction.atomic
def save_schedule(*, schedule: IntervalSchedule | CrontabSchedule, actor: Actor, reason: str = "") -> None:
    """Create or change an interval or a calendar; the audit trail knows it by its id, all else of it may change."""
    if schedule.pk:
        save_record(instance=schedule, key=str(schedule.pk), actor=actor, reason=reason)
        return
    schedule.full_clean()
    schedule.save()
    record(
        actor=actor,
        action=AuditAction.CREATED,
        object_type=schedule._meta.model_name or "",
        object_key=str(schedule.pk),
        new=snapshot(schedule),
        reason=reason,
    )


def _faults_of(task: PeriodicTask) -> dict[str, str]:
    stored = PeriodicTask.objects.filter(pk=task.pk).first() if task.pk else None
    if stored is None or stored.task not in OWN_TASKS or _is_done_by_another(stored):
        return {}
    faults = {}
    if task.task != stored.task:
        faults["task"] = f"{KEPT}，不能改作其他任务"
    if not task.enabled:
        faults["enabled"] = f"{KEPT}，不能停用"
    if task.one_off:
        faults["one_off"] = f"{KEPT}，不能只运行一次"
    if task.start_time and task.start_time > timezone.now():
        faults["start_time"] = f"{KEPT}，不能推迟开始"
    return faults


def _is_done_by_another(task: PeriodicTask) -> bool:
    others = PeriodicTask.objects.filter(task=task.task, enabled=True, one_off=False, start_time__isnull=True)
    return others.exclude(pk=task.pk).exists()
