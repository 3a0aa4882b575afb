"""When a bulletin is made by itself, and of which period."""

from datetime import date, time, timedelta

from indicators.domain.kinds import Frequency
from indicators.domain.periods import Period, latest_over

NONE, MONTHLY, AFTER_PERIOD, CRON = "none", "monthly", "after_period", "cron"
CronFields = tuple[str, str, str, str, str]  # minute, hour, day of month, month, day of week


def crontab_of(schedule: str, *, month_day: int | None, run_at: time, cron: str) -> CronFields | None:
    """The five fields of the schedule, None for none.

    Days after a period are looked for every day, so that one on which the machine was off is made up for on the next.

    >>> crontab_of("monthly", month_day=20, run_at=time(9, 30), cron="")
    ('30', '9', '20', '*', '*')
    """
    minute, hour = str(run_at.minute), str(run_at.hour)
    if schedule == MONTHLY:
        return minute, hour, str(month_day), "*", "*"
    if schedule == AFTER_PERIOD:
        return minute, hour, "*", "*", "*"
    if schedule == CRON:
        fields = cron.split()
        if len(fields) != 5:
            raise ValueError("自定时间须有五项：分 时 日 月 周")
        return fields[0], fields[1], fields[2], fields[3], fields[4]
    return None


def due_period(*, frequency: Frequency, today: date, days_after: int | None) -> Period:
    """The newest period that is over and, with `days_after`, ended at least so many days ago.

    >>> str(due_period(frequency=Frequency.QUARTER, today=date(2026, 10, 14), days_after=15))
    '2026-Q2'
    >>> str(due_period(frequency=Frequency.QUARTER, today=date(2026, 10, 15), days_after=15))
    '2026-Q3'
    """
    period = latest_over(today, frequency)
    while days_after is not None and period.last_day + timedelta(days=days_after) > today:
        period = period.previous()
    return period


def next_due_day(*, frequency: Frequency, since: date, days_after: int, starts_with: Period | None = None) -> date:
    """The first day from `since` on (that day included) on which a period falls due; none before `starts_with`.

    >>> next_due_day(frequency=Frequency.QUARTER, since=date(2026, 10, 16), days_after=15)
    datetime.date(2027, 1, 15)
    """
    period = due_period(frequency=frequency, today=since - timedelta(days=1), days_after=days_after).next()
    if starts_with is not None and period < starts_with:
        period = starts_with
    return period.last_day + timedelta(days=days_after)
