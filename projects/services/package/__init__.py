"""Projects, parcels and disposals as tables of a data package."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from indicators.domain.packages import Table
from indicators.readers.faults import Findings
from indicators.services.audit import Actor
from indicators.services.packages import PackagePart
from indicators.services.packages.parts import Definitions, StoredRows
from projects.domain.package_tables import DISPOSALS, PARCELS, PROJECT_PLANS, PROJECT_PROGRESS, PROJECTS
from projects.queries.package import disposal_rows, parcel_rows, plan_rows, progress_rows, project_rows
from projects.services.package.disposals import NewDisposals, check_disposals, store_disposals
from projects.services.package.parcels import NewParcels, check_parcels, store_parcels
from projects.services.package.plans import NewPlans, check_plans, store_plans
from projects.services.package.progress import NewProgress, check_progress, store_progress
from projects.services.package.projects import NewProjects, check_projects, store_projects


@dataclass(frozen=True, slots=True)
class CheckedProjects:
    """The new rows of the five tables."""

    projects: NewProjects
    plans: NewPlans
    progress: NewProgress
    parcels: NewParcels
    disposals: NewDisposals

    def store(self, *, actor: Actor, reason: str) -> Mapping[Table, StoredRows]:
        return {
            PROJECTS: StoredRows(store_projects(self.projects, actor, reason), self.projects.unchanged),
            PROJECT_PLANS: StoredRows(store_plans(self.plans, actor, reason), self.plans.unchanged),
            PROJECT_PROGRESS: StoredRows(store_progress(self.progress, actor, reason), self.progress.unchanged),
            PARCELS: StoredRows(store_parcels(self.parcels, actor, reason), self.parcels.unchanged),
            DISPOSALS: StoredRows(store_disposals(self.disposals, actor, reason), self.disposals.unchanged),
        }

    def indicators_to_follow(self) -> Iterable[str]:
        """Dispatch figures are no statistical investment: no indicator follows from them."""
        return ()


def check(files: Mapping[Table, Path | None], definitions: Definitions, findings: Findings) -> CheckedProjects:
    projects = check_projects(files[PROJECTS], definitions, findings)
    parcels = check_parcels(files[PARCELS], definitions, findings)
    return CheckedProjects(
        projects=projects,
        plans=check_plans(files[PROJECT_PLANS], projects, findings),
        progress=check_progress(files[PROJECT_PROGRESS], projects, findings),
        parcels=parcels,
        disposals=check_disposals(files[DISPOSALS], parcels, findings),
    )


PART = PackagePart(
    tables=(PROJECTS, PROJECT_PLANS, PROJECT_PROGRESS, PARCELS, DISPOSALS),
    check=check,
    rows={
        PROJECTS: project_rows,
        PROJECT_PLANS: plan_rows,
        PROJECT_PROGRESS: progress_rows,
        PARCELS: parcel_rows,
        DISPOSALS: disposal_rows,
    },
)
