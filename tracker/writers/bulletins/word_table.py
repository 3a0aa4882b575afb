"""A table of a bulletin: as wide as the text, its head again on every page, no row torn apart."""

from docx.oxml.xmlchemy import BaseOxmlElement

from tracker.domain.bulletins.document import Column, Row, Table, text_of
from tracker.writers.bulletins.word_styles import (
    CELL,
    HEADING_FONT,
    NARROW_CELL,
    TINY_CELL,
    Style,
    fonts,
    style_id,
)
from tracker.writers.bulletins.word_text import width_in_characters
from tracker.writers.bulletins.word_xml import element, paragraph, run

# Up to this many columns: 小四, 五号; more: 小五.
NORMAL_COLUMNS, MANY_COLUMNS = 6, 9
# A column is never narrower or wider than this many characters; what is longer breaks into lines.
LEAST_WIDTH, MOST_WIDTH = 2.0, 14.0
# A heading of so many characters stays on one line, a longer one may break into two.
SHORT_HEADING = 6.0
CELL_MARGIN = 70  # twentieths of a point on either side


def table_element(table: Table, width: int) -> BaseOxmlElement:
    """`width` in twentieths of a point."""
    widths = column_widths(table, width)
    style = cell_style(len(table.columns))
    grid = element("w:tblGrid", None, *(element("w:gridCol", {"w:w": each}) for each in widths))
    made = element("w:tbl", None, _properties(), grid, _head(table, widths, style))
    made.extend([_row(row, table.columns, widths, style) for row in table.rows])
    return made


def cell_style(columns: int) -> Style:
    """The more columns, the smaller the type."""
    if columns <= NORMAL_COLUMNS:
        return CELL
    return NARROW_CELL if columns <= MANY_COLUMNS else TINY_CELL


def column_widths(table: Table, width: int) -> list[int]:
    """The width shared out by the longest text of each column."""
    wanted = []
    for place, column in enumerate(table.columns):
        longest = max((width_in_characters(text_of(row.cells[place])) for row in table.rows), default=0)
        heading = width_in_characters(text_of(column.title))
        heading = max(heading / 2, min(heading, SHORT_HEADING))
        wanted.append(min(max(longest, heading, LEAST_WIDTH), MOST_WIDTH) + 1)
    shares = [int(width * each / sum(wanted)) for each in wanted]
    shares[-1] += width - sum(shares)
    return shares


def _properties() -> BaseOxmlElement:
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    line = {"w:val": "single", "w:sz": 4, "w:space": 0, "w:color": "auto"}
    margin = {"w:w": CELL_MARGIN, "w:type": "dxa"}
    return element(
        "w:tblPr",
        None,
        element("w:tblW", {"w:w": 5000, "w:type": "pct"}),
        element("w:jc", {"w:val": "center"}),
        element("w:tblBorders", None, *(element(f"w:{side}", line) for side in sides)),
        element("w:tblLayout", {"w:type": "fixed"}),
        element("w:tblCellMar", None, element("w:left", margin), element("w:right", margin)),
    )


def _head(table: Table, widths: list[int], style: Style) -> BaseOxmlElement:
    cells = []
    for column, width in zip(table.columns, widths, strict=True):
        text = run(text_of(column.title), fonts(HEADING_FONT))
        cells.append(_cell(text, width, style, element("w:keepNext"), element("w:jc", {"w:val": "center"})))
    return element("w:tr", None, element("w:trPr", None, element("w:cantSplit"), element("w:tblHeader")), *cells)


def _row(row: Row, columns: tuple[Column, ...], widths: list[int], style: Style) -> BaseOxmlElement:
    cells = []
    for parts, column, width in zip(row.cells, columns, widths, strict=True):
        text = run(text_of(parts), element("w:b")) if row.emphasised else run(text_of(parts))
        cells.append(_cell(text, width, style, element("w:jc", {"w:val": "right" if column.numeric else "left"})))
    return element("w:tr", None, element("w:trPr", None, element("w:cantSplit")), *cells)


def _cell(text: BaseOxmlElement, width: int, style: Style, *extra: BaseOxmlElement) -> BaseOxmlElement:
    size = element("w:tcW", {"w:w": width, "w:type": "dxa"})
    properties = element("w:tcPr", None, size, element("w:vAlign", {"w:val": "center"}))
    return element("w:tc", None, properties, paragraph(style_id(style), text, extra=extra))
