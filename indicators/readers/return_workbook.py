"""The workbook of a return that comes back: what was filled in, and every fault by sheet, row and column.

Rows are found by their codes and columns by their headers, wherever they were moved to.
"""

import re
from collections.abc import Mapping
from unicodedata import normalize

from indicators.domain.return_sheets import (
    AREA_CODE,
    GROWTH,
    INDICATOR_CODE,
    MEASURE_COLUMNS,
    META_SHEET,
    NOTE,
    SHEET,
    VALUE,
    CellKey,
    DownloadedCell,
    ReadCell,
    ReturnSheet,
    SheetCell,
    SheetRow,
    sheet_rows,
)
from indicators.readers.return_cells import CellFaultError, code_in, content_in, is_blank, note_in
from indicators.readers.return_contents import WorkbookContent, WorkbookFault
from indicators.readers.return_download import download_faults, downloaded_cells
from indicators.readers.return_identity import DOWNLOAD, identity_faults, identity_of
from indicators.readers.workbook_safety import WorkbookRefusedError
from indicators.readers.workbook_sheets import CellValue, Sheet, column_letters, read_sheets

NEEDED = (INDICATOR_CODE, AREA_CODE, VALUE, GROWTH, NOTE)
# How many of the needed headers make a row the header row, so that one lost header is named instead of all.
ENOUGH_HEADERS = 3
HEADER_WITHIN = 50

_WHITE = re.compile(r"\s")


def read_return_workbook(content: bytes, *, expected: ReturnSheet) -> WorkbookContent:
    """Read the workbook as one of `expected`; never raises for what a file holds."""
    try:
        sheets = read_sheets(content, (SHEET, META_SHEET))
    except WorkbookRefusedError as error:
        return WorkbookContent((), (WorkbookFault("", 0, "", error.code, error.message),))
    identity = identity_of(sheets.get(META_SHEET))
    downloaded = downloaded_cells(sheets.get(META_SHEET))
    # The file of something else lacks cells of this return, which needs no saying.
    faults = list(identity_faults(identity, expected)) or list(download_faults(downloaded, expected))
    cells: tuple[ReadCell, ...] = ()
    if SHEET not in sheets:
        faults.append(WorkbookFault("", 0, "", "missing_sheet", f"文件中没有工作表“{SHEET}”。{DOWNLOAD}"))
    elif identity.form_code == expected.form_code:
        # In the sheet of another form every row would be a fault.
        reading = _Reading(expected, sheets[SHEET], downloaded)
        reading.read()
        cells, faults = tuple(reading.cells), faults + reading.faults
    return WorkbookContent(cells, tuple(faults))


def _header_text(value: CellValue) -> str:
    return _WHITE.sub("", normalize("NFKC", str(value)))


class _Reading:
    """One pass over the sheet; cells and faults in the order of its rows."""

    def __init__(self, expected: ReturnSheet, sheet: Sheet, downloaded: Mapping[CellKey, DownloadedCell]) -> None:
        self._sheet = sheet
        self._downloaded = downloaded
        self._rows = sheet_rows(expected)
        self._indicators = {cell.indicator for cell in expected.cells}
        self._areas = {cell.area for cell in expected.cells}
        self._columns: dict[str, int] = {}
        self._seen: dict[tuple[str, str], int] = {}
        self.cells: list[ReadCell] = []
        self.faults: list[WorkbookFault] = []

    def read(self) -> None:
        header = self._find_header()
        if header == 0 or INDICATOR_CODE not in self._columns or AREA_CODE not in self._columns:
            return
        for number, row in enumerate(self._sheet.rows[header:], start=header + 1):
            self._read_row(number, row)
        for key, asked in self._rows.items():
            if key not in self._seen:
                first = asked.first
                self._fault(
                    0,
                    "",
                    "missing_row",
                    f"缺少一行：{first.indicator_name}（{first.indicator}），{first.area_name}（{first.area}）。"
                    "请补上这一行；没有数就留空。",
                )

    def _find_header(self) -> int:
        """The header row, its columns noted; 0 when there is none."""
        for number, row in enumerate(self._sheet.rows[:HEADER_WITHIN], start=1):
            texts = [_header_text(value) for value in row]
            if len(set(texts) & set(NEEDED)) >= ENOUGH_HEADERS:
                self._note_columns(number, texts)
                return number
        self._fault(0, "", "no_header", f"找不到表头行，应有：{'、'.join(NEEDED)}。{DOWNLOAD}")
        return 0

    def _note_columns(self, number: int, texts: list[str]) -> None:
        for name in NEEDED:
            columns = [column for column, text in enumerate(texts, start=1) if text == name]
            if len(columns) == 1:
                self._columns[name] = columns[0]
            elif not columns:
                self._fault(number, "", "missing_column", f"缺少列“{name}”，请恢复表头，或重新下载模板填写")
            # Which of several is meant is not for us to guess, so none is read.
            for column in columns[1:]:
                message = f"表头“{name}”与 {column_letters(columns[0])} 列重复，请删去多余的一列"
                self._fault(number, column_letters(column), "repeated_column", message)

    def _read_row(self, number: int, row: list[CellValue]) -> None:
        indicator, area = code_in(self._value(row, INDICATOR_CODE)), code_in(self._value(row, AREA_CODE))
        if not indicator and not area and not any(self._filled(number, row, name) for name in (VALUE, GROWTH, NOTE)):
            return
        asked = self._asked_row(number, indicator, area)
        if asked is None:
            return
        note = self._note(number, row)
        for measure, name in MEASURE_COLUMNS.items():
            if name not in self._columns:
                continue
            cell = asked.measures.get(measure)
            if cell is not None:
                self._read_cell(number, row, name, cell, note if cell is asked.first else None)
            elif self._filled(number, row, name):
                self._fault(number, self._letters(name), "not_asked", f"本表不要求填这一格（{name}），请清空")

    def _read_cell(self, number: int, row: list[CellValue], name: str, cell: SheetCell, note: str | None) -> None:
        downloaded = self._downloaded.get((cell.indicator, cell.area, cell.measure))
        try:
            content = content_in(
                self._value(row, name),
                sheet=self._sheet,
                position=(number, self._columns[name]),
                unit=cell.unit,
                downloaded=downloaded.content if downloaded else None,
            )
        except CellFaultError as error:
            self._fault(number, self._letters(name), error.code, error.message)
            return
        if downloaded:
            self.cells.append(
                ReadCell(
                    indicator=cell.indicator,
                    area=cell.area,
                    measure=cell.measure,
                    content=content,
                    note=note,
                    downloaded=downloaded,
                )
            )

    def _asked_row(self, number: int, indicator: str, area: str) -> SheetRow | None:
        """The row of the form that stands here, once; everything else is a fault at the code that is wrong."""
        key = (indicator, area)
        if key in self._seen:
            message = f"与第 {self._seen[key]} 行重复（{indicator}，{area}），请删去其中一行"
            self._fault(number, self._letters(INDICATOR_CODE), "repeated_row", message)
            return None
        if key in self._rows:
            self._seen[key] = number
            return self._rows[key]
        if indicator not in self._indicators:
            message = f"指标代码“{indicator[:40]}”不在本表中，请恢复原来的代码或删去这一行"
            self._fault(number, self._letters(INDICATOR_CODE), "unknown_indicator", message)
        if area not in self._areas:
            message = f"地区代码“{area[:40]}”不在本表中，请恢复原来的代码或删去这一行"
            self._fault(number, self._letters(AREA_CODE), "unknown_area", message)
        if indicator in self._indicators and area in self._areas:
            message = f"本表不要求填指标 {indicator} 在地区 {area} 的数，请删去这一行"
            self._fault(number, self._letters(AREA_CODE), "unknown_pair", message)
        return None

    def _note(self, number: int, row: list[CellValue]) -> str | None:
        if NOTE not in self._columns:
            return None
        try:
            return note_in(self._value(row, NOTE), sheet=self._sheet, position=(number, self._columns[NOTE]))
        except CellFaultError as error:
            self._fault(number, self._letters(NOTE), error.code, error.message)
            return None

    def _value(self, row: list[CellValue], name: str) -> CellValue:
        column = self._columns.get(name, 0)
        return row[column - 1] if 0 < column <= len(row) else ""

    def _filled(self, number: int, row: list[CellValue], name: str) -> bool:
        position = (number, self._columns.get(name, 0))
        marked = position in self._sheet.errors or position in self._sheet.uncalculated
        return marked or not is_blank(self._value(row, name))

    def _letters(self, name: str) -> str:
        return column_letters(self._columns[name])

    def _fault(self, row: int, column: str, code: str, message: str) -> None:
        self.faults.append(WorkbookFault(SHEET, row, column, code, message))
