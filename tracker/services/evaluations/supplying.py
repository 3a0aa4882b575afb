"""A bureau's checked workbook: its facts and its rows of no firm are stored together or not at all."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter

from django.db import transaction
from django.utils import timezone

from indicators.choices import AuditAction
from indicators.models import Department, User
from indicators.services.audit import Actor, record
from tracker.choices import UnmatchedState
from tracker.domain.evaluations.fact_sheets import Cells, FactColumn
from tracker.models import FactFile, Round, UnmatchedRow
from tracker.queries.evaluations.access import enterprises_of
from tracker.queries.evaluations.supply import columns_for, may_supply
from tracker.queries.evaluations.supply_firms import contents_of
from tracker.queries.evaluations.supply_uploads import queued_rows, row_key
from tracker.services.evaluations.fact_cells import Origin, cell_faults, write_cells
from tracker.services.evaluations.fact_locks import RoundLockedError, hold_rounds, lock_reasons
from tracker.services.evaluations.posting import FactsRefusedError, RowFault

SUPERSEDED = "被同一部门后来的文件取代"


@dataclass(frozen=True, slots=True)
class SeenChange:
    """One fact as the preview showed it: `seen` the system had, `new` the file says; empty is none."""

    row: int
    enterprise: str
    key: str
    seen: str
    new: str


@dataclass(frozen=True, slots=True)
class RowOfNoFirm:
    row: int
    code: str
    name: str
    cells: Cells


@dataclass(frozen=True, slots=True, kw_only=True)
class FactUpload:
    """What is to be stored of a file with `rows` rows."""

    name: str
    sha256: str
    rows: int
    changes: Sequence[SeenChange]
    unmatched: Sequence[RowOfNoFirm]


@dataclass(frozen=True, slots=True)
class Supplied:
    """The stored file, None where it changed nothing."""

    file: FactFile | None
    firms: int
    unmatched: int


class SupplyRefusedError(Exception):
    """The account may not supply these facts."""


@transaction.atomic
def supply_facts(*, round: Round, department: Department, upload: FactUpload, user: User) -> Supplied:
    """Store the file whole; a second time it changes nothing.

    Raises `SupplyRefusedError`, `RoundLockedError` or `FactsRefusedError`, storing nothing.
    """
    if not may_supply(user, department):
        raise SupplyRefusedError(f"本账号不能报送{department}的数据")
    locked = hold_rounds(round.year)[round.pk]
    if reasons := lock_reasons(locked.year, through=locked):
        raise RoundLockedError(reasons)
    columns = columns_for(locked, department)
    if faults := _faults(locked, department, upload, user, columns):
        raise FactsRefusedError(sorted(faults))
    origin = Origin(Actor.of(user), str(department), f"评价批次 {locked.code} {department} 文件 {upload.name}")
    changed = write_cells(_by_firm(upload.changes), year=locked.year, origin=origin)
    queued = queued_rows(locked, department)
    new = [row for row in upload.unmatched if not _stands_in(queued, row)]
    if not changed and not new:
        return Supplied(None, 0, 0)
    file = _store_file(locked, department, upload, origin.actor, changed=len(changed), unmatched=len(new))
    _queue(file, new, queued)
    return Supplied(file, len(changed), len(new))


def _faults(
    round: Round, department: Department, upload: FactUpload, user: User, columns: Sequence[FactColumn]
) -> list[RowFault]:
    """Everything against the upload: facts of others, numbers, unknown firms, and what changed since the preview."""
    faults = []
    for number, cells in _cells_by_row(upload):
        faults += [RowFault(number, *each) for each in cell_faults(cells, columns, str(department))]
    codes = {each.enterprise for each in upload.changes}
    known = set(enterprises_of(user).filter(code__in=codes).values_list("code", flat=True))
    keys = {each.key for each in columns}
    stored = contents_of(known, round.year, [each.key for each in columns])
    for each in upload.changes:
        if each.enterprise not in known:
            message = f"没有代码为“{each.enterprise[:40]}”的企业"
            faults.append(RowFault(each.row, "enterprise", "unknown_enterprise", message))
        elif each.key in keys and stored[each.enterprise][each.key] not in (each.seen, each.new):
            message = f"{each.enterprise} 的数在预览之后又有改动，请重新上传核对"
            faults.append(RowFault(each.row, each.key, "conflict", message))
    return faults


def _cells_by_row(upload: FactUpload) -> Iterable[tuple[int, Cells]]:
    yield from ((each.row, {each.key: each.new or None}) for each in upload.changes)
    yield from ((each.row, each.cells) for each in upload.unmatched)


def _by_firm(changes: Iterable[SeenChange]) -> dict[str, dict[str, str | None]]:
    cells: dict[str, dict[str, str | None]] = {}
    for each in changes:
        cells.setdefault(each.enterprise, {})[each.key] = each.new or None
    return cells


def _stands_in(queued: Mapping[tuple[str, str], UnmatchedRow], row: RowOfNoFirm) -> bool:
    there = queued.get(row_key(row.code, row.name))
    return there is not None and there.facts == dict(row.cells)


def _store_file(
    round: Round, department: Department, upload: FactUpload, actor: Actor, *, changed: int, unmatched: int
) -> FactFile:
    counts = {"rows": upload.rows, "changed": changed, "unmatched": unmatched}
    entry = record(
        actor=actor,
        action=AuditAction.LOADED,
        object_type="factfile",
        object_key=f"{round.code}/{department}",
        new={"name": upload.name, "sha256": upload.sha256, **{name: str(count) for name, count in counts.items()}},
        reason="部门数据文件",
    )
    return FactFile.objects.create(
        round=round,
        department=department,
        name=upload.name,
        sha256=upload.sha256,
        uploaded_by=actor.name,
        audit_entry=entry,
        **counts,
    )


def _queue(file: FactFile, rows: Iterable[RowOfNoFirm], queued: Mapping[tuple[str, str], UnmatchedRow]) -> None:
    """Queue the rows; an older one of the same code and name that still waits gives way."""
    keyed = {row_key(row.code, row.name): row for row in rows}
    past = [queued[key].pk for key in keyed if key in queued]
    UnmatchedRow.objects.filter(pk__in=past, state=UnmatchedState.WAITING).update(
        state=UnmatchedState.DISMISSED, reason=SUPERSEDED, decided_by=file.uploaded_by, decided_at=timezone.now()
    )
    UnmatchedRow.objects.bulk_create(
        UnmatchedRow(file=file, row_number=row.row, code=row.code, name=row.name, facts=dict(row.cells))
        for row in sorted(keyed.values(), key=attrgetter("row"))
    )
