"""`enterprises.csv`, `enterprise_facts.csv`, `enterprise_taxes.csv`, `rounds.csv`: form of the cells only."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from indicators.readers.cells import Cells
from indicators.readers.faults import Findings
from indicators.readers.tables import read_table
from tracker.domain.evaluation_tables import (
    ENTERPRISE_FACTS,
    ENTERPRISE_TAXES,
    ENTERPRISES,
    NEVER_NEGATIVE,
    QUANTITIES,
    ROUNDS,
)
from tracker.domain.evaluations.code_check import code_fault
from tracker.domain.evaluations.facts import SizeClass


@dataclass(frozen=True, slots=True, kw_only=True)
class EnterpriseRow:
    cells: Cells
    code: str
    name: str
    park: str
    area: str
    industry: str
    size_class: str
    in_production_from: date | None
    exempt_reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FactRow:
    """The facts of one firm and year: quantities by name, and the marks of the year."""

    cells: Cells
    enterprise: str
    year: int
    quantities: dict[str, Decimal | None]
    veto: bool
    size_class: str
    exempt_reason: str
    promotion: str
    grade_cap: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxRow:
    cells: Cells
    enterprise: str
    year: int
    component: str
    amount: Decimal | None
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundRow:
    cells: Cells
    code: str
    name: str
    year: int
    schemes: tuple[str, ...]
    trial: bool


def read_enterprises(path: Path, findings: Findings) -> Iterator[EnterpriseRow]:
    for row in read_table(path, ENTERPRISES, findings):
        cells = Cells(ENTERPRISES.file, row, findings)
        yield EnterpriseRow(
            cells=cells,
            code=_enterprise_code(cells, "code"),
            name=cells.text("name", longest=200, required=True),
            park=cells.code("park", required=False),
            area=cells.code("area"),
            industry=cells.text("industry", longest=100),
            size_class=cells.choice("size_class", list(SizeClass)) or "",
            in_production_from=cells.date("in_production_from"),
            exempt_reason=cells.text("exempt_reason", longest=200),
        )


def read_facts(path: Path, findings: Findings) -> Iterator[FactRow]:
    """The rows whose firm and year can be read."""
    for row in read_table(path, ENTERPRISE_FACTS, findings):
        cells = Cells(ENTERPRISE_FACTS.file, row, findings)
        enterprise, year = _enterprise_code(cells, "enterprise"), cells.year("year")
        quantities = {name: _quantity(cells, name) for name in QUANTITIES}
        veto = cells.row.cells["veto"]
        if veto not in ("", "yes"):
            cells.fault("veto", "not_a_choice", f"“veto”应为 yes 或空，现为“{veto[:20]}”")
        size_class = cells.row.cells["size_class"]
        marks = {
            "size_class": (cells.choice("size_class", list(SizeClass)) or "") if size_class else "",
            "exempt_reason": cells.text("exempt_reason", longest=200),
            "promotion": cells.text("promotion", longest=64),
            "grade_cap": cells.text("grade_cap", longest=64),
        }
        if enterprise and year is not None:
            yield FactRow(
                cells=cells, enterprise=enterprise, year=year, quantities=quantities, veto=veto == "yes", **marks
            )


def read_taxes(path: Path, findings: Findings) -> Iterator[TaxRow]:
    for row in read_table(path, ENTERPRISE_TAXES, findings):
        cells = Cells(ENTERPRISE_TAXES.file, row, findings)
        enterprise, year = _enterprise_code(cells, "enterprise"), cells.year("year")
        component = cells.text("component", longest=64, required=True)
        amount, source = cells.number("amount"), cells.text("source", longest=200)
        if enterprise and year is not None:
            yield TaxRow(
                cells=cells, enterprise=enterprise, year=year, component=component, amount=amount, source=source
            )


def read_rounds(path: Path, findings: Findings) -> Iterator[RoundRow]:
    for row in read_table(path, ROUNDS, findings):
        cells = Cells(ROUNDS.file, row, findings)
        code, name, year = cells.code("round"), cells.text("name", longest=200, required=True), cells.year("year")
        schemes = tuple(dict.fromkeys(cells.text("schemes", longest=2_000, required=True).split()))
        trial = cells.choice("trial", ("yes", "no")) == "yes"
        if year is not None:
            yield RoundRow(cells=cells, code=code, name=name, year=year, schemes=schemes, trial=trial)


def _enterprise_code(cells: Cells, column: str) -> str:
    cell = cells.row.cells[column]
    if not cell:
        cells.fault(column, "required", f"“{column}”不能为空")
    elif fault := code_fault(cell):
        cells.fault(column, fault.code, fault.message)
        return ""
    return cell


def _quantity(cells: Cells, name: str) -> Decimal | None:
    number = cells.number(name)
    if number is not None and number < 0 and name in NEVER_NEGATIVE:
        cells.fault(name, "negative", f"“{name}”不能为负")
    return number
