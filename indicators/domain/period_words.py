"""Periods as people say them."""

from indicators.domain.kinds import Frequency, Kind
from indicators.domain.periods import Period

# Growth that is published alone (investment) and ratios over cumulative figures (tax per mu) are cumulative, too.
CUMULATIVE_KINDS = frozenset({Kind.FLOW_YTD, Kind.GROWTH_ONLY, Kind.RATIO})

_QUARTERS = ("一季度", "二季度", "三季度", "四季度")
_CUMULATIVE_QUARTERS = ("一季度", "上半年", "前三季度", "全年")


def period_text(period: Period, kind: str) -> str:
    """A period with its year; of a cumulative indicator it is the span since January.

    >>> period_text(Period.parse("2024-Q2"), "flow_ytd"), period_text(Period.parse("2024-Q2"), "stock")
    ('2024年上半年', '2024年二季度')
    >>> period_text(Period.parse("2024-09"), "flow_ytd"), period_text(Period.parse("2024"), "stock")
    ('2024年1—9月', '2024年')
    """
    return f"{period.year}年{part_of_year(period, kind)}"


def part_of_year(period: Period, kind: str) -> str:
    """The period without its year; nothing for a whole year.

    >>> part_of_year(Period.parse("2024-Q3"), "flow_ytd"), part_of_year(Period.parse("2024-01"), "flow_ytd")
    ('前三季度', '1月')
    """
    cumulative = kind in CUMULATIVE_KINDS
    if period.frequency == Frequency.YEAR:
        return ""
    if period.frequency == Frequency.QUARTER:
        return (_CUMULATIVE_QUARTERS if cumulative else _QUARTERS)[period.number - 1]
    return f"{'1—' if cumulative and period.number > 1 else ''}{period.number}月"
