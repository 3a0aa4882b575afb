"""A bulletin as a workbook: a sheet of contents, then one sheet a section with its native chart."""

import io
from datetime import datetime
from typing import Any

import xlsxwriter

from tracker.domain.bulletins.document import Chart, Document, Number, Paragraph, Parts, Section, Table, text_of
from tracker.domain.bulletins.imprint import Imprint
from tracker.writers.bulletins.ordinals import imprint_lines, ordinal

CONTENTS = "目录"
CREATED = datetime(2026, 1, 1)  # noqa: DTZ001 — a constant, so that the same bulletin gives the same bytes
WIDTH = 8  # columns that a paragraph spans
LETTERS_A_LINE = 46


def bulletin_workbook(document: Document, imprint: Imprint) -> bytes:
    """The same document and imprint give the same bytes."""
    output = io.BytesIO()
    options = {"in_memory": True, "strings_to_numbers": False, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(output, options) as workbook:
        workbook.set_properties({"title": text_of(document.title), "author": imprint.office, "created": CREATED})
        formats = _Formats(workbook)
        contents = workbook.add_worksheet(CONTENTS)
        names = [f"{ordinal(number)}、{_sheet_name(each)}" for number, each in enumerate(document.sections, start=1)]
        _write_contents(contents, document, imprint, names, formats)
        for name, section in zip(names, document.sections, strict=True):
            _write_section(workbook, workbook.add_worksheet(name), name, section, formats)
    return output.getvalue()


class _Formats:
    """Cell formats, each made once."""

    def __init__(self, workbook: Any) -> None:
        self._workbook = workbook
        self._made: dict[tuple[Any, ...], Any] = {}

    def of(self, **properties: Any) -> Any:
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            self._made[key] = self._workbook.add_format({"valign": "vcenter", **properties})
        return self._made[key]


def _sheet_name(section: Section) -> str:
    """What Excel takes as a name; the ordinal before it keeps names apart."""
    return "".join("·" if each in "[]:*?/\\'" else each for each in text_of(section.title))[:24]


def _write_contents(sheet: Any, document: Document, imprint: Imprint, names: list[str], formats: _Formats) -> None:
    sheet.set_column(0, 0, 90)
    sheet.write_string(0, 0, text_of(document.title), formats.of(bold=True, font_size=16))
    date = "（拟稿，未签发）"
    if imprint.issued_on:
        date = f"{imprint.issued_on.year}年{imprint.issued_on.month}月{imprint.issued_on.day}日"
    lines = [imprint.office, date]
    lines += imprint_lines(False, imprint.use_level, imprint.version, imprint.reason)
    for row, line in enumerate(lines, start=1):
        sheet.write_string(row, 0, line)
    row = len(lines) + 2
    for name in names:
        sheet.write_url(row, 0, f"internal:'{name}'!A1", string=name)
        row += 1
    for note in document.notes:
        row += 1
        sheet.write_string(row, 0, text_of(note.parts), formats.of(text_wrap=True))


def _write_section(workbook: Any, sheet: Any, name: str, section: Section, formats: _Formats) -> None:
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_column(0, 0, 8)
    sheet.set_column(1, WIDTH - 1, 15)
    sheet.merge_range(0, 0, 0, WIDTH - 1, text_of(section.title), formats.of(bold=True, font_size=14))
    row = 1
    for block in section.blocks:
        if isinstance(block, Paragraph):
            text = text_of(block.parts)
            sheet.merge_range(row, 0, row, WIDTH - 1, text, formats.of(text_wrap=True))
            sheet.set_row(row, 18 * (1 + len(text) // LETTERS_A_LINE))
            row += 1
        else:
            row = _write_table(workbook, sheet, name, block, row, formats)


def _write_table(workbook: Any, sheet: Any, name: str, table: Table, row: int, formats: _Formats) -> int:
    sheet.merge_range(row, 0, row, WIDTH - 1, text_of(table.title), formats.of(bold=True, align="center"))
    head = row + 1
    for column, heading in enumerate(table.columns):
        title = formats.of(bold=True, border=1, bg_color="#F1F3F5", text_wrap=True, align="center")
        sheet.write_string(head, column, text_of(heading.title), title)
    sheet.repeat_rows(head)
    for line, each in enumerate(table.rows, start=head + 1):
        for column, cell in enumerate(each.cells):
            _write_cell(sheet, line, column, cell, table.columns[column].numeric, each.emphasised, formats)
    end = head + len(table.rows)
    if table.chart:
        _insert_chart(workbook, sheet, name, table.chart, head, end, len(table.columns))
    return end + 2


def _write_cell(sheet: Any, row: int, column: int, cell: Parts, numeric: bool, bold: bool, formats: _Formats) -> None:
    if len(cell) == 1 and isinstance(cell[0], Number):
        number = cell[0]
        shown = "0." + "0" * number.digits if number.digits else "0"
        # A spreadsheet keeps binary numbers; this one is rounded already and within its 15 digits.
        sheet.write_number(row, column, float(number.text), formats.of(border=1, bold=bold, num_format=shown))
        return
    align = "right" if numeric else "left"
    sheet.write_string(row, column, text_of(cell), formats.of(border=1, bold=bold, align=align))


def _insert_chart(workbook: Any, sheet: Any, name: str, chart: Chart, head: int, end: int, columns: int) -> None:
    drawn = workbook.add_chart({"type": "column"})
    drawn.add_series(
        {
            "categories": [name, head + 1, chart.category_column, end, chart.category_column],
            "values": [name, head + 1, chart.value_column, end, chart.value_column],
            "gap": 60,
        }
    )
    drawn.set_title({"name": text_of(chart.title), "name_font": {"size": 11}})
    drawn.set_legend({"none": True})
    drawn.show_blanks_as("gap")
    drawn.set_size({"width": max(480, 46 * (end - head)), "height": 300})
    sheet.insert_chart(head, max(columns, WIDTH) + 1, drawn)
