"""The native bar chart of a table: it refers to the cells, so that it follows what is done with them."""

from decimal import Decimal

from xlsxwriter import Workbook
from xlsxwriter.chart import Chart

from tracker.domain.bulletins.document import Number, Parts, Table, text_of
from tracker.writers.bulletins.workbook_formats import FONT, number_format, width_of
from tracker.writers.bulletins.workbook_names import drawable

CHART_WIDTH = 460  # pixels
MARGIN = 12
# The room that a letter of a title and of a category takes, in the width of a digit.
TITLE_LETTER, CATEGORY_LETTER = 8, 6.5
WIDEST_CATEGORY = 170
NUMBER_ROOM = 50
BAR_COLOUR, EMPHASIS_COLOUR = "#7F9DB9", "#C55A11"


def chart_of(book: Workbook, sheet: str, table: Table, first_row: int, *, head: int, body: int) -> Chart | None:
    """A bar beside each row; None for a table without chart, or without a number to draw.

    `head` are the pixels of the rows above the first one, beside which the title stands, `body` those from there on.
    An absent number leaves a gap: its cell says “—”, which a spreadsheet would label as 0.
    """
    if table.chart is None:
        return None
    last_row, column = first_row + len(table.rows) - 1, table.chart.value_column
    numbers = [_number(row.cells[column]) for row in table.rows]
    drawn = [each for each in numbers if each is not None]
    if not drawn:
        return None
    shown = number_format(max(each.digits for each in drawn))
    chart = book.add_chart({"type": "bar"})
    chart.add_series(
        {
            "categories": [sheet, first_row, table.chart.category_column, last_row, table.chart.category_column],
            "values": [sheet, first_row, column, last_row, column],
            "gap": 45,
            "fill": {"color": BAR_COLOUR},
            "points": [{"fill": {"color": EMPHASIS_COLOUR}} if row.emphasised else None for row in table.rows],
            "data_labels": {
                "value": True,
                "num_format": shown,
                "custom": [{"delete": True} if each is None else None for each in numbers],
            },
        }
    )
    title = _title(table)
    place = {"x": max(0.02, (1 - width_of(title) * TITLE_LETTER / CHART_WIDTH) / 2), "y": 8 / (head + body + MARGIN)}
    chart.set_title({"name": title, "overlay": True, "name_font": {"name": FONT, "size": 12}, "layout": place})
    chart.set_plotarea({"layout": _plot(table, head, body)})
    chart.set_legend({"none": True})
    chart.show_blanks_as("gap")
    # Categories stand at the left edge also where bars go to the left of zero.
    chart.set_y_axis({"reverse": True, "label_position": "low", "num_font": {"name": FONT}})
    # Bars begin at zero, else their lengths would say something else than the numbers.
    values = [Decimal(each.text) for each in drawn]
    ends = ({"min": 0} if min(values) >= 0 else {}) | ({"max": 0} if max(values) < 0 else {})
    chart.set_x_axis({"visible": False, "major_gridlines": {"visible": False}, **ends})
    chart.set_size({"width": CHART_WIDTH, "height": head + body + MARGIN})
    return chart


def _plot(table: Table, head: int, body: int) -> dict[str, float]:
    """Where the bars are, in shares of the chart: exactly beside the rows, right of the longest category."""
    names = [text_of(row.cells[table.chart.category_column]) for row in table.rows] if table.chart else []
    left = min(WIDEST_CATEGORY, max(map(width_of, names)) * CATEGORY_LETTER) + 2 * MARGIN
    height = head + body + MARGIN
    return {
        "x": left / CHART_WIDTH,
        "y": head / height,
        "width": 1 - (left + NUMBER_ROOM) / CHART_WIDTH,
        "height": body / height,
    }


def _number(cell: Parts) -> Number | None:
    return cell[0] if len(cell) == 1 and isinstance(cell[0], Number) else None


def _title(table: Table) -> str:
    """The library would make a formula of a text with =."""
    text = drawable(text_of(table.chart.title if table.chart else table.title))
    return f" {text}" if text.startswith("=") else text
