"""The hidden sheet of a return's workbook: what it belongs to, and what each cell held when it was downloaded."""

from xlsxwriter import Workbook

from indicators.domain.return_sheets import (
    META_CELL,
    META_FORM,
    META_PERIOD,
    META_RETURN,
    META_SHEET,
    META_VERSION,
    ReturnSheet,
)


def write_meta(book: Workbook, sheet: ReturnSheet) -> None:
    """All of it as text, so that no spreadsheet makes something else of a code or a number."""
    page = book.add_worksheet(META_SHEET)
    rows = [
        (META_RETURN, str(sheet.return_id)),
        (META_FORM, sheet.form_code),
        (META_VERSION, str(sheet.form_version)),
        (META_PERIOD, sheet.period),
        *(
            (META_CELL, cell.indicator, cell.area, cell.measure, str(cell.version), cell.content, cell.note)
            for cell in sheet.cells
        ),
    ]
    for number, row in enumerate(rows):
        for column, text in enumerate(row):
            page.write_string(number, column, text)
    page.protect()
    page.very_hidden()
