"""Checks against what the same series said before: cumulative below the last quarter, missing where there was one."""

from decimal import Decimal

from indicators.domain.checks.kinds import VALUE
from indicators.domain.checks.subjects import Evidence, Rule, Subject
from indicators.domain.checks.words import digits_of, shown, unit_of, with_unit
from indicators.domain.kinds import Kind
from indicators.domain.period_words import part_of_year, period_text


def cumulative_message(rule: Rule, subject: Subject, evidence: Evidence) -> str | None:
    """A cumulative value below that of the period before in its year; right only after a revision."""
    number, base = subject.number, cumulative_base(subject, evidence)
    if number is None or base is None or number >= base:
        return None
    facts = subject.indicator
    now, before = shown(number, base, digits=digits_of(facts, VALUE))
    unit, earlier = unit_of(facts, VALUE), part_of_year(subject.period.previous(), facts.kind)
    return f"累计数 {now}{unit} 低于本年{earlier}的 {before}{unit}"


def cumulative_base(subject: Subject, evidence: Evidence) -> Decimal | None:
    """The cumulative value that the cell's number should not fall below."""
    facts, period = subject.indicator, subject.period
    if facts.kind != Kind.FLOW_YTD or subject.measure != VALUE or period.is_first_of_year:
        return None
    return evidence.number(facts.code, subject.area, period.previous(), VALUE)


def missing_message(rule: Rule, subject: Subject, evidence: Evidence) -> str | None:
    """Blank or said to be absent, where the same period last year has a number."""
    if not subject.content.blank and not subject.content.absent:
        return None
    before = evidence.year_ago(subject)
    if before is None:
        return None
    earlier = period_text(subject.period.year_before(), subject.indicator.kind)
    return f"上年同期（{earlier}）为 {with_unit(subject, before)}，本期没有数"
