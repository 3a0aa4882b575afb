"""Saving one definition together with its audit entry: areas, peer groups, catalogue and accounts alike."""

from django.db import models, transaction

from indicators.choices import AuditAction
from indicators.services.audit import Actor, record


def snapshot(instance: models.Model) -> dict[str, str | None]:
    """The fields of a row as text, for the audit trail; secrets are left out."""
    values = {}
    for field in instance._meta.concrete_fields:
        if field.name in {"id", "password", "digest", "last_login"}:
            continue
        value = getattr(instance, field.name)
        values[field.name] = None if value is None else str(value)
    return values


@transaction.atomic
def save_record(*, instance: models.Model, key: str, actor: Actor, reason: str = "") -> bool:
    """Validate and save `instance`, write who changed what; returns whether anything differed.

    Raises `ValidationError` with every fault; then nothing is stored.
    """
    instance.full_clean()
    stored = type(instance)._default_manager.select_for_update().filter(pk=instance.pk).first() if instance.pk else None
    old = snapshot(stored) if stored else None
    new = snapshot(instance)
    if old == new:
        return False
    instance.save()
    record(
        actor=actor,
        action=AuditAction.CHANGED if stored else AuditAction.CREATED,
        object_type=instance._meta.model_name or "",
        object_key=key,
        old={name: value for name, value in old.items() if new[name] != value} if old else None,
        new={name: value for name, value in new.items() if not old or old[name] != value},
        reason=reason,
    )
    return True


@transaction.atomic
def delete_record(*, instance: models.Model, key: str, actor: Actor, reason: str = "") -> None:
    """Delete a definition nothing refers to (`ProtectedError` otherwise), with its last content in the audit trail."""
    old = snapshot(instance)
    object_type = instance._meta.model_name or ""
    instance.delete()
    record(actor=actor, action=AuditAction.DELETED, object_type=object_type, object_key=key, old=old, reason=reason)
