"""Rows → lines of a CSV file that a spreadsheet opens: with a BOM, and without anything it would take for a formula."""

import csv
from collections.abc import Iterable, Iterator, Sequence

from indicators.domain.numbers import InvalidNumberError, parse_decimal

BOM = "\ufeff"
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


class _Echo:
    """What the csv module writes to: hands the line back."""

    def write(self, line: str) -> str:
        return line


def safe_cell(cell: object) -> str:
    """The text of a cell; an apostrophe goes before what a spreadsheet would run, numbers keep their minus.

    >>> safe_cell("=1+1"), safe_cell("-5.1"), safe_cell("-"), safe_cell(None)
    ("'=1+1", '-5.1', "'-", '')
    """
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.startswith(_FORMULA_STARTS) and not _is_number(text) else text


def csv_lines(header: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """The lines of the file, header first, written while they are read."""
    writer = csv.writer(_Echo())
    yield BOM + writer.writerow(header)
    for row in rows:
        yield writer.writerow([safe_cell(cell) for cell in row])


def _is_number(text: str) -> bool:
    try:
        parse_decimal(text)
    except InvalidNumberError as error:
        # Derived numbers may have more digits than input may.
        return error.code == "too_many_digits"
    return True
