"""`areas.csv` and `peer_groups.csv`: form of the cells only, references are checked against what is stored."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from indicators.choices import AreaKind
from indicators.domain.area_codes import area_code_fault
from indicators.domain.packages import AREAS, PEER_GROUPS
from indicators.readers.cells import Cells
from indicators.readers.faults import Findings
from indicators.readers.tables import read_table


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaRow:
    line: int
    code: str
    name: str
    kind: str
    parent: str
    valid_from: date | None
    valid_until: date | None
    succeeds: str
    area_class: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberRow:
    line: int
    group: str
    name: str
    area: str
    valid_from: date | None
    valid_until: date | None


def read_areas(path: Path, findings: Findings) -> Iterator[AreaRow]:
    for row in read_table(path, AREAS, findings):
        cells = Cells(AREAS.file, row, findings)
        kind = cells.choice("kind", AreaKind.values)
        code = cells.code("code")
        if code and kind and (message := area_code_fault(kind, code)):
            cells.fault("code", "bad_area_code", message)
        valid_from, valid_until = _validity(cells)
        yield AreaRow(
            line=row.number,
            code=code,
            name=cells.text("name", longest=100, required=True),
            kind=kind or "",
            parent=cells.code("parent", required=False),
            valid_from=valid_from,
            valid_until=valid_until,
            succeeds=cells.code("succeeds", required=False),
            area_class=cells.text("class", longest=50),
        )


def read_members(path: Path, findings: Findings) -> Iterator[MemberRow]:
    for row in read_table(path, PEER_GROUPS, findings):
        cells = Cells(PEER_GROUPS.file, row, findings)
        valid_from, valid_until = _validity(cells)
        yield MemberRow(
            line=row.number,
            group=cells.code("group"),
            name=cells.text("name", longest=100, required=True),
            area=cells.code("area"),
            valid_from=valid_from,
            valid_until=valid_until,
        )


def _validity(cells: Cells) -> tuple[date | None, date | None]:
    valid_from, valid_until = cells.date("valid_from"), cells.date("valid_until")
    if valid_from and valid_until and valid_until < valid_from:
        cells.fault("valid_until", "out_of_order", f"停用日 {valid_until} 早于启用日 {valid_from}")
    return valid_from, valid_until
