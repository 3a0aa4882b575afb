"""`parcels.csv` and `disposals.csv`: form of the cells only."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from indicators.readers.cells import Cells
from indicators.readers.faults import Findings
from indicators.readers.tables import read_table
from projects.domain.disposals import Ledger
from projects.domain.package_tables import DISPOSALS, PARCELS
from projects.readers.amounts import amount, require, required_amount


@dataclass(frozen=True, slots=True)
class ParcelRow:
    """`content` holds the cells that are plain values, by the columns of the file; what could not be read is empty."""

    cells: Cells
    code: str
    park: str
    content: dict[str, Any]


@dataclass(frozen=True, slots=True)
class DisposalRow:
    cells: Cells
    parcel: str
    confirmed_on: date
    area_mu: Decimal
    mode: str
    document: str
    reason: str


def read_parcels(path: Path, findings: Findings) -> Iterator[ParcelRow]:
    for row in read_table(path, PARCELS, findings):
        cells = Cells(PARCELS.file, row, findings)
        code, park = cells.code("code"), cells.code("park")
        content: dict[str, Any] = {
            "name": cells.text("name", longest=200, required=True),
            "ledger": cells.choice("ledger", list(Ledger)) or "",
            "area_mu": required_amount(cells, "area_mu"),
            "holder": cells.text("holder", longest=200),
            "agreed_start": cells.date("agreed_start"),
            "started_on": cells.date("started_on"),
            "due_mu": amount(cells, "due_mu"),
            "developed_mu": amount(cells, "developed_mu"),
            "invested_share": amount(cells, "invested_share"),
            "stopped_on": cells.date("stopped_on"),
        }
        if content["area_mu"] == 0:
            cells.fault("area_mu", "out_of_range", "“area_mu”须大于 0")
        _check_days(cells, content["started_on"], content["stopped_on"])
        yield ParcelRow(cells, code, park, content)


def read_disposals(path: Path, findings: Findings) -> Iterator[DisposalRow]:
    """The rows of which every cell can be read."""
    for row in read_table(path, DISPOSALS, findings):
        cells = Cells(DISPOSALS.file, row, findings)
        parcel, confirmed_on, area_mu = cells.code("parcel"), cells.date("confirmed_on"), cells.number("area_mu")
        for column in ("confirmed_on", "area_mu"):
            require(cells, column)
        mode = cells.text("mode", longest=100, required=True)
        document = cells.text("document", longest=200, required=True)
        reason = cells.text("reason", longest=500)
        if area_mu == 0:
            cells.fault("area_mu", "out_of_range", "“area_mu”不能为 0：处置为正，反弹为负")
        elif area_mu is not None and area_mu < 0 and not reason:
            cells.fault("reason", "required", "反弹（负数）须写明原因")
        if parcel and confirmed_on is not None and area_mu:
            yield DisposalRow(cells, parcel, confirmed_on, area_mu, mode, document, reason)


def _check_days(cells: Cells, started_on: date | None, stopped_on: date | None) -> None:
    if started_on and stopped_on and stopped_on < started_on:
        cells.fault("stopped_on", "bad_dates", f"停工日期 {stopped_on} 早于动工日期 {started_on}")
