"""Monthly progress: every correction is a further version, written set-wise under one audit entry."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from indicators.choices import AuditAction
from indicators.services.audit import Actor, record
from projects.models import Project, ProjectProgress

BATCH = 5_000


@dataclass(frozen=True, slots=True)
class ProgressContent:
    """One project's figure at the end of a month."""

    project: str
    period: str
    invested_ytd: Decimal
    note: str


@transaction.atomic
def write_progress(*, rows: Sequence[ProgressContent], actor: Actor, reason: str) -> None:
    """Store each row as the newest version of its project and month; the earlier one is kept."""
    if not rows:
        return
    codes = {row.project for row in rows}
    ids = dict(Project.objects.filter(code__in=codes).order_by("pk").select_for_update().values_list("code", "pk"))
    versions = _supersede({(ids[row.project], row.period) for row in rows})
    entry = record(
        actor=actor,
        action=AuditAction.LOADED,
        object_type="projectprogress",
        object_key=f"{len(rows)} 行",
        new={"rows": str(len(rows))},
        reason=reason,
    )
    now = timezone.now()
    ProjectProgress.objects.bulk_create(
        (
            ProjectProgress(
                project_id=ids[row.project],
                period=row.period,
                invested_ytd=row.invested_ytd,
                note=row.note,
                version=versions.get((ids[row.project], row.period), -1) + 1,
                recorded_at=now,
                audit_entry=entry,
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
