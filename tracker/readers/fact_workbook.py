"""The workbook of a bureau that comes back: what each row says, and every fault by sheet, row and column.

Columns are found by their headers. Which firm a row means is no question of the file.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from indicators.domain.cell_content import ABSENT
from indicators.readers.return_cells import CellFaultError, code_in, content_in, is_blank, text_in
from indicators.readers.return_contents import WorkbookFault
from indicators.readers.workbook_safety import WorkbookRefusedError
from indicators.readers.workbook_sheets import CellValue, Sheet, column_letters, read_sheets
from tracker.domain.evaluation_tables import NEVER_NEGATIVE
from tracker.domain.evaluations.fact_sheets import (
    CODE,
    META_COLUMNS,
    META_DEPARTMENT,
    META_FIRM,
    META_ROUND,
    META_SHEET,
    NAME,
    SHEET,
    Expected,
    FactColumn,
    ReadRow,
    header_text,
)
from tracker.readers.fact_workbook_headers import Headers, read_headers

DOWNLOAD = "请在“部门数据”页面重新下载模板填写。"
LARGEST = 10_000
MAX_CODE = 64
MAX_NAME = 200


@dataclass(frozen=True, slots=True)
class FactWorkbook:
    """The rows that say something, and by firm what the workbook held when it was downloaded."""

    rows: tuple[ReadRow, ...]
    downloaded: Mapping[str, Mapping[str, str]]
    faults: tuple[WorkbookFault, ...]


def read_fact_workbook(content: bytes, *, expected: Expected) -> FactWorkbook:
    """Read the workbook as one of `expected`; never raises for what a file holds."""
    try:
        sheets = read_sheets(content, (SHEET, META_SHEET))
    except WorkbookRefusedError as error:
        return FactWorkbook((), {}, (WorkbookFault("", 0, "", error.code, error.message),))
    if faults := _identity_faults(sheets.get(META_SHEET), expected):
        return FactWorkbook((), {}, tuple(faults))
    if SHEET not in sheets:
        message = f"文件中没有工作表“{SHEET}”。{DOWNLOAD}"
        return FactWorkbook((), {}, (WorkbookFault("", 0, "", "missing_sheet", message),))
    sheet = sheets[SHEET]
    headers, header_faults = read_headers(sheet, expected)
    if headers is None:
        return FactWorkbook((), {}, tuple(header_faults))
    reading = _Reading(sheet, headers)
    reading.read()
    faults = [*header_faults, *reading.faults]
    if len(reading.rows) > LARGEST:
        faults.append(WorkbookFault(SHEET, 0, "", "too_many_rows", f"最多 {LARGEST} 行数据，请分成几个文件上传"))
    return FactWorkbook(tuple(reading.rows), _downloaded(sheets[META_SHEET]), tuple(faults))


def _identity_faults(sheet: Sheet | None, expected: Expected) -> list[WorkbookFault]:
    """Everything in which the workbook belongs to something else: faults of the whole file."""
    meta = {code_in(row[0]): code_in(row[1]) for row in (sheet.rows if sheet else []) if len(row) > 1}
    round_code, department = meta.get(META_ROUND), meta.get(META_DEPARTMENT)
    if not round_code or not department or META_COLUMNS not in meta:
        message = f"文件不是从系统下载的模板（缺少隐藏的工作表“{META_SHEET}”或其内容）。{DOWNLOAD}"
        return [WorkbookFault("", 0, "", "no_meta", message)]
    faults = []
    if round_code != expected.round_code:
        message = f"文件是评价批次“{round_code[:64]}”的，本批次是“{expected.round_name}”（{expected.round_code}）。"
        faults.append(WorkbookFault("", 0, "", "other_round", message + DOWNLOAD))
    if department != expected.department:
        message = f"文件是“{department[:100]}”的，所选部门是“{expected.department}”。"
        faults.append(WorkbookFault("", 0, "", "other_department", message + DOWNLOAD))
    return faults


def _downloaded(sheet: Sheet) -> dict[str, dict[str, str]]:
    keys: list[str] = []
    found: dict[str, dict[str, str]] = {}
    for row in sheet.rows:
        name, first, *rest = [code_in(value) for value in row]
        if name == META_COLUMNS:
            keys = [key for key in rest if key]
        elif name == META_FIRM:
            # Blank cells at the end of a row may be missing.
            found[first] = dict(zip(keys, [*rest, *[""] * len(keys)], strict=False))
    return found


class _Reading:
    """One pass over the rows below the header."""

    def __init__(self, sheet: Sheet, headers: Headers) -> None:
        self._sheet = sheet
        self._headers = headers
        self.rows: list[ReadRow] = []
        self.faults: list[WorkbookFault] = []

    def read(self) -> None:
        for number, row in enumerate(self._sheet.rows[self._headers.row :], start=self._headers.row + 1):
            self._read_row(number, row)

    def _read_row(self, number: int, row: list[CellValue]) -> None:
        cells: dict[str, str | None] = {}
        faults = len(self.faults)
        for column, fact in self._headers.facts.items():
            content = self._content(number, row, column, fact)
            if content:
                cells[fact.key] = None if content == ABSENT else content
        if not cells and len(self.faults) == faults:
            return
        code = self._text(number, row, CODE, MAX_CODE)
        name = self._text(number, row, NAME, MAX_NAME)
        if not code and not name:
            self._fault(number, "", "no_firm", "这一行有数，但没有企业的代码和名称，请补上")
        self.rows.append(ReadRow(number, code, name, cells))

    def _content(self, number: int, row: list[CellValue], column: int, fact: FactColumn) -> str:
        """The content as on every wire; empty where nothing is said, and where it cannot be taken."""
        value = row[column - 1] if column <= len(row) else ""
        try:
            content = content_in(value, sheet=self._sheet, position=(number, column), unit=fact.unit, downloaded=None)
        except CellFaultError as error:
            self._fault(number, column_letters(column), error.code, f"{fact.name}：{error.message}")
            return ""
        if isinstance(value, str) and content != ABSENT and header_text(value).endswith("%"):
            message = f"{fact.name}：“{value.strip()[:40]}”是百分数，本格的单位是“{fact.unit}”，请改填数字"
            self._fault(number, column_letters(column), "percent_format", message)
            return ""
        if content.startswith("-") and fact.key in NEVER_NEGATIVE:
            self._fault(number, column_letters(column), "negative", f"{fact.name}不能为负，现为 {content}")
            return ""
        return content

    def _text(self, number: int, row: list[CellValue], name: str, longest: int) -> str:
        column = self._headers.firm.get(name, 0)
        value = row[column - 1] if 0 < column <= len(row) else ""
        if is_blank(value):
            return ""
        text = text_in(value) if isinstance(value, str) else code_in(value)
        if len(text) > longest or not text.isprintable():
            self._fault(
                number, column_letters(column), "bad_text", f"{name}最长 {longest} 个字符，不能换行或有控制字符"
            )
            return ""
        return text

    def _fault(self, row: int, column: str, code: str, message: str) -> None:
        self.faults.append(WorkbookFault(SHEET, row, column, code, message))
