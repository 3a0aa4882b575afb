"""Reading the audit trail, and proving that it is whole."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.db.models import F, QuerySet
from django.utils import timezone

from indicators.models import AuditEntry, AuditSeal, Observation

GENESIS = "0" * 64
SEALED_FIELDS = ("id", "at", "actor_id", "actor_name", "action", "object_type", "object_key", "old", "new", "reason")
SEAL_WITHIN = timedelta(minutes=15)  # the periodic task seals every minute; longer means that nobody seals


@dataclass(frozen=True, slots=True)
class AuditFault:
    """One thing wrong with the trail; `code` is tampered, missing, unsealed or ledger_differs."""

    code: str
    message: str


def sealed_digest(previous: str, content: tuple[Any, ...]) -> str:
    """The digest that seals an entry, given as its `SEALED_FIELDS`, behind the link `previous`."""
    entry_id, at, *rest = content
    fields = [entry_id, at.isoformat(), *rest]
    canonical = json.dumps(fields, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(f"{previous}{canonical}".encode()).hexdigest()


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
    last, digest = 0, GENESIS
    content = [f"entry__{name}" for name in SEALED_FIELDS]
    seals = AuditSeal.objects.order_by("number").values_list("number", "digest", *content)
    for number, sealed, *entry in seals.iterator(chunk_size=5_000):
        if number != last + 1:
            yield AuditFault("missing", f"封存 {last + 1} 至 {number - 1} 或其审计记录缺失")
        elif sealed != sealed_digest(digest, tuple(entry)):
            yield AuditFault("tampered", f"审计记录 {entry[0]}（{entry[6]}）与其封存不符")
        # Go on from what was sealed, so that one change is one fault.
        last, digest = number, sealed


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
