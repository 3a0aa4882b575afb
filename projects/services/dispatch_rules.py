"""The limits of the dispatch's lights, from a day on."""

from django.db import transaction

from indicators.services.audit import Actor
from indicators.services.records import save_record
from projects.models import DispatchRule


@transaction.atomic
def save_dispatch_rule(*, rule: DispatchRule, actor: Actor, reason: str = "") -> None:
    """Add or change limits; raises `ValidationError`. The day from which they count is fixed once stored."""
    save_record(instance=rule, key=str(rule.valid_from), actor=actor, reason=reason, fixed=("valid_from",))
