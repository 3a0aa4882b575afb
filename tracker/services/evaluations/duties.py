"""Which bureau supplies which facts: kept by the system administrator, every change in the audit trail."""

from collections.abc import Mapping, Sequence

from django.core.exceptions import ValidationError
from django.db import transaction

from indicators.models import Department
from indicators.services.audit import Actor
from indicators.services.catalogue import save_department
from indicators.services.records import delete_record, save_record
from tracker.domain.evaluations.fact_sheets import FACT_NAMES
from tracker.models import FactDuty

DEMO_DUTIES: Mapping[str, Sequence[str]] = {
    "税务局": ("tax",),
    "自然资源和规划局": ("land_owned", "land_leased_in", "land_leased_out"),
    "国网湘潭供电公司": ("electricity",),
    "统计局": ("revenue", "value_added", "fixed_investment", "energy", "staff"),
    "科技局": ("rd_spending",),
    "生态环境局": ("emissions",),
}


@transaction.atomic
def save_duty(*, duty: FactDuty, actor: Actor, reason: str = "") -> None:
    """Raises `ValidationError` for what is no fact of firms, or is another bureau's."""
    if duty.fact not in FACT_NAMES:
        raise ValidationError({"fact": f"没有名为“{duty.fact}”的数据"})
    save_record(instance=duty, key=duty.fact, actor=actor, reason=reason, fixed=["fact"])


def delete_duty(*, duty: FactDuty, actor: Actor, reason: str = "") -> None:
    """Nobody supplies the fact any more; what was supplied stays."""
    delete_record(instance=duty, key=duty.fact, actor=actor, reason=reason)


@transaction.atomic
def ensure_demo_duties(*, actor: Actor) -> int:
    """Give the facts of the demo to its bureaus, making those that are missing; returns how many facts were given."""
    given = 0
    for name, facts in DEMO_DUTIES.items():
        department = Department.objects.filter(name=name).first()
        if department is None:
            department = Department(name=name)
            save_department(department=department, actor=actor, reason="演示数据")
        for fact in facts:
            if not FactDuty.objects.filter(fact=fact).exists():
                save_duty(duty=FactDuty(department=department, fact=fact), actor=actor, reason="演示数据")
                given += 1
    return given
