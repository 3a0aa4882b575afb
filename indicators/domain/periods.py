"""Periods as the yearbook names them: 2024, 2024-Q2, 2024-09; arithmetic by calendar, never by position."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from indicators.domain.kinds import Frequency

FIRST_YEAR = 1949
LAST_YEAR = 2100

_FORM = re.compile(r"([0-9]{4})(?:-(?:Q([1-4])|(0[1-9]|1[0-2])))?")
# All valid texts number under 2600, so nothing is ever pushed out of these caches by honest input.
_CACHED = 8192


class InvalidPeriodError(ValueError):
    """The text names no period; write 2024, 2024-Q2 or 2024-09, with a year from 1949 to 2100."""

    code = "invalid_period"


@dataclass(frozen=True, order=True, slots=True)
class Period:
    """A year, a quarter (1–4) or a month (1–12); periods of one frequency sort by time.

    For a cumulative indicator the period is the end of the span: `2024-Q2` means January–June.
    """

    year: int
    frequency: Frequency
    number: int

    def __post_init__(self) -> None:
        if not 1 <= self.number <= self.frequency.periods_per_year:
            raise InvalidPeriodError(f"{self.year} 年没有第 {self.number} 个期别（频率 {self.frequency}）。")

    @staticmethod
    def parse(text: str) -> "Period":
        """Read the strict form; anything else raises `InvalidPeriodError`.

        >>> Period.parse("2024-Q2").last_day
        datetime.date(2024, 6, 30)
        """
        return _parsed(text)

    def __str__(self) -> str:
        return _text(self)

    @property
    def first_day(self) -> date:
        return _days(self)[0]

    @property
    def last_day(self) -> date:
        return _days(self)[1]

    @property
    def is_first_of_year(self) -> bool:
        """Whether cumulation starts here: a first quarter, a January, every year."""
        return self.number == 1

    def previous(self) -> "Period":
        """One period before.

        >>> str(Period.parse("2024-Q1").previous())
        '2023-Q4'
        """
        return _moved(self, -1)

    def next(self) -> "Period":
        """One period after."""
        return _moved(self, 1)

    def years_before(self, years: int) -> "Period":
        """The same quarter or month `years` years earlier."""
        return _moved(self, -years * self.frequency.periods_per_year)

    def years_after(self, years: int) -> "Period":
        """The same quarter or month `years` years later."""
        return _moved(self, years * self.frequency.periods_per_year)

    def year_before(self) -> "Period":
        """The base of a year-on-year growth (同比)."""
        return self.years_before(1)

    def last_part(self, frequency: Frequency) -> "Period":
        """The last period of a finer frequency inside this one, itself for its own; ValueError for a coarser one.

        >>> str(Period.parse("2024").last_part(Frequency.QUARTER))
        '2024-Q4'
        """
        parts = frequency.periods_per_year // self.frequency.periods_per_year
        if not parts:
            raise ValueError(f"{self} 不能按更粗的频率 {frequency} 取值。")
        return Period(self.year, frequency, self.number * parts)

    def ends(self, frequency: Frequency) -> "Period | None":
        """The period of a coarser (or the same) frequency that this one is the last part of, None inside one.

        >>> str(Period.parse("2024-Q4").ends(Frequency.YEAR)), Period.parse("2024-Q3").ends(Frequency.YEAR)
        ('2024', None)
        """
        parts, rest = divmod(self.frequency.periods_per_year, frequency.periods_per_year)
        if rest or self.number % parts:
            return None
        return Period(self.year, frequency, self.number // parts)


def period_of_day(day: date, frequency: Frequency) -> Period:
    """The period that a day lies in.

    >>> str(period_of_day(date(2026, 11, 24), Frequency.QUARTER))
    '2026-Q4'
    """
    months = 12 // frequency.periods_per_year
    return Period(day.year, frequency, (day.month - 1) // months + 1)


def latest_over(day: date, frequency: Frequency) -> Period:
    """The newest period that is over on a day.

    >>> str(latest_over(date(2026, 4, 1), Frequency.QUARTER)), str(latest_over(date(2026, 3, 31), Frequency.QUARTER))
    ('2026-Q1', '2025-Q4')
    """
    return period_of_day(day, frequency).previous()


@lru_cache(_CACHED)
def _parsed(text: str) -> Period:
    match = _FORM.fullmatch(text)
    if match is None or not FIRST_YEAR <= int(match[1]) <= LAST_YEAR:
        raise InvalidPeriodError(
            f"“{text[:30]}”不是有效的期别：应写作 2024、2024-Q2 或 2024-09，年份在 {FIRST_YEAR} 至 {LAST_YEAR} 之间。"
        )
    year, quarter, month = match.groups()
    if quarter:
        return Period(int(year), Frequency.QUARTER, int(quarter))
    if month:
        return Period(int(year), Frequency.MONTH, int(month))
    return Period(int(year), Frequency.YEAR, 1)


@lru_cache(_CACHED)
def _text(period: Period) -> str:
    if period.frequency == Frequency.QUARTER:
        return f"{period.year}-Q{period.number}"
    if period.frequency == Frequency.MONTH:
        return f"{period.year}-{period.number:02d}"
    return f"{period.year}"


@lru_cache(_CACHED)
def _days(period: Period) -> tuple[date, date]:
    months = 12 // period.frequency.periods_per_year
    first = date(period.year, (period.number - 1) * months + 1, 1)
    # 31 days per month never fall short of the next period, whose first day is then found by cutting back.
    beyond = first + timedelta(days=31 * months)
    return first, date(beyond.year, (beyond.month - 1) // months * months + 1, 1) - timedelta(days=1)


@lru_cache(_CACHED)
def _moved(period: Period, steps: int) -> Period:
    per_year = period.frequency.periods_per_year
    year, offset = divmod(period.year * per_year + period.number - 1 + steps, per_year)
    return Period(year, period.frequency, offset + 1)
