"""Checks that look at one cell alone: readable, filled in, digits, range."""

from collections.abc import Iterator

from indicators.domain.cell_content import content_fault
from indicators.domain.checks.subjects import Evidence, Rule, Subject
from indicators.domain.checks.words import digits_of, limit, unit_of
from indicators.domain.numbers import plain


def number_message(rule: Rule, subject: Subject, evidence: Evidence) -> str | None:
    """Content that is no number can never be a figure."""
    return content_fault(subject.content)


def blank_message(rule: Rule, subject: Subject, evidence: Evidence) -> str | None:
    return "未填；没有数据请填“—”" if subject.content.blank else None


def digits_message(rule: Rule, subject: Subject, evidence: Evidence) -> str | None:
    """More decimals than the rule allows, or than the catalogue shows where the rule names none."""
    if subject.number is None:
        return None
    allowed = allowed_digits(rule, subject)
    text = plain(subject.number) or ""
    digits = len(text.partition(".")[2])
    if digits <= allowed:
        return None
    return f"{text} 有 {digits} 位小数，{f'最多 {allowed} 位' if allowed else '只能是整数'}"


def allowed_digits(rule: Rule, subject: Subject) -> int:
    """How many decimals the rule lets the cell have."""
    return digits_of(subject.indicator, subject.measure) if rule.digits is None else rule.digits


def range_message(rule: Rule, subject: Subject, evidence: Evidence) -> str | None:
    """Outside the bounds, which are themselves allowed."""
    return next(_range_messages(rule, subject), None)


def _range_messages(rule: Rule, subject: Subject) -> Iterator[str]:
    number = subject.number
    if number is None:
        return
    text, unit = plain(number), unit_of(subject.indicator, subject.measure)
    if rule.lower is not None and number < rule.lower:
        yield f"{text}{unit} 低于下限 {limit(rule.lower)}{unit}"
    if rule.upper is not None and number > rule.upper:
        yield f"{text}{unit} 高于上限 {limit(rule.upper)}{unit}"
