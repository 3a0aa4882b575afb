"""`plans.csv`, `targets.csv` and `yearly_targets.csv`: form of the cells only."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from indicators.readers.cells import Cells
from indicators.readers.faults import Findings
from indicators.readers.tables import read_table
from tracker.domain.plan_tables import PLANS, TARGETS, YEARLY_TARGETS
from tracker.domain.targets.target import Attribute, Form, Measure

E = TypeVar("E", bound=StrEnum)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRow:
    """A year that could not be read is None."""

    cells: Cells
    code: str
    name: str
    start_year: int | None
    end_year: int | None
    area: str
    predecessor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenRow:
    """What rows of both tables of targets have; a choice that could not be read is None."""

    cells: Cells
    plan: str
    indicator: str
    area: str
    form: Form | None
    measure: Measure | None
    value: Decimal | None
    tolerance: Decimal | None
    text: str
    adopted_on: date | None
    document: str
    department: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetRow(WrittenRow):
    category: str
    attribute: str
    base_year: int | None
    base_value: Decimal | None
    reference: str
    reason: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class YearlyTargetRow(WrittenRow):
    """`year` is None where it could not be read."""

    year: int | None


def read_plans(path: Path, findings: Findings) -> Iterator[PlanRow]:
    for row in read_table(path, PLANS, findings):
        cells = Cells(PLANS.file, row, findings)
        yield PlanRow(
            cells=cells,
            code=cells.code("plan"),
            name=cells.text("name", longest=100, required=True),
            start_year=cells.year("start_year"),
            end_year=cells.year("end_year"),
            area=cells.code("area", required=False),
            predecessor=cells.code("predecessor", required=False),
        )


def read_targets(path: Path, findings: Findings) -> Iterator[TargetRow]:
    for row in read_table(path, TARGETS, findings):
        cells = Cells(TARGETS.file, row, findings)
        yield TargetRow(
            cells=cells,
            plan=cells.code("plan"),
            indicator=cells.code("indicator"),
            area=cells.code("area"),
            category=cells.text("category", longest=50),
            attribute=cells.choice("attribute", list(Attribute)) or "",
            form=_choice(cells, "form", Form),
            base_year=cells.year("base_year", required=False),
            base_value=cells.number("base_value"),
            value=cells.number("value"),
            tolerance=cells.number("tolerance"),
            reference=cells.code("reference", required=False),
            text=cells.text("text", longest=500),
            adopted_on=cells.date("adopted_on"),
            document=cells.text("document", longest=200),
            reason=cells.text("reason", longest=500),
            department=cells.text("department", longest=100),
            note=cells.text("note", longest=1_000),
            measure=_choice(cells, "measure", Measure, required=False),
        )


def read_yearly_targets(path: Path, findings: Findings) -> Iterator[YearlyTargetRow]:
    for row in read_table(path, YEARLY_TARGETS, findings):
        cells = Cells(YEARLY_TARGETS.file, row, findings)
        yield YearlyTargetRow(
            cells=cells,
            plan=cells.code("plan"),
            indicator=cells.code("indicator"),
            area=cells.code("area"),
            year=cells.year("year"),
            form=_choice(cells, "form", Form),
            value=cells.number("value"),
            tolerance=cells.number("tolerance"),
            text=cells.text("text", longest=500),
            adopted_on=cells.date("adopted_on"),
            document=cells.text("document", longest=200),
            department=cells.text("department", longest=100),
            measure=_choice(cells, "measure", Measure, required=False),
        )


def _choice(cells: Cells, column: str, choices: type[E], *, required: bool = True) -> E | None:
    if not required and not cells.row.cells[column]:
        return None
    read = cells.choice(column, list(choices))
    return None if read is None else choices(read)
