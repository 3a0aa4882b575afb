"""Single periods out of cumulative figures (累计) and back; a gap stays a gap, nothing lags by position."""

from collections.abc import Mapping
from decimal import Decimal

from indicators.domain.exact import exact
from indicators.domain.periods import Period


@exact
def single_period(period: Period, cumulative: Mapping[Period, Decimal | None]) -> Decimal | None:
    """What the period alone brought: the difference inside one year, the figure itself where cumulation starts.

    None when the figure or the one before it in the year is absent: industry has no January, so February alone
    is unknown. May be negative after a revision.

    >>> first, half = Period.parse("2024-Q1"), Period.parse("2024-Q2")
    >>> single_period(half, {first: Decimal(40), half: Decimal(90)})
    Decimal('50')
    """
    value = cumulative.get(period)
    if value is None or period.is_first_of_year:
        return value
    before = cumulative.get(period.previous())
    return None if before is None else value - before


def single_periods(cumulative: Mapping[Period, Decimal | None]) -> dict[Period, Decimal | None]:
    """`single_period` of every period of the series."""
    return {period: single_period(period, cumulative) for period in cumulative}


@exact
def cumulative_from_single(singles: Mapping[Period, Decimal | None]) -> dict[Period, Decimal | None]:
    """The year to date at every period of the series; None where a part of the year so far is absent.

    >>> first, second = Period.parse("2024-Q1"), Period.parse("2024-Q2")
    >>> cumulative_from_single({first: Decimal(40), second: Decimal(50)})[second]
    Decimal('90')
    """
    totals: dict[Period, Decimal | None] = {}
    for period in sorted(singles):
        value = singles[period]
        if value is not None and not period.is_first_of_year:
            before = totals.get(period.previous())
            value = None if before is None else before + value
        totals[period] = value
    return {period: totals[period] for period in singles}


def dependent_periods(period: Period) -> tuple[Period, ...]:
    """The periods whose derived numbers read this one: itself, the next of its year, the same one a year later.

    >>> [str(dependent) for dependent in dependent_periods(Period.parse("2024-Q4"))]
    ['2024-Q4', '2025-Q4']
    """
    following = period.next()
    year_later = period.years_after(1)
    return (period, following, year_later) if following.year == period.year else (period, year_later)
