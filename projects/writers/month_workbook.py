"""A month of the dispatch → the workbook that is filled in and comes back through the reader."""

from datetime import datetime
from decimal import Decimal
from io import BytesIO

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from indicators.domain.numbers import plain
from indicators.writers.return_workbook_formats import FONT, Formats
from projects.domain.month_entry import MonthLine
from projects.domain.month_sheets import (
    AREA,
    CODE,
    COLUMNS,
    INVESTED,
    META_KIND,
    META_PERIOD,
    META_ROW,
    META_SHEET,
    MONTH_KIND,
    NAME,
    NOTE,
    PLANNED,
    PREVIOUS,
    SHEET,
    WHAT_IT_IS,
    MonthSheet,
)

# The same month gives the same bytes, whenever it is written.
CREATED = datetime(2000, 1, 1)  # noqa: DTZ001 the library wants it without a zone
NUMBER_DIGITS = 15  # what a spreadsheet keeps of a number; a longer one is written as text
HEADER_ROW = 2
PAPER_A4 = 9
WIDTHS = {CODE: 16, NAME: 36, AREA: 12, PLANNED: 15, PREVIOUS: 15, INVESTED: 15, NOTE: 36}
PLACE = {name: number for number, name in enumerate(COLUMNS)}
HINT = (
    f"{WHAT_IT_IS}。黄色格填当年 1 月起至月末的累计数，单位万元；没有数就留空，零填 0。"
    "比上次累计小的须在说明中写明原因。请勿改动表头和项目代码；填好后在“月度调度填报”页上传。"
)


def write_month_workbook(sheet: MonthSheet) -> bytes:
    """The sheet to fill and, out of sight, what it belongs to."""
    file = BytesIO()
    with Workbook(file, {"in_memory": True, "default_format_properties": {"font_name": FONT, "font_size": 11}}) as book:
        book.set_properties({"title": f"{SHEET} {sheet.month}", "created": CREATED})
        _write_sheet(book, sheet)
        _write_meta(book, sheet)
    return file.getvalue()


def _write_sheet(book: Workbook, sheet: MonthSheet) -> None:
    page, formats = book.add_worksheet(SHEET), Formats(book)
    for row, (text, look) in enumerate(((f"{SHEET}：{sheet.month}", formats.title), (HINT, formats.hint))):
        page.merge_range(row, 0, row, len(COLUMNS) - 1, "", look)
        page.write_string(row, 0, text, look)
        page.set_row(row, 32)
    for name, column in PLACE.items():
        page.write_string(HEADER_ROW, column, name, formats.header)
        page.set_column(column, column, WIDTHS[name])
    for number, line in enumerate(sheet.lines, start=HEADER_ROW + 1):
        _write_row(page, number, line, formats)
    page.freeze_panes(HEADER_ROW + 1, PLACE[NAME] + 1)
    page.ignore_errors({"number_stored_as_text": f"A1:G{HEADER_ROW + 1 + max(len(sheet.lines), 1)}"})
    page.protect("", {"format_columns": True, "format_rows": True})
    page.set_landscape()
    page.set_paper(PAPER_A4)
    page.fit_to_pages(1, 0)
    page.repeat_rows(HEADER_ROW)
    page.set_footer("&C第 &P 页，共 &N 页")


def _write_row(page: Worksheet, number: int, line: MonthLine, formats: Formats) -> None:
    for name, text in ((CODE, line.project), (NAME, line.name), (AREA, line.area)):
        page.write_string(number, PLACE[name], text, formats.text)
    previous = line.previous.invested_ytd if line.previous else None
    _write_number(page, number, PLACE[PLANNED], line.planned, formats.number(2))
    _write_number(page, number, PLACE[PREVIOUS], previous, formats.number(2))
    _write_number(page, number, PLACE[INVESTED], line.invested, formats.input)
    if line.note:
        page.write_string(number, PLACE[NOTE], line.note, formats.note)
    else:
        page.write_blank(number, PLACE[NOTE], None, formats.note)


def _write_number(page: Worksheet, number: int, column: int, figure: Decimal | None, look: Format) -> None:
    text = plain(figure)
    if text is None:
        page.write_blank(number, column, None, look)
    elif len(text.replace(".", "").strip("0")) > NUMBER_DIGITS:
        page.write_string(number, column, text, look)
    else:
        page.write_number(number, column, figure, look)


def _write_meta(book: Workbook, sheet: MonthSheet) -> None:
    """All of it as text, so that no spreadsheet makes something else of a code or a number."""
    page = book.add_worksheet(META_SHEET)
    rows = [(META_KIND, MONTH_KIND), (META_PERIOD, str(sheet.month)), *(_meta_row(line) for line in sheet.lines)]
    for number, row in enumerate(rows):
        for column, text in enumerate(row):
            page.write_string(number, column, text)
    page.protect()
    page.very_hidden()


def _meta_row(line: MonthLine) -> tuple[str, ...]:
    version = "" if line.version is None else str(line.version)
    return (META_ROW, line.project, version, plain(line.invested) or "", line.note)
