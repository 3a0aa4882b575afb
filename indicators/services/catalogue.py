"""Changing the catalogue. Kind and frequency are fixed once figures exist; everything derived follows a change."""

from django.core.exceptions import ValidationError
from django.db import transaction

from indicators.domain.catalogue import ratio_input_fault
from indicators.models import Department, Indicator
from indicators.models.advisory import AdvisoryLock, hold
from indicators.services.audit import Actor
from indicators.services.calculations import bump_data_version, bump_definitions_version, request_calculations_of
from indicators.services.records import save_record


@transaction.atomic
def save_indicator(*, indicator: Indicator, actor: Actor, reason: str = "") -> None:
    """Create or change one indicator."""
    hold(AdvisoryLock.LEDGER)
    if faults := _faults_of(indicator):
        raise ValidationError(faults)
    if save_record(instance=indicator, key=indicator.code, actor=actor, reason=reason, fixed=["code"]):
        bump_definitions_version()
        request_calculations_of(indicator)


@transaction.atomic
def save_department(*, department: Department, actor: Actor, reason: str = "") -> None:
    """Create or rename a department; the catalogue that readers see shows its name."""
    if save_record(instance=department, key=department.name, actor=actor, reason=reason):
        bump_data_version()


def _faults_of(indicator: Indicator) -> dict[str, str]:
    faults = {}
    stored = Indicator.objects.filter(pk=indicator.pk).first() if indicator.pk else None
    if stored and stored.observations.exists():
        for field in ("kind", "frequency"):
            if getattr(stored, field) != getattr(indicator, field):
                faults[field] = "该指标已有数据，类型和频率不能再改；请另建一个指标"
    for field in ("numerator", "denominator"):
        source = getattr(indicator, field)
        if source and (message := ratio_input_fault(indicator.frequency, source.kind, source.frequency)):
            faults[field] = message
    return faults
