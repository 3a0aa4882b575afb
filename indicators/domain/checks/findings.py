"""What the rules in force have to say about the cells of a return."""

from collections.abc import Callable, Sequence

from indicators.domain.checks.cell_rules import blank_message, digits_message, number_message, range_message
from indicators.domain.checks.jump import jump_message
from indicators.domain.checks.kinds import CheckKind, Severity
from indicators.domain.checks.partition import partition_message
from indicators.domain.checks.past_rules import cumulative_message, missing_message
from indicators.domain.checks.published_growth import published_growth_message
from indicators.domain.checks.subjects import Evidence, Finding, History, Rule, Subject, evidence_of

NUMBER = Rule(code="number", name="数值格式", kind=CheckKind.NUMBER, severity=Severity.MANDATORY)

_MESSAGES: dict[CheckKind, Callable[[Rule, Subject, Evidence], str | None]] = {
    CheckKind.NUMBER: number_message,
    CheckKind.BLANK: blank_message,
    CheckKind.DIGITS: digits_message,
    CheckKind.RANGE: range_message,
    CheckKind.CUMULATIVE: cumulative_message,
    CheckKind.JUMP: jump_message,
    CheckKind.PARTITION: partition_message,
    CheckKind.PUBLISHED_GROWTH: published_growth_message,
    CheckKind.MISSING: missing_message,
}


def findings(rules: Sequence[Rule], subjects: Sequence[Subject], history: History) -> list[Finding]:
    """Every finding in the order of the cells, then of the rules; that every cell is readable is always checked."""
    return [finding for _, finding in findings_with_subjects(rules, subjects, history)]


def findings_with_subjects(
    rules: Sequence[Rule], subjects: Sequence[Subject], history: History
) -> list[tuple[Subject, Finding]]:
    """As `findings`, each with the cell it is about: for cells of several periods, which a finding does not name."""
    evidence = evidence_of(subjects, history)
    applicable: dict[tuple[str, str], list[Rule]] = {}
    found = []
    for subject in subjects:
        key = (subject.indicator.code, subject.measure)
        if key not in applicable:
            applicable[key] = [rule for rule in (NUMBER, *rules) if rule.applies_to(subject)]
        for rule in applicable[key]:
            message = _MESSAGES[rule.kind](rule, subject, evidence)
            if message is not None:
                found.append((subject, _finding(rule, subject, message)))
    return found


def _finding(rule: Rule, subject: Subject, message: str) -> Finding:
    return Finding(
        indicator=subject.indicator.code,
        area=subject.area,
        measure=subject.measure,
        rule=rule.code,
        rule_name=rule.name,
        severity=rule.severity,
        message=message,
    )
