"""A published growth against what the levels say: shown beside it, never changed (rules R1, R2)."""

from indicators.domain.checks.kinds import GROWTH, VALUE
from indicators.domain.checks.subjects import Evidence, Rule, Subject
from indicators.domain.checks.words import growth_unit_text, limit, shown
from indicators.domain.exact import exact
from indicators.domain.growth import MEASURE, computed_growth, growth_unit
from indicators.domain.numbers import plain_rounded


@exact
def published_growth_message(rule: Rule, subject: Subject, evidence: Evidence) -> str | None:
    """The growth of this return is further than the threshold from that of its value over the published base.

    Only where the catalogue lets growth be computed at all; value and growth must stand in the same return.
    """
    facts, growth = subject.indicator, subject.number
    if rule.threshold is None or growth is None or subject.measure != GROWTH:
        return None
    typed = evidence.cells.get((facts.code, subject.area, subject.period, VALUE))
    if typed is None:
        return None
    base = evidence.number(facts.code, subject.area, subject.period.year_before(), VALUE)
    computed = computed_growth(facts.kind, facts.growth_computable, typed.number, base).value
    if computed is None or abs(growth - computed) <= rule.threshold:
        return None
    unit = growth_unit_text(facts)
    said, levels = shown(growth, computed, digits=facts.growth_decimals)
    apart_unit = unit if growth_unit(facts.kind) == MEASURE else " 个百分点"
    apart = plain_rounded(abs(growth - computed), facts.growth_decimals)
    return (
        f"公布增速 {said}{unit}，由数值推算为 {levels}{unit}，"
        f"相差 {apart}{apart_unit}（容许 {limit(rule.threshold)}{apart_unit}）"
    )
