"""年内进度 in words: the newest cumulative figure of the year against the year's number, and what is left to do."""

from dataclasses import dataclass

from indicators.domain.numbers import plain_rounded
from indicators.domain.period_words import period_text
from indicators.domain.periods import Period
from tracker.domain.targets.within_year import WITHIN_YEAR_WORDS, AmountInYear, GrowthInYear
from tracker.domain.targets.wording import writing_of
from tracker.queries.targets.in_year import InYear

SHARE_DIGITS = 1
NO_NUMBER = "—"


@dataclass(frozen=True, slots=True, kw_only=True)
class InYearRow:
    indicator: str
    area: str
    goal: str
    period: str
    so_far: str
    time_share: str
    share_done: str
    needed: str


def in_year_row(found: InYear) -> InYearRow:
    """One yearly number as the page shows it."""
    indicator, result = found.indicator, found.result
    number = found.figure.growth if found.goal.reads_growth else found.figure.value
    unit = "%" if found.goal.reads_growth else indicator.measure_unit
    share = result.share_done if isinstance(result, AmountInYear) else None
    return InYearRow(
        indicator=indicator.name,
        area=found.area.name,
        goal=found.text or writing_of(found.goal),
        period=period_text(Period.parse(found.period), indicator.kind),
        so_far=NO_NUMBER if number is None else f"{plain_rounded(number, found.goal.digits)}{unit}",
        time_share=f"{plain_rounded(result.time_share, SHARE_DIGITS)}%",
        share_done=NO_NUMBER if share is None else f"{plain_rounded(share, SHARE_DIGITS)}%",
        needed=_needed(found, unit),
    )


def _needed(found: InYear, unit: str) -> str:
    """倒算: what the months left have to bring, with its label where it is an estimate."""
    result, digits = found.result, found.goal.digits
    if result.needed is None:
        return WITHIN_YEAR_WORDS.get(result.reason or "", NO_NUMBER)
    if isinstance(result, GrowthInYear):
        label = f"（{result.label}）" if result.label else ""
        return f"余下各月同比增长 {plain_rounded(result.needed, digits)}%{label}"
    if not result.needed:
        return "已达到"
    text = f"还需 {plain_rounded(result.needed, digits)}{unit}"
    per_month = result.needed_per_month
    return text if per_month is None else f"{text}，每月 {plain_rounded(per_month, digits)}{unit}"
