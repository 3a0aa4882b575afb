"""How the cells of a return's workbook look: yellow is to be filled, grey is not asked for, the rest is locked."""

from xlsxwriter import Workbook
from xlsxwriter.format import Format

FONT = "宋体"


class Formats:
    """The looks of the cells, each made once."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._numbers: dict[int, Format] = {}
        grid = {"border": 1, "border_color": "#A6A6A6", "valign": "vcenter"}
        number = {**grid, "align": "right", "shrink": True}
        self._reference = {**number, "font_color": "#595959"}
        self.title = book.add_format({"bold": True, "font_size": 16, "align": "center", "valign": "vcenter"})
        self.facts = book.add_format({"valign": "vcenter"})
        self.hint = book.add_format({"text_wrap": True, "valign": "vcenter", "font_color": "#595959"})
        self.header = book.add_format(
            {**grid, "bold": True, "align": "center", "text_wrap": True, "bg_color": "#DDE6F0"}
        )
        self.text = book.add_format({**grid, "text_wrap": True})
        self.reference = book.add_format(self._reference)
        # General shows every digit that is typed, and a typed 5.1% as such.
        self.input = book.add_format({**number, "locked": False, "bg_color": "#FFFBE0"})
        self.note = book.add_format(
            {**grid, "text_wrap": True, "locked": False, "bg_color": "#FFFBE0", "num_format": "@"}
        )
        self.closed = book.add_format({**grid, "bg_color": "#D9D9D9"})

    def number(self, decimals: int) -> Format:
        if decimals not in self._numbers:
            pattern = "0." + "0" * decimals if decimals else "0"
            self._numbers[decimals] = self._book.add_format({**self._reference, "num_format": pattern})
        return self._numbers[decimals]
