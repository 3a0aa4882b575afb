"""Projects, their plans and progress, parcels and disposals for tests, written as packages and services do."""

from datetime import date
from decimal import Decimal
from typing import Any

from indicators.models import Area
from projects.models import Disposal, Parcel, Project, ProjectPlan
from projects.services.disposals import DisposalContent, record_disposals
from projects.services.progress import ProgressContent, write_progress
from tests.builders import TESTER


def make_project(code: str, area: Area, **fields: Any) -> Project:
    return Project.objects.create(code=code, area=area, **{"name": code, "stage": "building", **fields})


def plan(project: Project, planned: str, adopted_on: str = "2025-01-20", year: int = 2025) -> ProjectPlan:
    return ProjectPlan.objects.create(
        project=project, year=year, planned=Decimal(planned), adopted_on=date.fromisoformat(adopted_on)
    )


def report(project: Project, period: str, invested_ytd: str, note: str = "") -> None:
    content = ProgressContent(project.code, period, Decimal(invested_ytd), note)
    write_progress(rows=[content], actor=TESTER, reason="test")


def make_parcel(code: str, park: Area, area_mu: str = "100", **fields: Any) -> Parcel:
    return Parcel.objects.create(
        code=code, park=park, area_mu=Decimal(area_mu), **{"name": code, "ledger": "inefficient", **fields}
    )


def content(
    parcel: Parcel, area_mu: str, confirmed_on: str = "2025-03-01", *, mode: str = "增产扩资", **fields: str
) -> DisposalContent:
    given = {"document": f"认定〔{confirmed_on}〕", "reason": "企业停产" if area_mu.startswith("-") else "", **fields}
    return DisposalContent(parcel.code, date.fromisoformat(confirmed_on), Decimal(area_mu), mode, **given)


def dispose(parcel: Parcel, area_mu: str, confirmed_on: str = "2025-03-01", **fields: str) -> Disposal:
    return record_disposals(rows=[content(parcel, area_mu, confirmed_on, **fields)], actor=TESTER)[0]
