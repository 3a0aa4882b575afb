"""What a try-out shows: how often the rule would have fired, and at which published figures."""

from dataclasses import dataclass, field

from django.urls import reverse

from indicators.admin.check_words import TRY_OUT_NOTES, rule_text
from indicators.choices import Measure
from indicators.domain.checks import kinds
from indicators.domain.period_words import period_text
from indicators.models import CheckRule
from indicators.queries.check_try_out import YEARS_TRIED, Fired, TryOut, try_out
from indicators.queries.checks import rule_of

MOST_LINES = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class FiredLine:
    """One finding, with the address of its figure in the ledger."""

    period: str
    area: str
    indicator: str
    measure: str
    message: str
    figure_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TryOutPage:
    rule: str
    result: str
    note: str
    lines: list[FiredLine] = field(default_factory=list)
    left_out: int = 0


def try_out_page(rule: CheckRule) -> TryOutPage:
    """Everything the page says about one rule, stored or not."""
    tried = try_out(rule_of(rule))
    return TryOutPage(
        rule=rule_text(rule),
        result=_result(tried),
        note=TRY_OUT_NOTES.get(kinds.CheckKind(rule.kind), ""),
        lines=[_line(each) for each in tried.findings[:MOST_LINES]],
        left_out=max(0, len(tried.findings) - MOST_LINES),
    )


def _result(tried: TryOut) -> str:
    if not tried.checked:
        return "台账中没有这条规则所看的公布数据，无从试运行。"
    fired = f"会触发 {tried.fired} 次" if tried.fired else "不会触发"
    return f"近 {YEARS_TRIED} 年（至 {tried.newest}）公布数据 {tried.checked} 个，{fired}。"


def _line(fired: Fired) -> FiredLine:
    return FiredLine(
        period=period_text(fired.period, fired.indicator.kind),
        area=fired.area_name,
        indicator=fired.indicator.name,
        measure=Measure(fired.finding.measure).label,
        message=fired.finding.message,
        figure_url=reverse("admin:indicators_observation_change", args=[fired.observation]),
    )
