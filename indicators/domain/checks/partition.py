"""The parts of a partition against their whole: warn beyond a tolerance, never correct (rule R6)."""

from decimal import Decimal

from indicators.domain.checks.kinds import VALUE
from indicators.domain.checks.subjects import Evidence, Rule, Subject
from indicators.domain.checks.words import limit, shown, unit_of
from indicators.domain.exact import exact
from indicators.domain.kinds import Kind
from indicators.domain.numbers import plain_rounded

ADDITIVE_KINDS = frozenset({Kind.FLOW_YTD, Kind.FLOW, Kind.STOCK, Kind.COUNTER})

_HUNDRED = Decimal(100)


@exact
def partition_message(rule: Rule, subject: Subject, evidence: Evidence) -> str | None:
    """Σ of the parts differs from the whole by more than the allowed percent of the whole; silent unless all are known.

    It is said at the cell of the whole, or, where the return has none, at that of the last part it has.
    """
    facts = subject.indicator
    if rule.threshold is None or facts.whole is None or not _said_at(subject, evidence):
        return None
    whole = evidence.number(facts.code, facts.whole, subject.period, VALUE)
    parts = [evidence.number(facts.code, area, subject.period, VALUE) for area in facts.partition]
    known = [each for each in parts if each is not None]
    if whole is None or len(known) < len(parts):
        return None
    total = sum(known, Decimal(0))
    difference = total - whole
    if abs(difference) * _HUNDRED <= rule.threshold * abs(whole):
        return None
    return _message(subject, total, whole, difference, rule.threshold)


def _said_at(subject: Subject, evidence: Evidence) -> bool:
    facts, period = subject.indicator, subject.period
    if facts.kind not in ADDITIVE_KINDS or subject.measure != VALUE:
        return False
    for area in (facts.whole, *reversed(facts.partition)):
        if area is not None and (facts.code, area, period, VALUE) in evidence.cells:
            return area == subject.area
    return False


def _message(subject: Subject, total: Decimal, whole: Decimal, difference: Decimal, threshold: Decimal) -> str:
    facts = subject.indicator
    unit = unit_of(facts, VALUE)
    parts_text, whole_text = shown(total, whole, digits=facts.decimals)
    percent = f"，相当于{facts.whole_name}的 {plain_rounded(abs(difference) / abs(whole) * 100, 2)}%" if whole else ""
    more = "多" if difference > 0 else "少"
    (apart,) = shown(abs(difference), digits=facts.decimals)
    return (
        f"{len(facts.partition)} 个地区合计 {parts_text}{unit}，比{facts.whole_name}的 {whole_text}{unit}"
        f"{more} {apart}{unit}{percent}（容许 {limit(threshold)}%）"
    )
