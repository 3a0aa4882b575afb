"""What the scheduler's package keeps, in words: its own texts are for programmers and cannot be translated."""

from django.db import models
from django_celery_beat.models import CrontabSchedule, PeriodicTask


def calendar_words(schedule: CrontabSchedule) -> str:
    """A calendar schedule: month, day, weekday, hour, minute; * is every one."""
    return (
        f"{schedule.month_of_year} 月 {schedule.day_of_month} 日（周 {schedule.day_of_week}）"
        f"{schedule.hour} 时 {schedule.minute} 分"
    )


def words_of(obj: models.Model) -> str:
    """Any object as a page calls it."""
    if isinstance(obj, CrontabSchedule):
        return calendar_words(obj)
    return obj.name if isinstance(obj, PeriodicTask) else str(obj)
