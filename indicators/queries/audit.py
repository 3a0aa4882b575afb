"""Reading the audit trail, and proving that it is whole."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from django.db.models import F, QuerySet
from django.utils import timezone

from indicators.models import AuditEntry, AuditSeal, Observation

GENESIS = "0" * 64
SEAL_WITHIN = timedelta(minutes=15)  # the periodic task seals every minute; longer means that nobody seals


@dataclass(frozen=True, slots=True)
class AuditFault:
    """One thing wrong with the trail; `code` is tampered, missing, unsealed or ledger_differs."""

    code: str
    message: str


def canonical_entry(entry: AuditEntry) -> bytes:
    """The bytes that are sealed: every field of the entry, in one fixed form."""
    fields = [
        entry.pk,
        entry.at.isoformat(),
        entry.actor_id,
        entry.actor_name,
        entry.action,
        entry.object_type,
        entry.object_key,
        entry.old,
        entry.new,
        entry.reason,
    ]
    return json.dumps(fields, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def sealed_digest(previous: str, entry: AuditEntry) -> str:
    """The digest that seals `entry` behind the link `previous`."""
    return hashlib.sha256(previous.encode() + canonical_entry(entry)).hexdigest()


def chain_end() -> tuple[int, str]:
    """Number and digest of the newest seal; (0, zeros) before the first."""
    return AuditSeal.objects.order_by("-number").values_list("number", "digest").first() or (0, GENESIS)


def unsealed_entries() -> QuerySet[AuditEntry]:
    return AuditEntry.objects.filter(seal__isnull=True).order_by("id")


def entries_about(object_type: str, object_key: str) -> QuerySet[AuditEntry]:
    """The history of one object, newest first."""
    return AuditEntry.objects.filter(object_type=object_type, object_key=object_key).order_by("-id")


def trail_faults() -> Iterator[AuditFault]:
    """All that shows tampering: a changed or removed entry, one nobody sealed, a figure its entry does not bear out."""
    yield from _chain_faults()
    for entry in unsealed_entries().filter(at__lt=timezone.now() - SEAL_WITHIN):
        yield AuditFault("unsealed", f"审计记录 {entry.pk}（{entry}）超过 {SEAL_WITHIN.seconds // 60} 分钟未封存")
    yield from _ledger_faults()


def _chain_faults() -> Iterator[AuditFault]:
    number, digest = 0, GENESIS
    for seal in AuditSeal.objects.select_related("entry").order_by("number").iterator(chunk_size=2_000):
        if seal.number != number + 1:
            yield AuditFault("missing", f"封存 {number + 1} 至 {seal.number - 1} 或其审计记录缺失")
        elif seal.digest != sealed_digest(digest, seal.entry):
            yield AuditFault("tampered", f"审计记录 {seal.entry_id}（{seal.entry}）与其封存不符")
        # Go on from what was sealed, so that one change is one fault.
        number, digest = seal.number, seal.digest


def _ledger_faults() -> Iterator[AuditFault]:
    """The ledger repeats what its audit entries say, number by number."""
    rows = Observation.objects.annotate(audited=F("audit_entry__new")).values_list(
        "pk", "value", "growth", "vintage", "published_as", "audited"
    )
    for pk, value, growth, vintage, published_as, audited in rows.iterator(chunk_size=5_000):
        recorded = audited or {}
        same = (
            _same_number(value, recorded.get("value"))
            and _same_number(growth, recorded.get("growth"))
            and recorded.get("vintage") == vintage
            and recorded.get("published_at") == published_as
        )
        if not same:
            yield AuditFault("ledger_differs", f"数据 {pk} 与其审计记录不符")


def _same_number(stored: Decimal | None, audited: str | None) -> bool:
    return (stored is None and audited is None) or (audited is not None and stored == Decimal(audited))
