"""Reading the audit trail, and proving that it is whole."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from indicators.domain.moments import parse_moment
from indicators.domain.periods import Period
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
    """The ledger repeats what its audit entries say, and every row counts from its publication to the next one."""
    with connection.cursor() as cursor:
        cursor.execute(LEDGER_DIFFERS)
        for pk, key in cursor.fetchall():
            yield AuditFault("ledger_differs", f"数据 {pk}（{key}）与其审计记录或其历次发布的次序不符")
    for entry in AuditEntry.objects.filter(object_type="observation", observation__isnull=True).order_by("id"):
        yield AuditFault("missing", f"审计记录 {entry.pk}（{entry}）所记的数据已不在台账中")
    rows = Observation.objects.values_list("pk", "period", "period_end", "published_as", "published_at")
    for pk, period, period_end, published_as, published_at in rows.iterator(chunk_size=5_000):
        if Period.parse(period).last_day != period_end or parse_moment(published_as) != published_at:
            yield AuditFault("ledger_differs", f"数据 {pk} 的期末或发布时间与其原文不符")


LEDGER_DIFFERS = """
SELECT o.id, i.code || '/' || a.code || '/' || o.period
FROM (
    SELECT id, indicator_id, area_id, period, value, growth, vintage, published_as, note, recorded_at,
           audit_entry_id,
           (superseded_at, revision) IS DISTINCT FROM
               (lead(published_at) OVER newer, row_number() OVER newer - 1) AS out_of_order
    FROM indicators_observation
    WINDOW newer AS (PARTITION BY indicator_id, area_id, period ORDER BY published_at)
) AS o
JOIN indicators_indicator i ON i.id = o.indicator_id
JOIN indicators_area a ON a.id = o.area_id
JOIN indicators_auditentry e ON e.id = o.audit_entry_id
WHERE o.out_of_order OR o.recorded_at IS DISTINCT FROM e.at
   OR e.object_key IS DISTINCT FROM i.code || '/' || a.code || '/' || o.period
   OR e.new IS DISTINCT FROM jsonb_build_object(
       'value', trim_scale(o.value)::text, 'growth', trim_scale(o.growth)::text,
       'vintage', o.vintage, 'published_at', o.published_as, 'note', o.note
   )
ORDER BY o.id
"""
