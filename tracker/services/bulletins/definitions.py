"""Keeping definitions, their recipients and sections: checked, audited, with their schedule in line."""

from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.db import connection, transaction

from indicators.choices import AuditAction
from indicators.models import User
from indicators.services.audit import Actor, record
from indicators.services.records import delete_record, save_record
from tracker.models import BulletinDefinition, BulletinSection
from tracker.queries.bulletins.access import READERS
from tracker.services.bulletins.definition_faults import addresses_in, by_field, definition_faults, section_faults
from tracker.services.bulletins.schedules import sync_schedule


@transaction.atomic
def save_definition(*, definition: BulletinDefinition, actor: Actor, reason: str = "") -> None:
    """Create or change a definition; its schedule is in force with the commit.

    The code is fixed once stored, frequency and peer group once a bulletin was made.
    """
    definition.addresses = "\n".join(addresses_in(definition.addresses))
    definition.cron = " ".join(definition.cron.split())
    if faults := by_field(definition_faults(definition)):
        raise ValidationError(faults)
    fixed = ["code"]
    if definition.pk and definition.bulletins.exists():
        fixed += ["frequency", "peer_group"]
    save_record(instance=definition, key=definition.code, actor=actor, reason=reason, fixed=fixed)
    sync_schedule(definition)


@transaction.atomic
def set_recipients(*, definition: BulletinDefinition, users: Collection[User], actor: Actor, reason: str = "") -> None:
    """Who is sent the bulletins. Whoever is added has to be able to read them; others may stay until taken out."""
    kept = set(definition.recipients.values_list("pk", flat=True))
    unfit = [each for each in users if each.pk not in kept and not (each.is_active and each.role in READERS)]
    if unfit:
        names = "、".join(f"“{each}”" for each in unfit)
        raise ValidationError({"recipients": f"{names}已停用，或不是填报、审核、审定发布、查阅岗，不能作收件人"})
    before = sorted(definition.recipients.values_list("username", flat=True))
    after = sorted(each.username for each in users)
    if before == after:
        return
    definition.recipients.set(users)
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
    """Add a section or change it; what it shows of which indicator is fixed, for that is another section."""
    if faults := by_field(section_faults(section)):
        raise ValidationError(faults)
    if section.pk is None:
        section.full_clean()
        section.pk = _next_id()
    fixed = ("definition", "kind", "indicator")
    save_record(instance=section, key=_section_key(section), actor=actor, reason=reason, fixed=fixed)


@transaction.atomic
def delete_section(*, section: BulletinSection, actor: Actor, reason: str = "") -> None:
    """Take a section out; bulletins that were made keep theirs."""
    delete_record(instance=section, key=_section_key(section), actor=actor, reason=reason)


def _section_key(section: BulletinSection) -> str:
    """How the audit trail names it: the definition, what it shows, of which indicator, and which of several alike."""
    parts = [section.definition.code, section.kind, section.indicator.code if section.indicator else "", section.pk]
    return "/".join(str(part) for part in parts if part)


def _next_id() -> int:
    """The id of a section to come: its first audit entry names it already."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id'))", [BulletinSection._meta.db_table])
        return cursor.fetchone()[0]
