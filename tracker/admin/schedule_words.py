"""When a definition makes its bulletins, in words."""

from collections.abc import Collection
from datetime import datetime

from django.utils import timezone

from tracker.choices import PeriodRule, ScheduleKind
from tracker.models import BulletinDefinition
from tracker.queries.bulletins.due import next_run


def schedule_words(definition: BulletinDefinition) -> str:
    """The schedule as it was set.

    >>> schedule_words(BulletinDefinition(schedule="monthly", month_day=20))
    '每月 20 日 09:00'
    """
    at = f"{definition.run_at:%H:%M}"
    words = {
        ScheduleKind.NONE: "不定时",
        ScheduleKind.MONTHLY: f"每月 {definition.month_day} 日 {at}",
        ScheduleKind.AFTER_PERIOD: f"期末后第 {definition.days_after} 天 {at}",
        ScheduleKind.CRON: f"自定 {definition.cron}",
    }
    return words[ScheduleKind(definition.schedule)]


def next_run_words(definition: BulletinDefinition, made: Collection[str], now: datetime) -> str:
    """When it runs next; nothing without a schedule."""
    if definition.schedule == ScheduleKind.NONE:
        return ""
    if not definition.is_active:
        return "通报已停用，不再定时"
    try:
        moment = next_run(definition, made, now)
    except (ValueError, RuntimeError):  # the calendar was changed by hand to a day that never comes
        moment = None
    if moment is None:
        return "定时任务已被停用或删除，再保存一次通报定义即恢复"
    what = "下次查看有无公布数" if definition.period_rule == PeriodRule.LATEST_PUBLISHED else "下次"
    return f"{what} {timezone.localtime(moment):%Y-%m-%d %H:%M}"
