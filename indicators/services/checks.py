"""Changing the rules that returns are checked by, and the rules a new installation starts with."""

from collections.abc import Iterator
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction

from indicators.choices import CheckKind, Severity
from indicators.domain.checks.parameters import parameter_faults
from indicators.domain.kinds import Kind
from indicators.models import CheckRule
from indicators.queries.checks import rule_codes, rule_of
from indicators.services.audit import Actor
from indicators.services.records import save_record


@transaction.atomic
def save_rule(*, rule: CheckRule, actor: Actor, reason: str = "") -> None:
    """Create or change one rule; one that is no longer wanted gets its last day, it is never deleted."""
    if faults := rule_faults(rule):
        raise ValidationError(faults)
    save_record(instance=rule, key=rule.code, actor=actor, reason=reason, fixed=["code", "kind"])


def rule_faults(rule: CheckRule) -> dict[str, list[str]]:
    """What does not fit the kind or the indicator, by field; a kind that is none is left to the form."""
    if rule.kind not in CheckKind.values or rule.severity not in Severity.values:
        return {}
    indicator = rule.indicator
    faults: dict[str, list[str]] = {}
    for field, message in parameter_faults(
        rule_of(rule),
        indicator_kind=Kind(indicator.kind) if indicator else None,
        growth_computable=indicator is None or indicator.growth_computable,
    ):
        faults.setdefault(field, []).append(message)
    return faults


@transaction.atomic
def ensure_default_rules(*, actor: Actor) -> list[str]:
    """Create the default rules whose code is not taken; what staff changed or ended stays. Returns the new codes."""
    taken = rule_codes()
    missing = [rule for rule in _default_rules() if rule.code not in taken]
    for rule in missing:
        save_rule(rule=rule, actor=actor, reason="系统预置规则")
    return [rule.code for rule in missing]


def _default_rules() -> Iterator[CheckRule]:
    yield CheckRule(code="blank", name="空白", kind=CheckKind.BLANK, severity=Severity.MANDATORY)
    # Amounts kept in 万元 have six decimals in 亿元; what has more is the tail of a formula.
    yield CheckRule(code="digits", name="小数位过多", kind=CheckKind.DIGITS, severity=Severity.VERIFY, digits=6)
    yield CheckRule(code="cumulative", name="累计数低于本年上一期", kind=CheckKind.CUMULATIVE, severity=Severity.VERIFY)
    yield CheckRule(
        code="jump", name="与历史相比异动", kind=CheckKind.JUMP, severity=Severity.VERIFY, threshold=Decimal(5)
    )
    yield CheckRule(
        code="partition",
        name="分项之和与整体不符",
        kind=CheckKind.PARTITION,
        severity=Severity.VERIFY,
        threshold=Decimal(1),
    )
    yield CheckRule(
        code="published_growth",
        name="公布增速与数值推算不符",
        kind=CheckKind.PUBLISHED_GROWTH,
        severity=Severity.VERIFY,
        threshold=Decimal(1),
    )
    yield CheckRule(code="missing", name="上年同期有数、本期没有", kind=CheckKind.MISSING, severity=Severity.VERIFY)
