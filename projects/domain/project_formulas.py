"""The rules of the monthly dispatch in words, as explanations print them, and one project's numbers filled in."""

from indicators.domain.formulas import Formula
from indicators.domain.numbers import plain, plain_rounded
from indicators.domain.periods import Period
from projects.domain.lights import ProjectMonth
from projects.domain.progress import MONTHS, Summary

PROJECT_METHOD = "dispatch/1"
WHAT_IT_IS = "调度数（形象进度投资），不是统计投资"
SHOWN = 6
COMPLETION = Formula(
    "completion",
    f"年内累计完成投资 ÷ 年度计划投资。累计数取当年至当月最近一次填报，计划取当月底以前下达的最新一版。{WHAT_IT_IS}。",
    "invested ÷ planned × 100",
)
TIME_SHARE = Formula("time_share", "序时进度：已过月份 ÷ 12。", "month ÷ 12 × 100")
AHEAD = Formula("ahead", "超序时进度：完成率减序时进度，由未取舍的数相减，百分点。", "completion − time_share")
SUMS = Formula(
    "completion",
    "有现行计划的项目的累计完成投资之和 ÷ 年度计划投资之和，不是各项目完成率的平均。"
    f"没有填报的项目只计计划。{WHAT_IT_IS}。",
    "Σ invested ÷ Σ planned × 100",
)


def worked(found: ProjectMonth | Summary, month: Period) -> str | None:
    """The formula with its numbers; None where there is no completion.

    >>> from decimal import Decimal
    >>> from projects.domain.progress import summarise
    >>> worked(summarise([], Period.parse("2025-10")), Period.parse("2025-10")) is None
    True
    """
    if found.completion is None or found.ahead is None:
        return None
    completion, gone = plain_rounded(found.completion, SHOWN), plain_rounded(found.time_share, SHOWN)
    return (
        f"{plain(found.invested)} ÷ {plain(found.planned)} × 100 = {completion}；"
        f"{month.number} ÷ {MONTHS} × 100 = {gone}；超序时 {plain_rounded(found.ahead, SHOWN)} 个百分点"
    )
