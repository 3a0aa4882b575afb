"""Saving one definition together with its audit entry: areas, peer groups, catalogue and accounts alike."""

from collections.abc import Collection
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction

from indicators.choices import AuditAction
from indicators.domain.numbers import plain
from indicators.domain.texts import plain_lines
from indicators.services.audit import Actor, record

UNRECORDED = frozenset({"id", "password", "digest", "last_login"})


def snapshot(instance: models.Model) -> dict[str, str | None]:
    """The fields of a row as text, for comparing and for the audit trail; secrets are left out."""
    return {
        field.name: _text(getattr(instance, field.name))
        for field in instance._meta.concrete_fields
        if field.name not in UNRECORDED
    }


def _text(value: Any) -> str | None:
    """A number in one form, whatever its trailing zeros; a related row by its code, since names may be shared."""
    if value is None:
        return None
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, models.Model):
        return str(getattr(value, "code", value))
    return str(value)


@transaction.atomic
def save_record(
    *, instance: models.Model, key: str, actor: Actor, reason: str = "", fixed: Collection[str] = ()
) -> frozenset[str]:
    """Validate and save `instance`, write who changed what; returns the names of what changed, none if nothing did.

    `fixed` are fields that may not change once stored. Raises `ValidationError` with every fault, storing nothing.
    """
    for field in instance._meta.concrete_fields:
        if isinstance(field, models.TextField):
            setattr(instance, field.name, plain_lines(getattr(instance, field.name)))
    instance.full_clean()
    stored = type(instance)._default_manager.select_for_update().filter(pk=instance.pk).first() if instance.pk else None
    old = snapshot(stored) if stored else {}
    new = snapshot(instance)
    changed = frozenset(name for name, value in new.items() if not stored or old[name] != value)
    if faults := {name: "保存后不能再改，请另建" for name in changed.intersection(fixed) if stored}:
        raise ValidationError(faults)
    if not changed:
        return changed
    instance.save(update_fields=changed if stored else None)
    record(
        actor=actor,
        action=AuditAction.CHANGED if stored else AuditAction.CREATED,
        object_type=instance._meta.model_name or "",
        object_key=key,
        old={name: old[name] for name in sorted(changed)} if stored else None,
        new={name: new[name] for name in sorted(changed)},
        reason=reason,
    )
    return changed


@transaction.atomic
def delete_record(*, instance: models.Model, key: str, actor: Actor, reason: str = "") -> None:
    """Delete a row that nothing protects (`ProtectedError` otherwise), with its last content in the audit trail."""
    old = snapshot(instance)
    object_type = instance._meta.model_name or ""
    instance.delete()
    record(actor=actor, action=AuditAction.DELETED, object_type=object_type, object_key=key, old=old, reason=reason)
