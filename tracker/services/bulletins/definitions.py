"""Keeping definitions, their sections, recipients and templates: checked, audited, with their schedule in line."""

import hashlib
from collections.abc import Iterable

from celery.schedules import ParseException, crontab
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from indicators.choices import AuditAction, Role
from indicators.domain.kinds import Frequency, Kind
from indicators.domain.periods import InvalidPeriodError, Period
from indicators.models import User
from indicators.services.audit import Actor, record
from indicators.services.records import delete_record, save_record
from tracker.choices import ScheduleKind, SectionKind, UseLevel
from tracker.domain.bulletins.composition import PERIOD_PLACE
from tracker.models import BulletinDefinition, BulletinSection, BulletinTemplate
from tracker.readers.bulletins.word_template import TemplateError, read_template
from tracker.services.bulletins.schedules import sync_schedule

RECIPIENT_ROLES = frozenset({Role.ENTRY, Role.REVIEWER, Role.PUBLISHER, Role.VIEWER})


@transaction.atomic
def save_definition(*, definition: BulletinDefinition, actor: Actor, reason: str = "") -> None:
    """Create or change a definition; its schedule is in force with the commit."""
    if faults := _definition_faults(definition):
        raise ValidationError(faults)
    fixed = ["code"]
    if definition.pk and definition.bulletins.exists():
        fixed += ["frequency", "peer_group"]
    save_record(instance=definition, key=definition.code, actor=actor, reason=reason, fixed=fixed)
    sync_schedule(definition)


@transaction.atomic
def set_recipients(*, definition: BulletinDefinition, users: Iterable[User], actor: Actor, reason: str = "") -> None:
    """Who is sent the bulletins; accounts that can read them."""
    wanted = sorted(users, key=lambda user: user.username)
    if unfit := [str(each) for each in wanted if not each.is_active or each.role not in RECIPIENT_ROLES]:
        raise ValidationError({"recipients": f"这些账号已停用或不能查阅通报：{'、'.join(unfit)}"})
    before = sorted(definition.recipients.values_list("username", flat=True))
    after = [each.username for each in wanted]
    if before == after:
        return
    definition.recipients.set(wanted)
    record(
        actor=actor,
        action=AuditAction.CHANGED,
        object_type="bulletindefinition",
        object_key=definition.code,
        old={"recipients": before},
        new={"recipients": after},
        reason=reason,
    )


@transaction.atomic
def save_section(*, section: BulletinSection, actor: Actor, reason: str = "") -> None:
    if faults := _section_faults(section):
        raise ValidationError(faults)
    if section.pk is None:
        section.full_clean()
        section.save()
        record(
            actor=actor,
            action=AuditAction.CREATED,
            object_type="bulletindefinition",
            object_key=section.definition.code,
            new={"section": str(section), "indicator": section.indicator.code if section.indicator else ""},
            reason=reason,
        )
        return
    save_record(instance=section, key=section.definition.code, actor=actor, reason=reason)


@transaction.atomic
def delete_section(*, section: BulletinSection, actor: Actor, reason: str = "") -> None:
    delete_record(instance=section, key=section.definition.code, actor=actor, reason=reason)


@transaction.atomic
def upload_template(*, template: BulletinTemplate, content: bytes, actor: Actor, reason: str = "") -> None:
    """Store a checked Word file. A stored one never changes: upload another and take this one out of use."""
    try:
        template.placeholders = read_template(content)
    except TemplateError as error:
        raise ValidationError({"file": error.faults}) from error
    template.content, template.sha256 = content, hashlib.sha256(content).hexdigest()
    template.full_clean()
    template.save()
    record(
        actor=actor,
        action=AuditAction.CREATED,
        object_type="bulletintemplate",
        object_key=template.name,
        new={"sha256": template.sha256, "placeholders": template.placeholders},
        reason=reason,
    )


@transaction.atomic
def use_template(*, pk: int, is_active: bool, actor: Actor, reason: str = "") -> None:
    """Offer a template for choice, or no longer."""
    template = BulletinTemplate.objects.select_for_update().get(pk=pk)
    if template.is_active == is_active:
        return
    template.is_active = is_active
    template.save(update_fields=["is_active"])
    record(
        actor=actor,
        action=AuditAction.CHANGED,
        object_type="bulletintemplate",
        object_key=template.name,
        old={"is_active": str(not is_active)},
        new={"is_active": str(is_active)},
        reason=reason,
    )


def _definition_faults(definition: BulletinDefinition) -> dict[str, list[str]]:
    faults: dict[str, list[str]] = {}
    rest = definition.title.replace(PERIOD_PLACE, "")
    if "{" in rest or "}" in rest:
        faults["title"] = ["标题中只能有占位符{期别}"]
    if address_faults := list(_address_faults(definition)):
        faults["addresses"] = address_faults
    if definition.starts_with:
        try:
            if Period.parse(definition.starts_with).frequency != Frequency(definition.frequency):
                faults["starts_with"] = [f"{definition.starts_with} 不是所选频率的期别"]
        except InvalidPeriodError as error:
            faults["starts_with"] = [str(error)]
    if definition.schedule == ScheduleKind.CRON:
        fields = definition.cron.split()
        try:
            if len(fields) != 5:
                raise ValueError("fields")
            minute, hour, day, month, week = fields
            crontab(minute=minute, hour=hour, day_of_month=day, month_of_year=month, day_of_week=week)
        except (ParseException, ValueError, TypeError):
            faults["cron"] = ["须有五项：分 时 日 月 周，如“0 9 20 1,4,7,10 *”"]
    elif definition.cron:
        faults["cron"] = ["只有“自定”的定时才填"]
    return faults


def _address_faults(definition: BulletinDefinition) -> Iterable[str]:
    lines = [line.strip() for line in definition.addresses.splitlines() if line.strip()]
    if lines and definition.use_level != UseLevel.PUBLIC:
        yield "“内部”的通报只发给账号，不发其他电子邮箱"
    seen = set()
    for line in lines:
        try:
            validate_email(line)
        except ValidationError:
            yield f"“{line[:60]}”不是电子邮箱"
        if line.lower() in seen:
            yield f"“{line[:60]}”重复"
        seen.add(line.lower())


def _section_faults(section: BulletinSection) -> dict[str, str]:
    definition, indicator = section.definition, section.indicator
    if section.kind == SectionKind.CARD:
        if section.indicator:
            return {"indicator": "指标卡列出全部指标，不选指标"}
        if not (section.area or definition.focus_area):
            return {"area": "指标卡须有地区：在此选，或在通报中填关注地区"}
        return {}
    if indicator is None:
        return {"indicator": "请选指标"}
    if section.kind == SectionKind.AVERAGES and indicator.kind in (Kind.RATE, Kind.COUNTER):
        return {"indicator": f"“{indicator}”是{indicator.get_kind_display()}，没有年均增速"}
    return {}
