"""Projects, plans, current progress, parcels and disposals as a data package holds them, sorted by key."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import Collate

from indicators.domain.numbers import plain
from projects.domain.package_tables import PARCELS, PROJECTS
from projects.models import Disposal, Parcel, Project, ProjectPlan, ProjectProgress

Cells = tuple[Any, ...]
CHUNK = 5_000
BY_CODE = Collate("code", "C")  # the same order on every server, whatever its language
BY_PROJECT = Collate("project__code", "C")
BY_PARCEL = Collate("parcel__code", "C")


def project_rows() -> Iterator[Cells]:
    columns = ["area__code" if name == "area" else name for name in PROJECTS.columns]
    return _written(Project.objects.order_by(BY_CODE), columns)


def plan_rows() -> Iterator[Cells]:
    rows = ProjectPlan.objects.order_by(BY_PROJECT, "year", "adopted_on")
    return _written(rows, ["project__code", "year", "planned", "adopted_on"])


def progress_rows() -> Iterator[Cells]:
    """The current version of each project and month."""
    rows = ProjectProgress.objects.current().order_by(BY_PROJECT, Collate("period", "C"))
    return _written(rows, ["project__code", "period", "invested_ytd", "note"])


def parcel_rows() -> Iterator[Cells]:
    columns = ["park__code" if name == "park" else name for name in PARCELS.columns]
    return _written(Parcel.objects.order_by(BY_CODE), columns)


def disposal_rows() -> Iterator[Cells]:
    rows = Disposal.objects.order_by(BY_PARCEL, "confirmed_on", Collate("document", "C"), Collate("mode", "C"))
    return _written(rows, ["parcel__code", "confirmed_on", "area_mu", "mode", "document", "reason"])


def _written(rows: QuerySet, columns: list[str]) -> Iterator[Cells]:
    for values in rows.values_list(*columns).iterator(chunk_size=CHUNK):
        yield tuple(plain(value) if isinstance(value, Decimal) else value for value in values)
