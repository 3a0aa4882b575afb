"""The workbook of parcels that comes back: what was filled in, and every fault by sheet, row and column."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from indicators.domain.moments import parse_date
from indicators.readers.return_cells import CellFaultError, code_in, content_in, is_blank, note_in, text_in
from indicators.readers.return_contents import WorkbookFault
from indicators.readers.workbook_safety import WorkbookRefusedError
from indicators.readers.workbook_sheets import CellValue, Sheet, column_letters, read_sheets
from projects.choices import LandLedger
from projects.domain.land_sheets import (
    CODE,
    DISPOSAL_SHEET,
    DISPOSED,
    FILLED,
    LAND_KIND,
    LEDGER,
    META_KIND,
    META_ROW,
    META_SHEET,
    NEEDED_OF_DISPOSAL,
    NEEDED_OF_PARCEL,
    PARCEL_READ,
    PARCEL_REASON,
    PARCEL_SHEET,
    Column,
    Content,
    LandRows,
    NewParcel,
    ReadDisposal,
    ReadParcel,
)

HEADER_WITHIN = 50
ENOUGH_HEADERS = 3
DOWNLOAD = "请在“地块”列表重新下载 Excel 填写。"

Downloaded = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class LandContent:
    """What the workbook holds. With faults, the rows are those that could be read.

    `gone` are codes of the download that the file no longer has: where one was mistyped, the right one is among them.
    """

    rows: LandRows
    faults: Sequence[WorkbookFault]
    gone: Sequence[str] = ()


def read_land_workbook(content: bytes) -> LandContent:
    """Never raises for what a file holds."""
    try:
        sheets = read_sheets(content, (PARCEL_SHEET, DISPOSAL_SHEET, META_SHEET))
    except WorkbookRefusedError as error:
        return LandContent(LandRows(), [WorkbookFault("", 0, "", error.code, error.message)])
    meta = [[text_in(cell) for cell in row] for row in sheets[META_SHEET].rows] if META_SHEET in sheets else []
    if [META_KIND, LAND_KIND] not in [row[:2] for row in meta]:
        return LandContent(LandRows(), [WorkbookFault("", 0, "", "no_meta", f"文件不是从系统下载的地块表。{DOWNLOAD}")])
    faults: list[WorkbookFault] = []
    parcels: list[ReadParcel | NewParcel] = []
    disposals: list[ReadDisposal] = []
    gone: list[str] = []
    for name in (PARCEL_SHEET, DISPOSAL_SHEET):
        if name not in sheets:
            faults.append(WorkbookFault("", 0, "", "missing_sheet", f"文件中没有工作表“{name}”。{DOWNLOAD}"))
    if PARCEL_SHEET in sheets:
        downloaded = _downloaded(meta)
        table = _Table(PARCEL_SHEET, sheets[PARCEL_SHEET], PARCEL_READ, faults)
        parcels = list(_parcels(table, downloaded))
        gone = sorted(downloaded.keys() - table.codes())
    if DISPOSAL_SHEET in sheets:
        disposals = _disposals(_Table(DISPOSAL_SHEET, sheets[DISPOSAL_SHEET], DISPOSED, faults))
    changed = [row for row in parcels if isinstance(row, ReadParcel)]
    new = [row for row in parcels if isinstance(row, NewParcel)]
    return LandContent(LandRows(changed, disposals, new), faults, gone)


def _downloaded(meta: Sequence[Sequence[str]]) -> Downloaded:
    """What each parcel held at the download, by field."""
    found = {}
    for kind, *rest in meta:
        if kind == META_ROW and rest:
            code, *cells = [*rest, *[""] * len(FILLED)][: 1 + len(FILLED)]
            found[code] = {column.field: text for column, text in zip(FILLED, cells, strict=True)}
    return found


def _parcels(table: "_Table", downloaded: Downloaded) -> Iterator[ReadParcel | NewParcel]:
    """The rows that change a parcel or add one."""
    seen = dict[str, int]()
    for number, row in table.rows():
        code = table.code(number, row)
        if code is None:
            continue
        if code in seen:
            table.fault(number, CODE, "repeated_row", f"与第 {seen[code]} 行重复，请删去其中一行")
            continue
        seen[code] = number
        read: ReadParcel | NewParcel | None
        if code in downloaded:
            read = _changed(table, number, row, code, downloaded[code])
        else:
            read = _new(table, number, row, code)
        if read is not None:
            yield read


def _changed(
    table: "_Table", number: int, row: list[CellValue], code: str, downloaded: Mapping[str, str]
) -> ReadParcel | None:
    cells = table.cells(number, row, (*FILLED, PARCEL_REASON))
    if cells is None:
        return None
    reason = cells.pop(PARCEL_REASON.field)
    read = ReadParcel(row=number, code=code, cells=cells, downloaded=downloaded, reason=reason, columns=table.letters)
    if read.changes and not reason:
        table.fault(number, PARCEL_REASON.name, "required", "改动的行须写明变更理由")
        return None
    return read if read.changes else None


def _new(table: "_Table", number: int, row: list[CellValue], code: str) -> NewParcel | None:
    cells = table.cells(number, row, PARCEL_READ)
    if cells is None or not table.has_all(number, cells, NEEDED_OF_PARCEL):
        return None
    ledgers = {str(label): str(value) for value, label in LandLedger.choices}
    if cells["ledger"] not in ledgers:
        words = "、".join(ledgers)
        table.fault(number, LEDGER, "unknown_ledger", f"新增地块的台账应为{words}之一，现为“{cells['ledger']}”")
        return None
    reason = cells.pop(PARCEL_REASON.field)
    cells["ledger"] = ledgers[cells["ledger"]]
    return NewParcel(row=number, code=code, cells=cells, reason=reason, columns=table.letters)


def _disposals(table: "_Table") -> list[ReadDisposal]:
    found = []
    for number, row in table.rows():
        code = table.code(number, row)
        cells = table.cells(number, row, DISPOSED) if code is not None else None
        if code is None or cells is None:
            continue
        if table.has_all(number, cells, NEEDED_OF_DISPOSAL):
            found.append(ReadDisposal(row=number, code=code, cells=cells, columns=table.letters))
    return found


class _Table:
    """One sheet: columns are found by their headers, wherever they were moved to."""

    def __init__(self, name: str, sheet: Sheet, columns: Sequence[Column], faults: list[WorkbookFault]) -> None:
        self._name = name
        self._sheet = sheet
        self._columns = columns
        self._faults = faults
        self._places: dict[str, int] = {}
        self._header = self._find_header()

    @property
    def letters(self) -> dict[str, str]:
        """The letters of the columns by field; of the code by `code`."""
        found = {column.field: column_letters(self._places[column.name]) for column in self._columns}
        return {**found, "code": column_letters(self._places[CODE])}

    def rows(self) -> Iterator[tuple[int, list[CellValue]]]:
        """The rows below the header in which anything stands."""
        if len(self._places) < 1 + len(self._columns):
            return
        for number, row in enumerate(self._sheet.rows[self._header :], start=self._header + 1):
            if any(not is_blank(self._value(row, name)) for name in self._places):
                yield number, row

    def code(self, number: int, row: list[CellValue]) -> str | None:
        code = code_in(self._value(row, CODE))
        if not code:
            self.fault(number, CODE, "required", "这一行没有地块代码")
        return code or None

    def codes(self) -> set[str]:
        return {code_in(self._value(row, CODE)) for _, row in self.rows()}

    def cells(self, number: int, row: list[CellValue], columns: Sequence[Column]) -> dict[str, str] | None:
        """The texts by field; None where any of them is a fault."""
        found = {column.field: self._cell(number, row, column) for column in columns}
        whole = {field: text for field, text in found.items() if text is not None}
        return whole if len(whole) == len(found) else None

    def has_all(self, number: int, cells: Mapping[str, str], needed: Sequence[str]) -> bool:
        """Whether no needed field is empty; each that is becomes a fault."""
        missing = [column for column in self._columns if column.field in needed and not cells[column.field]]
        for column in missing:
            self.fault(number, column.name, "required", f"“{column.name}”不能为空")
        return not missing

    def fault(self, row: int, name: str, code: str, message: str) -> None:
        column = column_letters(self._places[name]) if name in self._places else ""
        self._faults.append(WorkbookFault(self._name, row, column, code, message))

    def _find_header(self) -> int:
        needed = [CODE, *(column.name for column in self._columns)]
        for number, row in enumerate(self._sheet.rows[:HEADER_WITHIN], start=1):
            texts = ["".join(text_in(value).split()) for value in row]
            if len(set(texts) & set(needed)) >= ENOUGH_HEADERS:
                for name in needed:
                    self._note(name, number, [place for place, text in enumerate(texts, start=1) if text == name])
                return number
        self.fault(0, "", "no_header", f"找不到表头行，应有：{'、'.join(needed)}。{DOWNLOAD}")
        return 0

    def _note(self, name: str, number: int, places: list[int]) -> None:
        if len(places) == 1:
            self._places[name] = places[0]
        elif places:
            self.fault(number, "", "repeated_column", f"表头“{name}”重复，请删去多余的一列")
        else:
            self.fault(number, "", "missing_column", f"缺少列“{name}”，请恢复表头，或重新下载填写")

    def _cell(self, number: int, row: list[CellValue], column: Column) -> str | None:
        value, position = self._value(row, column.name), (number, self._places[column.name])
        try:
            return READ[column.content](value, self._sheet, position, column)
        except CellFaultError as error:
            self.fault(number, column.name, error.code, error.message)
            return None

    def _value(self, row: list[CellValue], name: str) -> CellValue:
        place = self._places[name]
        return row[place - 1] if place <= len(row) else ""


Position = tuple[int, int]


def _text(value: CellValue, sheet: Sheet, position: Position, column: Column) -> str:
    text = " ".join(note_in(value, sheet=sheet, position=position).split("\n"))
    if len(text) > column.longest:
        raise CellFaultError("too_long", f"最多 {column.longest} 字，现有 {len(text)} 字，请缩短")
    return text


def _number(value: CellValue, sheet: Sheet, position: Position, column: Column) -> str:
    text = content_in(value, sheet=sheet, position=position, unit=column.unit, downloaded=None)
    if text == "—":
        raise CellFaultError("not_a_number", "没有数就留空，不填“—”")
    return text


def _day(value: CellValue, sheet: Sheet, position: Position, column: Column) -> str:
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    text = note_in(value, sheet=sheet, position=position)
    try:
        return parse_date(text).isoformat() if text else ""
    except ValueError as error:
        raise CellFaultError("not_a_date", str(error)) from error


READ: Mapping[Content, Callable[[CellValue, Sheet, Position, Column], str]] = {
    Content.TEXT: _text,
    Content.NUMBER: _number,
    Content.DAY: _day,
}
