"""Monthly progress: every correction is a further version, and the earlier one is kept."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from indicators.choices import AuditAction
from indicators.domain.numbers import plain
from indicators.domain.periods import Period
from indicators.models import AuditEntry, User
from indicators.services.audit import Actor, record
from projects.domain.month_entry import MonthLine, MonthRow, changes, findings
from projects.models import Project, ProjectProgress
from projects.queries.access import projects_of
from projects.queries.month_lines import month_lines

BATCH = 5_000
OBJECT = "projectprogress"


@dataclass(frozen=True, slots=True)
class ProgressContent:
    """One project's figure at the end of a month."""

    project: str
    period: str
    invested_ytd: Decimal
    note: str


class MonthRefusedError(Exception):
    """Nothing of the month was stored; `reasons` names every row that stands against it."""

    code = "month_refused"

    def __init__(self, reasons: Sequence[str]) -> None:
        super().__init__("；".join(reasons))
        self.reasons = reasons


@transaction.atomic
def write_progress(*, rows: Sequence[ProgressContent], actor: Actor, reason: str) -> None:
    """Store each row as the newest version of its project and month, set-wise under one audit entry."""
    if not rows:
        return
    codes = {row.project for row in rows}
    ids = dict(Project.objects.filter(code__in=codes).order_by("pk").select_for_update().values_list("code", "pk"))
    entry = record(
        actor=actor,
        action=AuditAction.LOADED,
        object_type=OBJECT,
        object_key=f"{len(rows)} 行",
        new={"rows": str(len(rows))},
        reason=reason,
    )
    _add_versions(rows, ids, lambda row: entry)


@transaction.atomic
def enter_month(*, user: User, month: Period, rows: Sequence[MonthRow], today: date, reason: str = "") -> int:
    """Store what the rows change, all of it or nothing; returns how many figures were written.

    Raises `MonthRefusedError` with the reasons of every row. What a row repeats makes no version.
    """
    own = projects_of(user).filter(code__in={row.project for row in rows})
    ids = dict(own.order_by("pk").select_for_update(of=("self",)).values_list("code", "pk"))
    lines = {line.project: line for line in month_lines(user, month)}
    reasons = _refusals(user, month, rows, lines, today)
    if reasons:
        raise MonthRefusedError(reasons)
    changed = [row for row in rows if changes(lines[row.project], row)]
    entries = {
        row.project: _recorded(lines[row.project], row, month, actor=Actor.of(user), reason=reason) for row in changed
    }
    contents = [ProgressContent(row.project, str(month), row.invested, row.note) for row in changed]
    _add_versions(contents, ids, lambda row: entries[row.project])
    return len(changed)


def _refusals(
    user: User, month: Period, rows: Sequence[MonthRow], lines: Mapping[str, MonthLine], today: date
) -> list[str]:
    """Everything that stands against the month."""
    if not user.has_perm("projects.report_progress"):
        return ["这个账号不填报项目进度"]
    if month.first_day > today:
        return [f"{month} 还没有到，不能填报"]
    reasons, named = [], set()
    for row in rows:
        if row.project in named:
            reasons.append(f"项目 {row.project} 有两行")
        named.add(row.project)
        if row.project not in lines:
            reasons.append(f"项目 {row.project}：没有这个项目，或 {month} 没有现行的年度计划")
            continue
        line = lines[row.project]
        if changes(line, row):
            reasons += [f"{line.name}：{each.message}" for each in findings(line, row) if each.refuses]
    return reasons


def _recorded(line: MonthLine, row: MonthRow, month: Period, *, actor: Actor, reason: str) -> AuditEntry:
    return record(
        actor=actor,
        action=AuditAction.CREATED if line.version is None else AuditAction.CHANGED,
        object_type=OBJECT,
        object_key=f"{row.project} {month}",
        old=None if line.version is None else {"invested_ytd": plain(line.invested), "note": line.note},
        new={"invested_ytd": plain(row.invested), "note": row.note},
        reason=reason,
    )


def _add_versions(
    rows: Sequence[ProgressContent], ids: Mapping[str, int], entry_of: Callable[[ProgressContent], AuditEntry]
) -> None:
    now = timezone.now()
    versions = _supersede({(ids[row.project], row.period) for row in rows})
    ProjectProgress.objects.bulk_create(
        (
            ProjectProgress(
                project_id=ids[row.project],
                period=row.period,
                invested_ytd=row.invested_ytd,
                note=row.note,
                version=versions.get((ids[row.project], row.period), -1) + 1,
                recorded_at=now,
                audit_entry=entry_of(row),
            )
            for row in rows
        ),
        batch_size=BATCH,
    )


def _supersede(keys: set[tuple[int, str]]) -> dict[tuple[int, str], int]:
    """Close the current versions of the keys; returns by key the number of the last version."""
    rows = ProjectProgress.objects.current().filter(project__in={project for project, _ in keys})
    found = {
        (project, period): (pk, version)
        for pk, version, project, period in rows.values_list("pk", "version", "project_id", "period")
    }
    closed = {key: found[key] for key in keys if key in found}
    ProjectProgress.objects.filter(pk__in=[pk for pk, _ in closed.values()]).update(superseded_at=timezone.now())
    return {key: version for key, (_, version) in closed.items()}
