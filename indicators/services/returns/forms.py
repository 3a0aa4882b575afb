"""Changing forms and their units. Open returns keep the cells they were laid out with."""

from collections.abc import Collection, Iterable, Iterator

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F

from indicators.choices import AuditAction, Role
from indicators.domain.kinds import Kind
from indicators.domain.periods import InvalidPeriodError, Period
from indicators.models import Area, FormItem, FormUnit, ReturnForm, User
from indicators.models.advisory import AdvisoryLock, hold
from indicators.queries.handover import Work, out_of_reach, parents_of_areas
from indicators.queries.returns.overlaps import overlapping_units
from indicators.services.audit import Actor, record
from indicators.services.records import delete_record, save_record


@transaction.atomic
def save_form(*, form: ReturnForm, actor: Actor, reason: str = "") -> None:
    """Create or change a form; its code and frequency are fixed once stored."""
    hold(AdvisoryLock.LEDGER)  # two changes at the same time could each overlook the other's overlap
    try:
        starts_with = Period.parse(form.starts_with)
    except InvalidPeriodError as error:
        raise ValidationError({"starts_with": str(error)}) from error
    if starts_with.frequency != form.frequency:
        raise ValidationError({"starts_with": f"期别 {starts_with} 与报表频率（{form.get_frequency_display()}）不符"})
    changed = save_record(instance=form, key=form.code, actor=actor, reason=reason, fixed=["code", "frequency"])
    if "is_active" in changed and form.is_active:
        _refuse_overlaps(form.units.filter(is_active=True))


@transaction.atomic
def save_item(*, item: FormItem, actor: Actor, reason: str = "") -> None:
    """Add an indicator to a form or change what is asked about it: a new version of the form."""
    hold(AdvisoryLock.LEDGER)
    if item.indicator.frequency != item.form.frequency:
        raise ValidationError(
            {"indicator": f"指标“{item.indicator}”按{item.indicator.get_frequency_display()}报送，与报表频率不符"}
        )
    if item.indicator.kind == Kind.GROWTH_ONLY:
        item.asks_value, item.asks_growth = False, True
    if save_record(instance=item, key=_item_key(item), actor=actor, reason=reason):
        _new_version(item.form)
        _refuse_overlaps(item.form.units.filter(is_active=True))


@transaction.atomic
def delete_item(*, item: FormItem, actor: Actor, reason: str = "") -> None:
    """Take an indicator out of a form; returns that are open still ask for it."""
    delete_record(instance=item, key=_item_key(item), actor=actor, reason=reason)
    _new_version(item.form)


@transaction.atomic
def save_unit(*, unit: FormUnit, areas: Collection[Area], actor: Actor, reason: str = "") -> None:
    """Create or change a unit with its areas; a figure is asked of one unit only."""
    hold(AdvisoryLock.LEDGER)
    if faults := dict(_faults_of(unit, areas)):
        raise ValidationError(faults)
    key = f"{unit.form.code}/{unit.code}"
    save_record(instance=unit, key=key, actor=actor, reason=reason, fixed=["code", "form"])
    old = sorted(unit.areas.values_list("code", flat=True))
    new = sorted(area.code for area in areas)
    if old != new:
        unit.areas.set(areas)
        record(
            actor=actor,
            action=AuditAction.CHANGED,
            object_type="formunit",
            object_key=key,
            old={"areas": old},
            new={"areas": new},
            reason=reason,
        )
        _new_version(unit.form)
    _refuse_overlaps([unit] if unit.is_active else [])


def _faults_of(unit: FormUnit, areas: Collection[Area]) -> Iterator[tuple[str, str]]:
    if not areas:
        yield "areas", "请至少选一个填报地区"
    work = Work(unit.name, unit.department_id, frozenset(area.pk for area in areas))
    for field, role in (("clerk", Role.ENTRY), ("reviewer", Role.REVIEWER)):
        person: User | None = getattr(unit, field)
        if person and not (person.is_active and person.role == role):
            yield field, f"“{person}”不是启用中的{role.label}账号"
        elif person and out_of_reach(person, [work], parents_of_areas()):
            yield field, f"填报地区或部门不在“{person}”的范围内，请先由安全管理员授予，或另选"


def _refuse_overlaps(units: Iterable[FormUnit]) -> None:
    """What a closed form would ask is looked at when it is opened again."""
    for unit in (each for each in units if each.form.is_active):
        if others := list(overlapping_units(unit)):
            names = "、".join(f"“{other.form}”的“{other}”" for other in others)
            raise ValidationError(f"“{unit}”与{names}填报同一指标、地区的数据；一个数只能由一个单位填报")


def _new_version(form: ReturnForm) -> None:
    ReturnForm.objects.filter(pk=form.pk).update(version=F("version") + 1)
    form.refresh_from_db(fields=["version"])


def _item_key(item: FormItem) -> str:
    return f"{item.form.code}/{item.indicator.code}"
