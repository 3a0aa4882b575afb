"""A return → the workbook that is filled in Excel, WPS or LibreOffice and comes back through the reader.

Every text is written as a string, never as what it looks like: a name that starts with = is no formula.
"""

from datetime import datetime
from decimal import Decimal
from io import BytesIO
from math import ceil

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from indicators.domain.cell_content import ABSENT, read_content
from indicators.domain.numbers import plain
from indicators.domain.return_sheets import (
    AREA_CODE,
    AREA_NAME,
    COLUMNS,
    GROWTH,
    INDICATOR_CODE,
    INDICATOR_NAME,
    MEASURE_COLUMNS,
    MEASURE_UNIT,
    NOTE,
    PERCENT,
    PREVIOUS,
    PREVIOUS_GROWTH,
    REFERENCE_COLUMNS,
    SHEET,
    VALUE,
    YEAR_AGO,
    YEAR_AGO_GROWTH,
    ReturnSheet,
    SheetCell,
    SheetRow,
    sheet_rows,
)
from indicators.domain.texts import plain_lines
from indicators.writers.return_workbook_formats import FONT, Formats
from indicators.writers.return_workbook_help import write_help
from indicators.writers.return_workbook_meta import write_meta
from indicators.writers.return_workbook_rules import add_validations

# A spreadsheet keeps 15 significant digits of a number; a longer one is written as text, so that nothing is lost.
NUMBER_DIGITS = 15
# The same return gives the same bytes, whenever it is written.
CREATED = datetime(2000, 1, 1)  # noqa: DTZ001 the library wants it without a zone
HEADER_ROW = 3
PAPER_A4 = 9
LINE_HEIGHT = 18
MAX_LINES = 6
WIDTHS = {
    INDICATOR_CODE: 15,
    INDICATOR_NAME: 25,
    AREA_CODE: 9,
    AREA_NAME: 11,
    MEASURE_UNIT: 10,
    PREVIOUS: 12,
    PREVIOUS_GROWTH: 9,
    YEAR_AGO: 12,
    YEAR_AGO_GROWTH: 13,
    VALUE: 15,
    GROWTH: 11,
    NOTE: 28,
}
PLACE = {name: number for number, name in enumerate(COLUMNS)}
LAST = xl_col_to_name(PLACE[NOTE])
HINT = (
    "黄色格填报：留空＝未填，—＝无数据，0＝数值为零；灰色格不填。请勿改动表头和代码。填好后在系统中本填报表的页面上传。"
)


def write_return_workbook(sheet: ReturnSheet) -> bytes:
    """The workbook: the sheet to fill, the help, and out of sight what it belongs to."""
    file = BytesIO()
    with Workbook(file, {"in_memory": True, "default_format_properties": {"font_name": FONT, "font_size": 11}}) as book:
        book.set_properties({"title": sheet.form_name, "created": CREATED})
        _write_sheet(book, sheet)
        write_help(book, sheet)
        write_meta(book, sheet)
    return file.getvalue()


def _write_sheet(book: Workbook, sheet: ReturnSheet) -> None:
    page, formats = book.add_worksheet(SHEET), Formats(book)
    rows = list(sheet_rows(sheet).values())
    _write_head(page, sheet, formats)
    for number, row in enumerate(rows, start=HEADER_ROW + 1):
        _write_row(page, number, row, formats)
    add_validations(page, rows, first_row=HEADER_ROW + 1)
    for name, width in WIDTHS.items():
        page.set_column(PLACE[name], PLACE[name], width)
    page.set_default_row(LINE_HEIGHT)
    page.freeze_panes(HEADER_ROW + 1, PLACE[AREA_NAME] + 1)
    page.ignore_errors({"number_stored_as_text": f"A1:{LAST}{HEADER_ROW + 1 + max(len(rows), 1)}"})
    page.protect("", {"format_columns": True, "format_rows": True})
    page.set_selection(HEADER_ROW + 1, PLACE[VALUE], HEADER_ROW + 1, PLACE[VALUE])
    page.set_landscape()
    page.set_paper(PAPER_A4)
    page.fit_to_pages(1, 0)
    page.repeat_rows(HEADER_ROW)
    page.set_footer("&C第 &P 页，共 &N 页")


def _write_head(page: Worksheet, sheet: ReturnSheet, formats: Formats) -> None:
    due = f"{sheet.due_on:%Y-%m-%d} 24 时前" if sheet.due_on else "未定"
    _write_across(page, 0, INDICATOR_CODE, NOTE, sheet.form_name, formats.title)
    _write_across(page, 1, INDICATOR_CODE, AREA_NAME, f"填报单位：{sheet.unit}", formats.facts)
    _write_across(page, 1, MEASURE_UNIT, YEAR_AGO_GROWTH, f"期别：{sheet.period_label}", formats.facts)
    _write_across(page, 1, VALUE, NOTE, f"报送截止：{due}", formats.facts)
    _write_across(page, 2, INDICATOR_CODE, NOTE, HINT, formats.hint)
    for row, height in enumerate((30, 20, 20, 32)):
        page.set_row(row, height)
    for name, column in PLACE.items():
        page.write_string(HEADER_ROW, column, name, formats.header)


def _write_across(page: Worksheet, row: int, first: str, last: str, text: str, look: Format) -> None:
    # merge_range would make a formula of a text with =, so it merges blanks and the text follows.
    page.merge_range(row, PLACE[first], row, PLACE[last], "", look)
    page.write_string(row, PLACE[first], text, look)


def _write_row(page: Worksheet, number: int, row: SheetRow, formats: Formats) -> None:
    cell = row.first
    texts = {
        INDICATOR_CODE: cell.indicator,
        INDICATOR_NAME: cell.indicator_name,
        AREA_CODE: cell.area,
        AREA_NAME: cell.area_name,
        MEASURE_UNIT: _units(row),
    }
    for name, text in texts.items():
        page.write_string(number, PLACE[name], text, formats.text)
    for measure, name in MEASURE_COLUMNS.items():
        _write_published(page, number, measure, row.measures.get(measure), formats)
        _write_input(page, number, PLACE[name], row.measures.get(measure), formats)
    texts[NOTE] = plain_lines(cell.note)
    _write_text(page, number, PLACE[NOTE], texts[NOTE], formats.note)
    lines = max(_lines(text, WIDTHS[name]) for name, text in texts.items())
    if lines > 1:
        page.set_row(number, LINE_HEIGHT * min(lines, MAX_LINES))


def _write_published(page: Worksheet, number: int, measure: str, cell: SheetCell | None, formats: Formats) -> None:
    """The earlier numbers of a measure; “—” is none, blank is that the form does not ask for the measure."""
    figures = (cell.previous, cell.year_ago) if cell else (None, None)
    for name, figure in zip(REFERENCE_COLUMNS[measure], figures, strict=True):
        if cell and figure is not None:
            _write_number(page, number, PLACE[name], figure, formats.number(cell.decimals))
        else:
            _write_text(page, number, PLACE[name], ABSENT if cell else "", formats.reference)


def _write_input(page: Worksheet, number: int, column: int, cell: SheetCell | None, formats: Formats) -> None:
    content = read_content(cell.content) if cell else None
    if content is None:
        page.write_blank(number, column, None, formats.closed)
    elif content.number is not None:
        _write_number(page, number, column, content.number, formats.input)
    else:
        _write_text(page, number, column, str(content), formats.input)


def _write_text(page: Worksheet, number: int, column: int, text: str, look: Format) -> None:
    # An empty string would be a cell with something in it, to a spreadsheet that counts or checks.
    if text:
        page.write_string(number, column, text, look)
    else:
        page.write_blank(number, column, None, look)


def _write_number(page: Worksheet, number: int, column: int, figure: Decimal, look: Format) -> None:
    text = plain(figure) or ""
    if len(text.replace(".", "").strip("-0")) > NUMBER_DIGITS:
        page.write_string(number, column, text, look)
    else:
        page.write_number(number, column, figure, look)


def _lines(text: str, width: int) -> int:
    """How many lines the text takes: a Chinese character is as wide as two others."""
    widths = (sum(1 if character.isascii() else 2 for character in line) for line in text.split("\n"))
    return sum(max(1, ceil(wide / (width - 1))) for wide in widths)


def _units(row: SheetRow) -> str:
    growth = row.measures.get("growth")
    if growth is None or growth is row.first or growth.unit == PERCENT:
        return row.first.unit
    return f"{row.first.unit}，增速：{growth.unit}"
