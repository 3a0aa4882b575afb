"""How revitalised land is counted, and which indicator follows it: dated settings, the publisher's."""

from django.core.exceptions import ValidationError
from django.db import transaction

from indicators.domain.kinds import Kind
from indicators.services.audit import Actor
from indicators.services.records import save_record
from projects.events import land_changed
from projects.models import LandIndicator, LandSetting


@transaction.atomic
def save_land_setting(*, setting: LandSetting, actor: Actor, reason: str = "") -> None:
    """Periods that a setting touches afterwards are revised. Raises `ValidationError`."""
    _ask_for_a_reason(setting.pk, reason)
    if save_record(instance=setting, key=str(setting.valid_from), actor=actor, reason=reason, fixed=["valid_from"]):
        land_changed.send(sender=LandSetting)


@transaction.atomic
def save_land_indicator(*, link: LandIndicator, actor: Actor, reason: str = "") -> None:
    """Raises `ValidationError` where the indicator is no running total."""
    _ask_for_a_reason(link.pk, reason)
    if link.indicator_id and link.indicator.kind != Kind.COUNTER:
        raise ValidationError({"indicator": f"“{link.indicator.name}”不是累进总数（counter）类指标"})
    if save_record(instance=link, key=link.ledger, actor=actor, reason=reason, fixed=["ledger"]):
        land_changed.send(sender=LandIndicator)


def _ask_for_a_reason(pk: int | None, reason: str) -> None:
    if pk and not reason.strip():
        raise ValidationError({"reason": "修改须写明理由"})
