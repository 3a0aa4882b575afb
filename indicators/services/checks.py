"""Changing the rules that returns are checked by."""

from dataclasses import dataclass
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from indicators.choices import CheckKind, Severity
from indicators.domain.checks.parameters import parameter_faults
from indicators.models import CheckRule
from indicators.queries.checks import facts_of, rule_of
from indicators.domain.kinds import Frequency
from indicators.services.audit import Actor
from indicators.services.records import save_record


@transaction.atomic
def save_rule(*, rule: CheckRule, actor: Actor, reason: str = "") -> None:
    """Create or change one rule; one that is no longer wanted gets its last day instead of being deleted."""
    if faults := rule_faults(rule):
        raise ValidationError(faults)
    save_record(instance=rule, key=rule.code, actor=actor, reason=reason, fixed=["code", "kind"])
