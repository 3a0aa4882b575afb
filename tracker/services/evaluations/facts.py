"""Facts of firms: every change is a further version, written set-wise under one audit entry."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from indicators.choices import AuditAction
from indicators.models import AuditEntry
from indicators.services.audit import Actor, record
from tracker.domain.evaluation_tables import MARKS, QUANTITIES
from tracker.models import Enterprise, EnterpriseFact, EnterpriseTax

COLUMNS = (*QUANTITIES, "veto", *MARKS)
Key = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class FactContent:
    """All facts of one firm and year: quantities, `veto` and the marks, by column."""

    enterprise: str
    year: int
    content: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class TaxContent:
    enterprise: str
    year: int
    component: str
    amount: Decimal | None
    source: str


@transaction.atomic
def write_facts(rows: Sequence[FactContent], *, actor: Actor, reason: str) -> None:
    """Store each row as the newest version of its firm and year."""
    if not rows:
        return
    firms = _firm_ids(row.enterprise for row in rows)
    versions = _supersede(
        EnterpriseFact, ("enterprise_id", "year"), {(firms[row.enterprise], row.year) for row in rows}
    )
    entry, now = _entry(actor, "enterprisefact", reason, len(rows)), timezone.now()
    head = ("enterprise_id", "year", *COLUMNS, "version", "recorded_at", "audit_entry_id")
    _copy(
        EnterpriseFact,
        head,
        (
            _row((firms[row.enterprise], row.year), [row.content[name] for name in COLUMNS], versions, now, entry)
            for row in rows
        ),
    )


@transaction.atomic
def write_taxes(rows: Sequence[TaxContent], *, actor: Actor, reason: str) -> None:
    """Store each row as the newest version of its firm, year and component."""
    if not rows:
        return
    firms = _firm_ids(row.enterprise for row in rows)
    keys = {(firms[row.enterprise], row.year, row.component) for row in rows}
    versions = _supersede(EnterpriseTax, ("enterprise_id", "year", "component"), keys)
    entry, now = _entry(actor, "enterprisetax", reason, len(rows)), timezone.now()
    head = ("enterprise_id", "year", "component", "amount", "source", "version", "recorded_at", "audit_entry_id")
    _copy(
        EnterpriseTax,
        head,
        (
            _row((firms[row.enterprise], row.year, row.component), [row.amount, row.source], versions, now, entry)
            for row in rows
        ),
    )


def _firm_ids(codes: Iterable[str]) -> dict[str, int]:
    return dict(Enterprise.objects.filter(code__in=set(codes)).values_list("code", "pk"))


def _supersede(model: Any, names: Sequence[str], keys: set[Key]) -> dict[Key, int]:
    """Close the current versions of the keys; returns by key the number of the last version."""
    firms = {key[0] for key in keys}
    rows = model.objects.current().filter(enterprise__in=firms).select_for_update()
    found = {tuple(key): (pk, version) for pk, version, *key in rows.values_list("pk", "version", *names)}
    closed = {key: found[key] for key in keys if key in found}
    model.objects.filter(pk__in=[pk for pk, _ in closed.values()]).update(superseded_at=timezone.now())
    return {key: version for key, (_, version) in closed.items()}


def _row(key: Key, content: list[Any], versions: Mapping[Key, int], now: datetime, entry: AuditEntry) -> Key:
    return (*key, *content, versions.get(key, -1) + 1, now, entry.pk)


def _entry(actor: Actor, object_type: str, reason: str, count: int) -> AuditEntry:
    return record(
        actor=actor,
        action=AuditAction.LOADED,
        object_type=object_type,
        object_key=f"{count} 行",
        new={"rows": str(count)},
        reason=reason,
    )


def _copy(model: Any, names: Sequence[str], rows: Iterable[Key]) -> None:
    statement = f"COPY {model._meta.db_table} ({', '.join(names)}) FROM STDIN"
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)
