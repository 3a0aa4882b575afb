"""The schedule of a definition as a periodic task of beat: in force without a restart."""

import json
from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from celery.schedules import ParseException, crontab
from django.conf import settings
from django.core.exceptions import ValidationError
from django_celery_beat.models import CrontabSchedule, PeriodicTask

from indicators.services.records import snapshot
from tracker.domain.bulletins.schedule import crontab_of
from tracker.models import BulletinDefinition

TASK = "tracker.run_scheduled_bulletin"
EXPIRE_SECONDS = 3600
FIELDS = {"minute": "分", "hour": "时", "day_of_month": "日", "month_of_year": "月", "day_of_week": "周"}
SOME_DAY = datetime(2026, 1, 1, tzinfo=ZoneInfo(settings.TIME_ZONE))


def sync_schedule(definition: BulletinDefinition) -> None:
    """Bring the definition's periodic task in line with it. In the transaction that saves the definition.

    Beat reads its table again when a task was saved or deleted. Raises `ValidationError` where the task's name is
    taken by one that staff has made.
    """
    fields = crontab_of(
        definition.schedule, month_day=definition.month_day, run_at=definition.run_at, cron=definition.cron
    )
    task = definition.periodic_task
    if fields is None:
        if task:
            _keep(definition, None)
            task.delete()
        return
    task = task or _task_named(f"通报：{definition.code}")
    before = snapshot(task)
    calendar = _calendar_of(dict(zip(FIELDS, fields, strict=True)))
    if task.crontab != calendar:
        task.last_run_at = None  # else beat would make up for moments of the new calendar that are past
    task.crontab, task.interval, task.enabled = calendar, None, definition.is_active
    task.kwargs, task.expire_seconds = json.dumps({"definition": definition.pk}), EXPIRE_SECONDS
    task.description = f"由通报定义“{definition}”维护，请在那里修改。"
    if snapshot(task) != before or task.pk is None:
        task.save()
    _keep(definition, task)


def cron_faults(text: str) -> Iterator[str]:
    """Why “分 时 日 月 周” can be no calendar for beat; the parts that are wrong by name."""
    parts = text.split()
    if len(parts) != len(FIELDS):
        yield f"须有五项：分 时 日 月 周，用空格隔开，如“0 9 20 1,4,7,10 *”；现有 {len(parts)} 项"
        return
    fields = dict(zip(FIELDS, parts, strict=True))
    wrong = [name for name, part in fields.items() if not _is_read(name, part)]
    for name in wrong:
        yield f"“{FIELDS[name]}”不能是“{fields[name][:20]}”"
    if not wrong and not _ever_comes(fields):
        yield f"没有“{fields['month_of_year']} 月 {fields['day_of_month']} 日”这样的日子"


def _is_read(name: str, part: str) -> bool:
    """Both the package that stores the calendar and the one that runs it have to understand it."""
    try:
        CrontabSchedule._meta.get_field(name).clean(part, None)
        crontab(**{name: part})
    except (ValidationError, ParseException, ValueError, TypeError, LookupError):
        return False
    return True


def _ever_comes(fields: dict[str, str]) -> bool:
    """Beat itself would break at a 30 February."""
    try:
        crontab(**fields).remaining_delta(SOME_DAY)
    except (ParseException, ValueError, RuntimeError):
        return False
    return True


def _calendar_of(fields: dict[str, str]) -> CrontabSchedule:
    """The calendar of those fields; beat's package allows several of the same."""
    wanted = {**fields, "timezone": ZoneInfo(settings.TIME_ZONE)}
    return CrontabSchedule.objects.filter(**wanted).order_by("pk").first() or CrontabSchedule.objects.create(**wanted)


def _task_named(name: str) -> PeriodicTask:
    """A new one, or the one that a definition left behind."""
    task = PeriodicTask.objects.filter(name=name).first() or PeriodicTask(name=name, task=TASK)
    if task.task != TASK:
        raise ValidationError({"schedule": f"已有名为“{name}”的其他定时任务，请系统管理员先改它的名称"})
    return task


def _keep(definition: BulletinDefinition, task: PeriodicTask | None) -> None:
    if definition.periodic_task != task:
        definition.periodic_task = task
        definition.save(update_fields=["periodic_task"])
