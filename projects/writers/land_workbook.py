"""Parcels → the workbook that is filled in and comes back through the reader."""

from datetime import datetime
from decimal import Decimal
from io import BytesIO

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from indicators.domain.numbers import plain
from indicators.writers.return_workbook_formats import FONT, Formats
from projects.choices import LandLedger
from projects.domain.counted import MAIN_MODES
from projects.domain.land_sheets import (
    CODE,
    DISPOSAL_SHEET,
    DISPOSED,
    FILLED,
    LAND_KIND,
    LEDGER,
    LEFT,
    META_KIND,
    META_ROW,
    META_SHEET,
    PARCEL_REASON,
    PARCEL_SHEET,
    PARK,
    Column,
    Content,
    SheetParcel,
)

CREATED = datetime(2000, 1, 1)  # noqa: DTZ001 the library wants it without a zone
NUMBER_DIGITS = 15  # what a spreadsheet keeps of a number; a longer one is written as text
HEADER_ROW = 2
ROWS_FOR_PARCELS = 50
ROWS_FOR_DISPOSALS = 200
PAPER_A4 = 9
WIDTHS = {CODE: 14, PARK: 24, LEDGER: 12, LEFT: 12, "name": 32, "holder": 26, "mode": 24, "document": 32, "reason": 32}
OTHER_WIDTH = 15
PARCEL_HINT = (
    "黄色格可改：日期写作 2025-03-01，没有数就留空。改动的行须写变更理由。"
    "新增地块写在下面的空行：代码、园区（名称或代码）、台账、名称和面积必填，其他可空。填好后在“地块”列表上传。"
)
DISPOSAL_HINT = "每行一笔新的处置：反弹填负数并写明原因；处置方式如“增产扩资/技改扩能”。已在台账中的处置不要再填。"


def write_land_workbook(parcels: list[SheetParcel]) -> bytes:
    """The parcels with their present values, a sheet for new disposals, and out of sight what they held."""
    file = BytesIO()
    with Workbook(file, {"in_memory": True, "default_format_properties": {"font_name": FONT, "font_size": 11}}) as book:
        book.set_properties({"title": PARCEL_SHEET, "created": CREATED})
        formats = Formats(book)
        _write_parcels(book, formats, parcels)
        _write_disposals(book, formats)
        _write_meta(book, parcels)
    return file.getvalue()


def _write_parcels(book: Workbook, formats: Formats, parcels: list[SheetParcel]) -> None:
    page = _page(book, formats, PARCEL_SHEET, PARCEL_HINT, (CODE, PARK, LEDGER, LEFT), (*FILLED, PARCEL_REASON))
    for number, parcel in enumerate(parcels, start=HEADER_ROW + 1):
        for place, text in enumerate((parcel.code, parcel.park, parcel.ledger, plain(parcel.left) or "")):
            page.write_string(number, place, text, formats.text)
        for place, (column, text) in enumerate(zip(FILLED, parcel.cells, strict=True), start=4):
            if column.content is Content.NUMBER and text and len(text.strip("-").replace(".", "")) <= NUMBER_DIGITS:
                page.write_number(number, place, Decimal(text), formats.input)
            else:
                page.write_string(number, place, text, formats.note)
        page.write_blank(number, 4 + len(FILLED), None, formats.note)
    _leave_rows_for_new_ones(page, formats, first=HEADER_ROW + 1 + len(parcels))
    page.freeze_panes(HEADER_ROW + 1, 1)


def _leave_rows_for_new_ones(page: Worksheet, formats: Formats, *, first: int) -> None:
    """What is left of a new parcel follows from the rest."""
    ledger, left = 2, 3
    for number in range(first, first + ROWS_FOR_PARCELS):
        for place in range(left):
            page.write_blank(number, place, None, formats.note)
        page.write_blank(number, left, None, formats.text)
        for place, column in enumerate((*FILLED, PARCEL_REASON), start=left + 1):
            page.write_blank(number, place, None, formats.input if column.content is Content.NUMBER else formats.note)
    choices = {"validate": "list", "source": [str(label) for label in LandLedger.labels]}
    page.data_validation(first, ledger, first + ROWS_FOR_PARCELS - 1, ledger, choices)


def _write_disposals(book: Workbook, formats: Formats) -> None:
    page = _page(book, formats, DISPOSAL_SHEET, DISPOSAL_HINT, (CODE,), DISPOSED)
    for number in range(HEADER_ROW + 1, HEADER_ROW + 1 + ROWS_FOR_DISPOSALS):
        page.write_blank(number, 0, None, formats.note)
        for place, column in enumerate(DISPOSED, start=1):
            look = formats.input if column.content is Content.NUMBER else formats.note
            page.write_blank(number, place, None, look)
    mode = 1 + [column.field for column in DISPOSED].index("mode")
    # A list to choose from that leaves finer kinds free.
    page.data_validation(
        HEADER_ROW + 1,
        mode,
        HEADER_ROW + ROWS_FOR_DISPOSALS,
        mode,
        {"validate": "list", "source": list(MAIN_MODES), "error_type": "information"},
    )
    page.freeze_panes(HEADER_ROW + 1, 1)


def _page(
    book: Workbook, formats: Formats, name: str, hint: str, first: tuple[str, ...], columns: tuple[Column, ...]
) -> Worksheet:
    """A sheet with its header: the columns that name a parcel, then those to fill in."""
    page = book.add_worksheet(name)
    names = (*first, *(column.name for column in columns))
    for row, (text, look) in enumerate(((name, formats.title), (hint, formats.hint))):
        page.merge_range(row, 0, row, len(names) - 1, "", look)
        page.write_string(row, 0, text, look)
        page.set_row(row, 32)
    for place, title in enumerate(names):
        page.write_string(HEADER_ROW, place, title, formats.header)
    for place, key in enumerate((*first, *(column.field for column in columns))):
        page.set_column(place, place, WIDTHS.get(key, OTHER_WIDTH))
    page.protect("", {"format_columns": True, "format_rows": True})
    page.set_paper(PAPER_A4)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.repeat_rows(HEADER_ROW)
    return page


def _write_meta(book: Workbook, parcels: list[SheetParcel]) -> None:
    """All of it as text, so that no spreadsheet makes something else of a code or a number."""
    page = book.add_worksheet(META_SHEET)
    rows = [(META_KIND, LAND_KIND), *((META_ROW, parcel.code, *parcel.cells) for parcel in parcels)]
    for number, row in enumerate(rows):
        for place, text in enumerate(row):
            page.write_string(number, place, text)
    page.protect()
    page.very_hidden()
