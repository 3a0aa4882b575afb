"""`projects.csv`, `project_plans.csv` and `project_progress.csv`: form of the cells only."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from indicators.domain.kinds import Frequency
from indicators.readers.cells import Cells
from indicators.readers.faults import Findings
from indicators.readers.tables import read_table
from projects.domain.package_tables import PROJECT_PLANS, PROJECT_PROGRESS, PROJECTS
from projects.domain.stages import Category, Stage
from projects.readers.amounts import amount, number_between, required_amount

HALF_TURN, QUARTER_TURN = 180, 90


@dataclass(frozen=True, slots=True)
class ProjectRow:
    """`content` holds the cells that are plain values, by the columns of the file; what could not be read is empty."""

    cells: Cells
    code: str
    area: str
    content: dict[str, Any]


@dataclass(frozen=True, slots=True)
class PlanRow:
    cells: Cells
    project: str
    year: int
    planned: Decimal
    adopted_on: date


@dataclass(frozen=True, slots=True)
class ProgressRow:
    cells: Cells
    project: str
    period: str
    invested_ytd: Decimal
    note: str


def read_projects(path: Path, findings: Findings) -> Iterator[ProjectRow]:
    for row in read_table(path, PROJECTS, findings):
        cells = Cells(PROJECTS.file, row, findings)
        code, area = cells.code("code"), cells.code("area")
        content: dict[str, Any] = {
            "name": cells.text("name", longest=200, required=True),
            "kind": cells.text("kind", longest=100),
            "stage": cells.choice("stage", list(Stage)) or "",
            "total_investment": amount(cells, "total_investment"),
            "starts_on": cells.date("starts_on"),
            "ends_on": cells.date("ends_on"),
            "theme": cells.text("theme", longest=200),
            "lead": cells.text("lead", longest=100),
            "longitude": number_between(cells, "longitude", HALF_TURN),
            "latitude": number_between(cells, "latitude", QUARTER_TURN),
            "category": (cells.choice("category", list(Category)) or "") if row.cells["category"] else "",
            "statistics_registered_on": cells.date("statistics_registered_on"),
            "national_code": cells.text("national_code", longest=64),
        }
        _check_days(cells, content["starts_on"], content["ends_on"])
        _check_point(cells)
        yield ProjectRow(cells, code, area, content)


def read_project_plans(path: Path, findings: Findings) -> Iterator[PlanRow]:
    """The rows of which every cell can be read."""
    for row in read_table(path, PROJECT_PLANS, findings):
        cells = Cells(PROJECT_PLANS.file, row, findings)
        project, year = cells.code("project"), cells.year("year")
        planned, adopted_on = required_amount(cells, "planned"), cells.date("adopted_on")
        if not row.cells["adopted_on"]:
            cells.fault("adopted_on", "required", "“adopted_on”不能为空：各月按当月底以前下达的计划计算")
        if project and year is not None and planned is not None and adopted_on is not None:
            yield PlanRow(cells, project, year, planned, adopted_on)


def read_project_progress(path: Path, findings: Findings) -> Iterator[ProgressRow]:
    """The rows of which every cell can be read."""
    for row in read_table(path, PROJECT_PROGRESS, findings):
        cells = Cells(PROJECT_PROGRESS.file, row, findings)
        project, period = cells.code("project"), cells.period("period")
        invested_ytd, note = required_amount(cells, "invested_ytd"), cells.text("note", longest=1_000)
        if period is not None and period.frequency != Frequency.MONTH:
            cells.fault("period", "not_a_month", f"“period”应为月份，如 2025-10，现为“{period}”")
        elif project and period is not None and invested_ytd is not None:
            yield ProgressRow(cells, project, str(period), invested_ytd, note)


def _check_days(cells: Cells, starts_on: date | None, ends_on: date | None) -> None:
    if starts_on and ends_on and ends_on < starts_on:
        cells.fault("ends_on", "bad_dates", f"竣工日期 {ends_on} 早于开工日期 {starts_on}")


def _check_point(cells: Cells) -> None:
    """Half a point is none."""
    for missing, there in (("longitude", "latitude"), ("latitude", "longitude")):
        if cells.row.cells[there] and not cells.row.cells[missing]:
            cells.fault(missing, "required", f"有“{there}”时“{missing}”不能为空")
