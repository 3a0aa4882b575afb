"""The workbook of a month that comes back: what was filled in, and every fault by sheet, row and column."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from indicators.readers.return_cells import CellFaultError, code_in, content_in, is_blank, note_in, text_in
from indicators.readers.return_contents import WorkbookFault
from indicators.readers.workbook_safety import WorkbookRefusedError
from indicators.readers.workbook_sheets import CellValue, Sheet, column_letters, read_sheets
from projects.domain.month_sheets import (
    CODE,
    INVESTED,
    META_KIND,
    META_PERIOD,
    META_ROW,
    META_SHEET,
    MONTH_KIND,
    NOTE,
    READ_COLUMNS,
    SHEET,
    DownloadedRow,
    MonthSheet,
    ReadRow,
)

HEADER_WITHIN = 50
META_FIELDS = 5
UNIT = "万元"
DOWNLOAD = "请在“月度调度填报”页重新下载 Excel 填写。"


@dataclass(frozen=True, slots=True)
class MonthContent:
    """What the workbook holds. With faults, the rows are those that could be read."""

    rows: tuple[ReadRow, ...] = ()
    faults: tuple[WorkbookFault, ...] = ()


def read_month_workbook(content: bytes, *, expected: MonthSheet) -> MonthContent:
    """Read the workbook as one of `expected`; never raises for what a file holds."""
    try:
        sheets = read_sheets(content, (SHEET, META_SHEET))
    except WorkbookRefusedError as error:
        return MonthContent(faults=(_whole(error.code, error.message),))
    meta = [[text_in(cell) for cell in (*row, *[""] * META_FIELDS)[:META_FIELDS]] for row in _rows(sheets, META_SHEET)]
    fault = _identity_fault({row[0]: row[1] for row in meta}, expected)
    if fault is None and SHEET not in sheets:
        fault = _whole("missing_sheet", f"文件中没有工作表“{SHEET}”。{DOWNLOAD}")
    if fault is not None:
        return MonthContent(faults=(fault,))
    downloaded = {
        row[1]: DownloadedRow(seen=row[2], invested=row[3], note=row[4]) for row in meta if row[0] == META_ROW
    }
    reading = _Reading(sheets[SHEET], {line.project for line in expected.lines}, downloaded)
    reading.read()
    return MonthContent(tuple(reading.rows), tuple(reading.faults))


def _rows(sheets: Mapping[str, Sheet], name: str) -> list[list[CellValue]]:
    return sheets[name].rows if name in sheets else []


def _identity_fault(meta: Mapping[str, str], expected: MonthSheet) -> WorkbookFault | None:
    """Why the file belongs to something else."""
    if meta.get(META_KIND) != MONTH_KIND:
        return _whole("no_meta", f"文件不是从系统下载的月度调度表（缺少隐藏的工作表“{META_SHEET}”）。{DOWNLOAD}")
    if meta.get(META_PERIOD) != str(expected.month):
        found = meta.get(META_PERIOD, "")[:20]
        return _whole("other_period", f"文件是 {found} 的，这里填的是 {expected.month}。请选对月份，或重新下载。")
    return None


def _whole(code: str, message: str) -> WorkbookFault:
    return WorkbookFault("", 0, "", code, message)


class _Reading:
    """One pass over the sheet; rows are found by their codes and columns by their headers, wherever they are."""

    def __init__(self, sheet: Sheet, projects: set[str], downloaded: Mapping[str, DownloadedRow]) -> None:
        self._sheet = sheet
        self._projects = projects
        self._downloaded = downloaded
        self._columns: dict[str, int] = {}
        self._seen: dict[str, int] = {}
        self.rows: list[ReadRow] = []
        self.faults: list[WorkbookFault] = []

    def read(self) -> None:
        header = self._find_header()
        if header and len(self._columns) == len(READ_COLUMNS):
            for number, row in enumerate(self._sheet.rows[header:], start=header + 1):
                self._read_row(number, row)

    def _find_header(self) -> int:
        """The header row, its columns noted; 0 when there is none."""
        for number, row in enumerate(self._sheet.rows[:HEADER_WITHIN], start=1):
            texts = ["".join(text_in(value).split()) for value in row]
            if len(set(texts) & set(READ_COLUMNS)) > 1:
                self._note_columns(number, texts)
                return number
        self._fault(0, "", "no_header", f"找不到表头行，应有：{'、'.join(READ_COLUMNS)}。{DOWNLOAD}")
        return 0

    def _note_columns(self, number: int, texts: list[str]) -> None:
        for name in READ_COLUMNS:
            columns = [column for column, text in enumerate(texts, start=1) if text == name]
            if len(columns) == 1:
                self._columns[name] = columns[0]
            elif columns:
                self._fault(
                    number, column_letters(columns[1]), "repeated_column", f"表头“{name}”重复，请删去多余的一列"
                )
            else:
                self._fault(number, "", "missing_column", f"缺少列“{name}”，请恢复表头，或重新下载填写")

    def _read_row(self, number: int, row: list[CellValue]) -> None:
        project = code_in(self._value(row, CODE))
        if not project:
            if any(not is_blank(self._value(row, name)) for name in (INVESTED, NOTE)):
                self._fault_at(number, CODE, "required", "这一行没有项目代码，请恢复原来的代码或清空这一行")
            return
        if project in self._seen:
            self._fault_at(number, CODE, "repeated_row", f"与第 {self._seen[project]} 行重复，请删去其中一行")
            return
        self._seen[project] = number
        if project not in self._projects or project not in self._downloaded:
            message = f"项目“{project[:64]}”不在本月的表中，请恢复原来的代码、删去这一行，或重新下载"
            self._fault_at(number, CODE, "unknown_project", message)
            return
        downloaded = self._downloaded[project]
        stood = downloaded.invested
        invested = self._cell(
            number, row, INVESTED, lambda value, at: content_in(value, **at, unit=UNIT, downloaded=stood)
        )
        note = self._cell(number, row, NOTE, lambda value, at: note_in(value, **at))
        if invested is not None and note is not None:
            self.rows.append(
                ReadRow(number=number, project=project, invested=invested, note=note, downloaded=downloaded)
            )

    def _cell(
        self, number: int, row: list[CellValue], name: str, read: Callable[[CellValue, dict[str, Any]], str]
    ) -> str | None:
        """What stands in the cell; None where it is a fault."""
        at = {"sheet": self._sheet, "position": (number, self._columns[name])}
        try:
            return read(self._value(row, name), at)
        except CellFaultError as error:
            self._fault_at(number, name, error.code, error.message)
            return None

    def _value(self, row: list[CellValue], name: str) -> CellValue:
        column = self._columns[name]
        return row[column - 1] if column <= len(row) else ""

    def _fault_at(self, number: int, name: str, code: str, message: str) -> None:
        self._fault(number, column_letters(self._columns[name]), code, message)

    def _fault(self, row: int, column: str, code: str, message: str) -> None:
        self.faults.append(WorkbookFault(SHEET, row, column, code, message))
