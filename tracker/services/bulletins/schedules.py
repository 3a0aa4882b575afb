"""The schedule of a definition as a periodic task of beat: in force without a restart."""

import json
from zoneinfo import ZoneInfo

from django.conf import settings
from django_celery_beat.models import CrontabSchedule, PeriodicTask

from tracker.domain.bulletins.schedule import crontab_of
from tracker.models import BulletinDefinition

TASK = "tracker.run_scheduled_bulletin"
EXPIRE_SECONDS = 3600
FIELDS = ("minute", "hour", "day_of_month", "month_of_year", "day_of_week")


def sync_schedule(definition: BulletinDefinition) -> None:
    """Bring the definition's periodic task in line with it. In the transaction that saves the definition."""
    fields = crontab_of(
        definition.schedule, month_day=definition.month_day, run_at=definition.run_at, cron=definition.cron
    )
    task = definition.periodic_task
    if fields is None:
        if task:
            definition.periodic_task = None
            definition.save(update_fields=["periodic_task"])
            task.delete()
        return
    wanted = {**dict(zip(FIELDS, fields, strict=True)), "timezone": ZoneInfo(settings.TIME_ZONE)}
    crontab = CrontabSchedule.objects.filter(**wanted).first() or CrontabSchedule.objects.create(**wanted)
    task = task or PeriodicTask(task=TASK)
    task.name, task.crontab, task.enabled = f"通报：{definition.code}", crontab, definition.is_active
    task.kwargs, task.expire_seconds = json.dumps({"definition": definition.pk}), EXPIRE_SECONDS
    task.description = f"由通报定义“{definition}”维护，请在那里修改。"
    task.save()
    if definition.periodic_task_id != task.pk:
        definition.periodic_task = task
        definition.save(update_fields=["periodic_task"])
