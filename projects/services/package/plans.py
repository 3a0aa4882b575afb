"""Yearly plans of projects in a package: a later day of adoption is a further version."""

from dataclasses import dataclass, field
from pathlib import Path

from indicators.choices import AuditAction
from indicators.readers.faults import Findings
from indicators.services.audit import Actor, record_all
from indicators.services.packages.keys import Keys, is_stored_so
from indicators.services.records import snapshot
from projects.models import Project, ProjectPlan
from projects.readers.projects import PlanRow, read_project_plans
from projects.services.package.projects import NewProjects, is_known

ADVICE = "计划有调整时请按新的下达日期另列一行"
BATCH = 5_000


@dataclass(slots=True)
class NewPlans:
    rows: list[PlanRow] = field(default_factory=list)
    unchanged: int = 0


def check_plans(path: Path | None, projects: NewProjects, findings: Findings) -> NewPlans:
    new, keys = NewPlans(), Keys()
    if path is None:
        return new
    stored = {
        tuple(key): planned
        for planned, *key in ProjectPlan.objects.values_list("planned", "project__code", "year", "adopted_on")
    }
    for row in read_project_plans(path, findings):
        key = (row.project, row.year, row.adopted_on)
        if not is_known(row.cells, row.project, projects) or not keys.is_first(row.cells, "adopted_on", key):
            continue
        if key not in stored:
            new.rows.append(row)
        elif is_stored_so(row.cells, {"planned": row.planned}, {"planned": stored[key]}, ADVICE):
            new.unchanged += 1
    return new


def store_plans(new: NewPlans, actor: Actor, reason: str) -> int:
    if not new.rows:
        return 0
    projects = Project.objects.in_bulk({row.project for row in new.rows}, field_name="code")
    created = ProjectPlan.objects.bulk_create(
        (
            ProjectPlan(project=projects[row.project], year=row.year, planned=row.planned, adopted_on=row.adopted_on)
            for row in new.rows
        ),
        batch_size=BATCH,
    )
    record_all(
        actor=actor,
        action=AuditAction.CREATED,
        object_type="projectplan",
        objects=[(f"{each.project.code} {each.year} {each.adopted_on}", snapshot(each)) for each in created],
        reason=reason,
    )
    return len(created)
