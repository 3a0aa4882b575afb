"""The one audit trail: every change writes its entry in its own transaction; sealing follows in id order."""

import getpass
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from indicators.choices import AuditAction
from indicators.models import AuditEntry, User
from indicators.models.advisory import AdvisoryLock, hold
from indicators.queries.audit import SEALED_FIELDS, chain_end, sealed_digest, unsealed_entries

SEAL_BATCH = 20_000
COPY_SEALS = "COPY indicators_auditseal (number, entry_id, digest, sealed_at) FROM STDIN"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: an account, or an operator at the command line, or a task, by name."""

    name: str
    user: User | None = None

    @classmethod
    def of(cls, user: User) -> "Actor":
        return cls(name=user.username, user=user)

    @classmethod
    def operator(cls) -> "Actor":
        """The person at the command line of the server."""
        return cls(name=f"命令行（{getpass.getuser()}）")


def record(
    *,
    actor: Actor,
    action: AuditAction,
    object_type: str,
    object_key: str,
    old: Mapping[str, object] | None = None,
    new: Mapping[str, object] | None = None,
    reason: str = "",
) -> AuditEntry:
    """Write one entry; the caller's transaction carries it together with the change."""
    seal_without_broker()
    return AuditEntry.objects.create(
        actor=actor.user,
        actor_name=actor.name,
        action=action,
        object_type=object_type,
        object_key=object_key,
        old=old,
        new=new,
        reason=reason,
    )


def record_all(
    *,
    actor: Actor,
    action: AuditAction,
    object_type: str,
    objects: Iterable[tuple[str, Mapping[str, object]]],
    reason: str = "",
) -> None:
    """One entry for each (key, new content), written set-wise."""
    seal_without_broker()
    AuditEntry.objects.bulk_create(
        AuditEntry(
            actor=actor.user,
            actor_name=actor.name,
            action=action,
            object_type=object_type,
            object_key=key,
            new=new,
            reason=reason,
        )
        for key, new in objects
    )


def seal_without_broker() -> None:
    """Where no broker is configured nobody seals by schedule: the calling process does, after its commit."""
    if not connection.in_atomic_block:
        raise RuntimeError("An audit entry belongs into the transaction of its change.")
    if settings.CELERY_TASK_ALWAYS_EAGER and not any(hook[1] is _seal for hook in connection.run_on_commit):
        transaction.on_commit(_seal, robust=True)


def _seal() -> None:
    seal_entries()


def seal_entries() -> int:
    """Add every unsealed entry to the hash chain in id order; returns how many. Only one caller seals at a time."""
    sealed = 0
    while batch := _seal_batch():
        sealed += batch
    return sealed


@transaction.atomic
def _seal_batch() -> int:
    hold(AdvisoryLock.AUDIT_SEALS)
    last, digest = chain_end()
    sealed_at = timezone.now()
    # Read before the copy begins: the connection does one thing at a time.
    entries = list(unsealed_entries().values_list(*SEALED_FIELDS)[:SEAL_BATCH])
    with connection.cursor() as cursor, cursor.copy(COPY_SEALS) as copy:
        for number, entry in enumerate(entries, start=last + 1):
            digest = sealed_digest(digest, entry)
            copy.write_row((number, entry[0], digest, sealed_at))
    return len(entries)
