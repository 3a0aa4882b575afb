"""The sheets of a workbook: values by calamine, and what calamine does not tell.

To calamine an error, a formula without a result and a blank are the same, and 5.1 % is 0.051. Those cells are marked
here from the XML. The same pass finds cells far out, for which calamine would lay out all the room between.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from io import BytesIO
from posixpath import join, normpath
from typing import TypeAlias
from xml.parsers import expat

from python_calamine import CalamineError, CalamineWorkbook

from indicators.readers.workbook_safety import (
    CONTENT_TYPES,
    SAVE_AS,
    WORKBOOK,
    Package,
    WorkbookRefusedError,
    parse,
    repacked,
)

CellValue: TypeAlias = int | float | str | bool | date | time | timedelta
Position: TypeAlias = tuple[int, int]
Attributes: TypeAlias = dict[str, str]

ROOT_RELATIONS = "_rels/.rels"
RELATIONS = "xl/_rels/workbook.xml.rels"
STYLES = "xl/styles.xml"
STRINGS = "xl/sharedStrings.xml"

MAX_ROWS = 20_000
MAX_COLUMNS = 100
PERCENT_FORMATS = {"9", "10"}

_ADDRESS = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_LITERALS = re.compile(r'"[^"]*"|\\.')


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows from row 1 and column A on, and the marks of cells; positions count from 1."""

    rows: list[list[CellValue]]
    errors: dict[Position, str] = field(default_factory=dict)
    uncalculated: set[Position] = field(default_factory=set)
    percents: set[Position] = field(default_factory=set)


def read_sheets(content: bytes, names: tuple[str, ...]) -> dict[str, Sheet]:
    """Those of the named sheets that the workbook has; WorkbookRefusedError when it is none or unsafe."""
    package = Package(content)
    parts = {name: package.part(name) for name in (CONTENT_TYPES, ROOT_RELATIONS, WORKBOOK, RELATIONS)}
    parts |= {name: package.part(name) for name in (STYLES, STRINGS) if name in package}
    percents = _percent_styles(parts[STYLES]) if STYLES in parts else set()
    sheets = {}
    for name, path in _sheet_paths(parts[WORKBOOK], parts[RELATIONS]).items():
        if name in names:
            parts[path] = package.part(path)
            sheets[name] = _Marks(percents).of(parts[path])
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(repacked(parts.items())))
        for name, sheet in sheets.items():
            sheet.rows.extend(book.get_sheet_by_name(name).to_python(skip_empty_area=False))
    except CalamineError as error:
        raise WorkbookRefusedError("damaged", f"文件已损坏或不完整，不能读取。{SAVE_AS}") from error
    return sheets


def column_letters(column: int) -> str:
    """
    >>> column_letters(1), column_letters(27)
    ('A', 'AA')
    """
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _walk(content: bytes, on_start: Callable[[str, Attributes], None]) -> None:
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda name, attributes: on_start(_local(name), attributes)
    parse(parser, content)


def _local(name: str) -> str:
    return name.rpartition(":")[2]


def _sheet_paths(workbook: bytes, relations: bytes) -> dict[str, str]:
    targets: dict[str, str] = {}
    paths: dict[str, str] = {}

    def on_relation(name: str, attributes: Attributes) -> None:
        if name == "Relationship" and attributes.get("TargetMode") != "External":
            target = attributes.get("Target", "")
            targets[attributes.get("Id", "")] = normpath(join("/xl", target)).lstrip("/")

    def on_sheet(name: str, attributes: Attributes) -> None:
        if name == "sheet":
            key = next((text for label, text in attributes.items() if label.endswith(":id")), "")
            if key in targets:
                paths[attributes.get("name", "")] = targets[key]

    _walk(relations, on_relation)
    _walk(workbook, on_sheet)
    return paths


def _percent_styles(styles: bytes) -> set[str]:
    """The numbers of the cell styles that show a number as percent."""
    formats = set(PERCENT_FORMATS)
    found: set[str] = set()
    inside, count = False, 0

    def on_start(name: str, attributes: Attributes) -> None:
        nonlocal inside, count
        if name == "numFmt" and "%" in _LITERALS.sub("", attributes.get("formatCode", "")):
            formats.add(attributes.get("numFmtId", ""))
        elif name in ("cellStyleXfs", "cellXfs", "cellStyles", "dxfs"):
            inside = name == "cellXfs"
        elif name == "xf" and inside:
            if attributes.get("numFmtId") in formats:
                found.add(str(count))
            count += 1

    _walk(styles, on_start)
    return found


class _Marks:
    """One pass over the XML of a sheet."""

    def __init__(self, percents: set[str]) -> None:
        self._percents = percents
        self._sheet = Sheet([])
        self._cell: Attributes = {}
        self._position: Position = (0, 0)
        self._formula = False
        self._value = ""
        self._in_value = False

    def of(self, content: bytes) -> Sheet:
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parse(parser, content)
        return self._sheet

    def _start(self, name: str, attributes: Attributes) -> None:
        name = _local(name)
        if name == "c":
            self._cell, self._formula, self._value = attributes, False, ""
            self._position = _position(attributes.get("r", ""))
        elif name in ("f", "v", "is") and self._cell:
            if self._position[0] > MAX_ROWS or self._position[1] > MAX_COLUMNS:
                raise WorkbookRefusedError(
                    "too_large",
                    f"单元格 {self._cell['r']} 离表格太远：最多 {MAX_ROWS} 行、{MAX_COLUMNS} 列。请删去那里的内容。",
                )
            self._formula = self._formula or name == "f"
            self._in_value = name == "v"

    def _text(self, text: str) -> None:
        if self._in_value:
            self._value += text.strip()

    def _end(self, name: str) -> None:
        self._in_value = False
        if _local(name) == "c":
            self._mark(self._cell.get("t", "n"))
            self._cell = {}

    def _mark(self, kind: str) -> None:
        if kind == "e":
            self._sheet.errors[self._position] = self._value or "#"
        elif self._formula and not self._value and kind != "str":
            self._sheet.uncalculated.add(self._position)
        elif kind == "n" and self._value and self._cell.get("s", "0") in self._percents:
            self._sheet.percents.add(self._position)


def _position(address: str) -> Position:
    match = _ADDRESS.fullmatch(address)
    if match is None:
        raise WorkbookRefusedError("damaged", f"工作表中有不能识别的单元格位置“{address[:20]}”。{SAVE_AS}")
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(match[2]), column
