"""Calendars of schedules, and the period that is due on a day."""

from datetime import date, time

import pytest

from indicators.domain.kinds import Frequency
from indicators.domain.periods import Period
from tracker.domain.bulletins.schedule import crontab_of, due_period, next_due_day

YEAR, QUARTER, MONTH = Frequency.YEAR, Frequency.QUARTER, Frequency.MONTH


@pytest.mark.parametrize(
    ("schedule", "month_day", "cron", "expected"),
    [
        ("none", None, "", None),
        ("monthly", 20, "", ("5", "17", "20", "*", "*")),
        ("after_period", None, "", ("5", "17", "*", "*", "*")),
        ("cron", None, "0 9  20 1,4,7,10 *", ("0", "9", "20", "1,4,7,10", "*")),
    ],
)
def test_the_calendar_of_a_schedule(schedule, month_day, cron, expected):
    assert crontab_of(schedule, month_day=month_day, run_at=time(17, 5), cron=cron) == expected


def test_a_calendar_without_its_five_parts_is_refused():
    with pytest.raises(ValueError, match="五项"):
        crontab_of("cron", month_day=None, run_at=time(9), cron="0 9 20")


@pytest.mark.parametrize(
    ("frequency", "today", "days_after", "expected"),
    [
        (MONTH, date(2026, 3, 1), None, "2026-02"),
        (MONTH, date(2026, 3, 31), None, "2026-02"),
        (QUARTER, date(2026, 3, 31), None, "2025-Q4"),
        (QUARTER, date(2026, 4, 1), None, "2026-Q1"),
        (YEAR, date(2026, 12, 31), None, "2025"),
        (QUARTER, date(2026, 4, 1), 1, "2026-Q1"),
        (QUARTER, date(2026, 4, 19), 20, "2025-Q4"),
        (QUARTER, date(2026, 4, 20), 20, "2026-Q1"),
        (MONTH, date(2028, 3, 20), 20, "2028-02"),  # after a 29 February
        (MONTH, date(2026, 3, 30), 45, "2026-01"),  # later than the next period's end
        (MONTH, date(2026, 6, 30), 180, "2025-12"),
        (YEAR, date(2027, 1, 1), 180, "2025"),
    ],
)
def test_the_newest_period_whose_day_has_come(frequency, today, days_after, expected):
    assert str(due_period(frequency=frequency, today=today, days_after=days_after)) == expected


@pytest.mark.parametrize(
    ("frequency", "since", "days_after", "starts_with", "expected"),
    [
        (QUARTER, date(2026, 4, 20), 20, None, date(2026, 4, 20)),
        (QUARTER, date(2026, 4, 21), 20, None, date(2026, 7, 20)),
        (MONTH, date(2026, 3, 30), 45, None, date(2026, 4, 14)),
        (QUARTER, date(2026, 4, 1), 20, "2026-Q4", date(2027, 1, 20)),
        (QUARTER, date(2027, 2, 1), 20, "2026-Q4", date(2027, 4, 20)),
    ],
)
def test_the_next_day_on_which_a_period_falls_due(frequency, since, days_after, starts_with, expected):
    first = Period.parse(starts_with) if starts_with else None
    assert next_due_day(frequency=frequency, since=since, days_after=days_after, starts_with=first) == expected


@pytest.mark.parametrize("frequency", Frequency)
@pytest.mark.parametrize("days_after", [1, 20, 45, 180])
def test_on_its_day_a_period_is_due_and_the_day_before_it_is_not(frequency, days_after):
    day = next_due_day(frequency=frequency, since=date(2026, 5, 5), days_after=days_after)
    due = due_period(frequency=frequency, today=day, days_after=days_after)
    before = due_period(frequency=frequency, today=date.fromordinal(day.toordinal() - 1), days_after=days_after)
    assert (due.last_day, before) == (date.fromordinal(day.toordinal() - days_after), due.previous())
