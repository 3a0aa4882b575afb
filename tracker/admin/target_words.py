"""How the numbers and verdicts of targets read on a screen: rounded here, with the unit of the target's form."""

from dataclasses import dataclass
from decimal import Decimal

from indicators.admin.figures import NO_DATA, growth_unit_text, with_unit
from indicators.domain.kinds import Kind
from indicators.domain.numbers import plain_rounded
from indicators.models import Indicator
from tracker.choices import TargetForm, TargetMeasure, Verdict
from tracker.domain.targets.outlook import OUTLOOK_WORDS
from tracker.domain.targets.reasons import WORDS
from tracker.domain.targets.target import MEASURED, Form
from tracker.domain.targets.target import Target as Facts
from tracker.domain.targets.wording import Wording, wording_of
from tracker.models import Plan, Target
from tracker.queries.targets.page import Standing, reads_growth

SHARE_DECIMALS = 1
REASONS = {**WORDS, **OUTLOOK_WORDS}
WILL_MEET = {"yes": "能实现", "no": "不能实现", "open": "能否实现未定"}
# A sign beside the words, so that no light is told apart by its colour alone.
SIGNS = {
    Verdict.MET: "★",
    Verdict.AHEAD: "▲",
    Verdict.ON_COURSE: "●",
    Verdict.BEHIND: "▼",
    Verdict.NOT_ASSESSED: "○",
}


@dataclass(frozen=True, slots=True)
class Light:
    """A verdict as it is shown; `name` picks the colour."""

    name: str
    sign: str
    words: str


def light_of(verdict: Verdict) -> Light:
    return Light(verdict.value, SIGNS[verdict], str(verdict.label))


def amount_text(number: Decimal | None, facts: Facts, indicator: Indicator) -> str:
    """What a target reads (actual, expected, outlook): growth, a fall in percent, or a value of the indicator."""
    if facts.form == Form.COMPOUND:
        return _text(number, indicator.decimals, "%")
    if not reads_growth(facts):
        return _text(number, indicator.decimals, indicator.measure_unit)
    unit = "%" if facts.form == Form.AVERAGE_GROWTH else growth_unit_text(indicator)
    return _text(number, indicator.growth_decimals, unit)


def needed_text(number: Decimal | None, facts: Facts, indicator: Indicator) -> str:
    """What each of the years left has to bring: of a rate a difference in points."""
    if indicator.kind == Kind.RATE and facts.form not in (Form.COMPOUND, Form.AVERAGE_GROWTH):
        return _text(number, indicator.decimals, "个百分点")
    return amount_text(number, facts, indicator)


def share_text(share: Decimal | None) -> str:
    return _text(share, SHARE_DECIMALS, "%")


def reason_text(reason: str | None) -> str:
    """Why something is unknown, in words."""
    return REASONS.get(reason or "", "")


def note_of(standing: Standing) -> str:
    """What belongs beside the verdict: why there is none, or in which years the target did not hold."""
    progress = standing.progress
    if progress.broken:
        return "、".join(str(year) for year in progress.broken) + " 年不符"
    return reason_text(progress.reason) if standing.computed == Verdict.NOT_ASSESSED else ""


def why_no_share(standing: Standing) -> str:
    """Why there is a verdict but no share done."""
    progress = standing.progress
    if standing.computed == Verdict.NOT_ASSESSED or progress.share_done is not None:
        return ""
    return reason_text(progress.reason)


def outlook_text(standing: Standing) -> str:
    """The value expected in the end year with its interval."""
    outlook, facts, indicator = standing.outlook, standing.facts, standing.target.indicator
    value = amount_text(outlook.value, facts, indicator)
    if outlook.low is None or outlook.high is None or outlook.value is None:
        return value
    low, high = (amount_text(each, facts, indicator) for each in (outlook.low, outlook.high))
    return f"{value}（{low} 至 {high}）"


def outlook_word(standing: Standing) -> str:
    """Whether the target will be met, else why that cannot be said, unless the verdict says so already."""
    outlook = standing.outlook
    if outlook.will_meet:
        return WILL_MEET[outlook.will_meet]
    return "" if outlook.reason == standing.progress.reason else reason_text(outlook.reason)


def wording_in(plan: Plan, target: Target, facts: Facts) -> Wording:
    """The cells of the official table."""
    reference = target.reference.name if target.reference else ""
    return wording_of(facts, plan_base_year=plan.base_year, reference=reference, text=target.text)


def form_text(target: Target) -> str:
    """The form in words, with what a bound reads."""
    form = TargetForm(target.form).label
    return f"{form}，看{TargetMeasure(target.measure).label}" if target.form in MEASURED else str(form)


def _text(number: Decimal | None, decimals: int, unit: str) -> str:
    return NO_DATA if number is None else with_unit(plain_rounded(number, decimals), unit)
