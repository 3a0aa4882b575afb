"""How the cells of a bulletin's workbook look, and how much room texts take in them."""

from math import ceil

from xlsxwriter import Workbook
from xlsxwriter.format import Format

FONT = "宋体"
LINE_HEIGHT = 18  # points
MAX_HEIGHT = 409
GRID = {"border": 1, "border_color": "#A6A6A6", "valign": "vcenter", "text_wrap": True}
HEAD_COLOUR = "#DDE6F0"
EMPHASIS_COLOUR = "#FFF4D6"


class Formats:
    """The looks of the cells, each made once."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._cells: dict[tuple[bool, bool, int | None], Format] = {}
        self.title = book.add_format({"bold": True, "font_size": 18, "align": "center", "valign": "vcenter"} | WRAPPED)
        self.subtitle = book.add_format({"align": "center", "valign": "vcenter"} | WRAPPED)
        self.imprint = book.add_format({"align": "center", "valign": "vcenter", "font_color": "#595959"} | WRAPPED)
        self.heading = book.add_format({"bold": True, "font_size": 14, "valign": "vcenter"} | WRAPPED)
        self.paragraph = book.add_format({"valign": "top"} | WRAPPED)
        self.link = book.add_format({"font_color": "#0B5394", "underline": 1, "valign": "vcenter"} | WRAPPED)
        self.caption = book.add_format({"bold": True, "align": "center", "valign": "vcenter"} | WRAPPED)
        self.column = book.add_format({**GRID, "bold": True, "align": "center", "bg_color": HEAD_COLOUR})

    def cell(self, *, right: bool, emphasised: bool, digits: int | None = None) -> Format:
        """A cell of a table; `digits` are the decimals of a number, None for text."""
        key = (right, emphasised, digits)
        if key not in self._cells:
            looks = {**GRID, "align": "right" if right else "left", "indent": 1}
            if digits is not None:
                looks |= {"num_format": number_format(digits), "text_wrap": False}
            if emphasised:
                looks |= {"bold": True, "bg_color": EMPHASIS_COLOUR}
            self._cells[key] = self._book.add_format(looks)
        return self._cells[key]


WRAPPED = {"text_wrap": True}


def number_format(digits: int) -> str:
    """
    >>> number_format(0), number_format(2)
    ('0', '0.00')
    """
    return f"0.{'0' * digits}" if digits else "0"


def width_of(text: str) -> int:
    """The room of the longest line, in the width of a digit: a Chinese character takes two.

    >>> width_of("增速（%）\\n9.6")
    9
    """
    return max(sum(1 if each.isascii() else 2 for each in line) for line in text.split("\n"))


def height_of(text: str, width: float, *, line: float = LINE_HEIGHT) -> float:
    """The height in points of a text that is wrapped at `width`, as far as a row can be high."""
    lines = sum(max(1, ceil(width_of(each) / max(1.0, width - 2))) for each in text.split("\n"))
    return min(line * lines, MAX_HEIGHT)
