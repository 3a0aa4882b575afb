"""Dates and moments of publication, in the time of the People's Republic."""

import re
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-](0\d|1[0-3]):[0-5]\d|[+-]14:00)", re.ASCII)
FIRST_YEAR, LAST_YEAR = 1949, 9998


def is_in_calendar(moment: datetime) -> bool:
    """Whether the year is one a publication can have; earlier moments have no stored form that reads back."""
    return FIRST_YEAR <= moment.year <= LAST_YEAR


def parse_date(text: str) -> date:
    """A date in its one form, 2024-01-18; anything else raises ValueError."""
    if not _DATE.fullmatch(text):
        raise ValueError(f"“{text[:40]}”不是日期，应写作 2024-01-18")
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise ValueError(f"“{text}”不是存在的日期") from error
    _refuse_outside_the_calendar(text)
    return day


def _refuse_outside_the_calendar(text: str) -> None:
    """Years before the republic and the year 9999 are mistakes, and some of their moments have no local time."""
    if not FIRST_YEAR <= int(text[:4]) <= LAST_YEAR:
        raise ValueError(f"“{text}”的年份不在 {FIRST_YEAR} 至 {LAST_YEAR} 之间")


def parse_moment(text: str) -> datetime:
    """A date (00:00 Asia/Shanghai) or a moment with its offset; anything else raises ValueError.

    >>> parse_moment("2024-01-18").isoformat()
    '2024-01-18T00:00:00+08:00'
    """
    if _DATE.fullmatch(text):
        return datetime.combine(parse_date(text), time(), SHANGHAI)
    if not _MOMENT.fullmatch(text):
        raise ValueError(f"“{text[:40]}”不是日期或带时区的时刻，应写作 2024-01-18 或 2024-01-18T10:00:00+08:00")
    _refuse_outside_the_calendar(text)
    try:
        return datetime.fromisoformat(text)
    except ValueError as error:
        raise ValueError(f"“{text}”不是存在的时刻") from error


def parse_as_of(text: str) -> datetime:
    """The moment up to which publications count: a date means its end in Asia/Shanghai.

    >>> parse_as_of("2024-01-18").isoformat()
    '2024-01-18T23:59:59.999999+08:00'
    """
    moment = parse_moment(text)
    return moment + timedelta(days=1, microseconds=-1) if _DATE.fullmatch(text) else moment
