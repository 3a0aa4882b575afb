"""The sheet of one section: its paragraphs across the page, its tables in a grid, a chart beside its table."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import zip_longest

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from tracker.domain.bulletins.document import Number, Paragraph, Parts, Row, Section, Table, text_of
from tracker.domain.bulletins.proof_cells import fits_a_cell
from tracker.writers.bulletins.workbook_chart import CHART_WIDTH, chart_of
from tracker.writers.bulletins.workbook_formats import LINE_HEIGHT, Formats, height_of, width_of
from tracker.writers.bulletins.workbook_names import cell_text

PAPER_A4 = 9
NARROWEST, WIDEST = 8, 30
FILLER = 12
MARGINS = 4
# Sentences need a page's width even above a narrow table.
PAGE_WIDTH = 84
ROW_HEIGHT = 20
HEADING_HEIGHT = 28
# Above a frozen header more than this would leave no room to scroll in.
MAX_FROZEN_HEIGHT = 220
PIXELS_A_DIGIT = 7


class SectionSheet:
    """Writes one section onto a sheet of its own, from the top down."""

    def __init__(self, book: Workbook, page: Worksheet, section: Section, formats: Formats) -> None:
        self._book, self._page, self._section, self._formats = book, page, section, formats
        self._tables = [block for block in section.blocks if isinstance(block, Table)]
        self._columns = max((len(table.columns) for table in self._tables), default=0)
        self._widths = _widths(self._tables)
        self._row = 0
        self._height = 0.0

    def write(self, title: str) -> None:
        """The title with its ordinal, then the blocks in order."""
        for column, width in enumerate(self._widths):
            self._page.set_column(column, column, width)
        self._page.set_default_row(ROW_HEIGHT)
        page = len(self._widths)
        self._across(title, self._formats.heading, HEADING_HEIGHT, page)
        for block in self._section.blocks:
            if isinstance(block, Paragraph):
                self._across(text_of(block.parts), self._formats.paragraph, LINE_HEIGHT, page)
            else:
                self._write_table(block)
        self._set_up_page()

    def _set_up_page(self) -> None:
        self._page.set_paper(PAPER_A4)
        if any(table.chart for table in self._tables) or sum(self._widths[: self._columns]) > PAGE_WIDTH:
            self._page.set_landscape()
        self._page.fit_to_pages(1, 0)
        self._page.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
        self._page.hide_gridlines(2)
        self._page.set_footer("&C第 &P 页，共 &N 页")

    def _across(self, text: str, look: Format, line: float, columns: int) -> None:
        text = cell_text(text)
        self._set_height(height_of(text, sum(self._widths[:columns]), line=line))
        # merge_range would make a formula of a text with =, so it merges blanks and the text follows.
        if columns > 1:
            self._page.merge_range(self._row, 0, self._row, columns - 1, "", look)
        self._page.write_string(self._row, 0, text, look)
        self._row += 1

    def _skip_row(self) -> None:
        self._row += 1
        self._height += ROW_HEIGHT

    def _write_table(self, table: Table) -> None:
        self._skip_row()
        top, caption = self._height, self._row
        self._across(text_of(table.title), self._formats.caption, LINE_HEIGHT, len(table.columns))
        self._write_header([cell_text(text_of(column.title)) for column in table.columns])
        body = self._height
        for row in table.rows:
            self._write_row(row, [column.numeric for column in table.columns])
        # The chart's title stands beside the table's, its bars beside the rows.
        chart = chart_of(
            self._book,
            self._page.get_name(),
            table,
            caption + 2,
            head=_pixels(body - top),
            body=_pixels(self._height - body),
        )
        if chart:
            self._page.insert_chart(caption, len(table.columns), chart, {"x_offset": 12, "object_position": 1})
        self._skip_row()

    def _write_header(self, titles: list[str]) -> None:
        head = self._row
        self._set_height(self._row_height(titles))
        for column, title in enumerate(titles):
            self._page.write_string(head, column, title, self._formats.column)
        self._row += 1
        # With several tables none of their headers stands for all rows below it.
        if len(self._tables) == 1:
            self._page.repeat_rows(head)
            if self._height <= MAX_FROZEN_HEIGHT:
                self._page.freeze_panes(self._row, 0)

    def _write_row(self, row: Row, numeric: list[bool]) -> None:
        texts = [cell_text(text_of(cell)) for cell in row.cells]
        self._set_height(self._row_height(texts))
        for column, (cell, text, right) in enumerate(zip(row.cells, texts, numeric, strict=True)):
            digits = _digits(cell)
            look = self._formats.cell(right=right, emphasised=row.emphasised, digits=digits)
            if digits is None:
                self._page.write_string(self._row, column, text, look)
            else:
                self._page.write_number(self._row, column, Decimal(text), look)
        self._row += 1

    def _row_height(self, texts: list[str]) -> float:
        return max(ROW_HEIGHT, *(height_of(text, width) for text, width in zip(texts, self._widths, strict=False)))

    def _set_height(self, height: float) -> None:
        if height != ROW_HEIGHT:
            self._page.set_row(self._row, height)
        self._height += height


def _digits(cell: Parts) -> int | None:
    """The decimals of a cell that is one number alone and that a spreadsheet can keep, else None."""
    if len(cell) == 1 and isinstance(cell[0], Number) and fits_a_cell(cell[0].text):
        return cell[0].digits
    return None


def _pixels(points: float) -> int:
    return int(points * 4 / 3)


def _widths(tables: list[Table]) -> list[int]:
    """The widths of the sheet's columns: those of the tables, then as many as a sentence needs, also above a chart."""
    widths = [min(WIDEST, max(NARROWEST, *column)) for column in zip_longest(*map(_column_widths, tables), fillvalue=0)]
    chart = CHART_WIDTH // PIXELS_A_DIGIT if any(table.chart for table in tables) else 0
    page = max(PAGE_WIDTH, sum(widths) + chart)
    while sum(widths) < page:
        widths.append(min(FILLER, page - sum(widths)))
    return widths


def _column_widths(table: Table) -> Iterator[int]:
    for number, column in enumerate(table.columns):
        # A heading may be broken into two lines, a cell should not be.
        heading = width_of(cell_text(text_of(column.title))) // 2 + 1
        cells = (width_of(cell_text(text_of(row.cells[number]))) for row in table.rows)
        yield max(heading, *cells, 0) + MARGINS
