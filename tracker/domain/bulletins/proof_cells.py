"""Reads the rows of a workbook's sheet against the section it shows."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from difflib import SequenceMatcher

from indicators.domain.numbers import plain, rounded
from tracker.domain.bulletins.document import Line, Section, Table, section_lines
from tracker.domain.bulletins.proof_faults import Fault, line_fault, missing
from tracker.domain.bulletins.proof_lines import UNKNOWN, NumberBook, ProofLine, normal, proof_lines
from tracker.domain.bulletins.proof_reading_order import without_ordinal

# A spreadsheet keeps 15 significant digits of a number; a longer one stands there as text.
NUMBER_DIGITS = 15

ProofRow = tuple[ProofLine, ...]
Row = Sequence[str | Decimal]


def fits_a_cell(text: str) -> bool:
    """Whether a spreadsheet keeps every digit of a plain number.

    >>> fits_a_cell("-0.05"), fits_a_cell("1234567890.123456")
    (True, False)
    """
    return len(text.replace(".", "").lstrip("-0")) <= NUMBER_DIGITS


def section_faults(section: Section, place: str, book: NumberBook, rows: Sequence[Row]) -> Iterator[Fault]:
    """Every cell that is missing, differs or has no business on the sheet; blank rows are layout."""
    expected = [tuple(proof_lines(row, book)) for row in _rows_of(section, place)]
    expected = [row for row in expected if any(line.text for line in row)]
    found = [filled for row in rows if (filled := _filled(row))]
    if found and without_ordinal(normal(str(found[0][0]))) == expected[0][0].text:
        found[0][0] = expected[0][0].text
    if len(expected) == len(found):
        steps = [("replace", 0, len(expected), 0, len(found))]
    else:
        steps = list(SequenceMatcher(None, *_keys(expected, found), autojunk=False).get_opcodes())
    for _, first, last, begin, end in steps:
        shared = min(last - first, end - begin)
        for lines, row in zip(expected[first : first + shared], found[begin : begin + shared], strict=True):
            yield from _row_faults(lines, row)
        for lines in expected[first + shared : last]:
            yield from (missing(line) for line in lines)
        for row in found[begin + shared : end]:
            after = f"{expected[last - 1][0].place}之后" if last else f"{place}标题之前"
            yield Fault(after, None, "、".join(_shown(cell) for cell in row))


def _rows_of(section: Section, place: str) -> Iterator[list[Line]]:
    """The lines by the row of the sheet they stand in."""
    lines = section_lines(place, section)
    yield [next(lines)]
    for block in section.blocks:
        yield [next(lines)]
        if isinstance(block, Table):
            yield [next(lines) for _ in block.columns]
            for row in block.rows:
                yield [next(lines) for _ in row.cells]


def _keys(expected: list[ProofRow], found: list[list[str | Decimal]]) -> tuple[list[str], list[str]]:
    """What rows are recognised by where some are missing or added."""
    return (
        ["|".join(_as_shown(line) for line in lines) for lines in expected],
        ["|".join(_shown(cell) for cell in row) for row in found],
    )


def _as_shown(line: ProofLine) -> str:
    return line.text if line.digits is None or line.text == UNKNOWN else _shown(Decimal(line.text))


def _row_faults(lines: ProofRow, row: list[str | Decimal]) -> Iterator[Fault]:
    for line, cell in zip(lines, [*row, *[""] * (len(lines) - len(row))], strict=False):
        fault = _cell_fault(line, cell)
        if fault:
            yield fault
    for cell in row[len(lines) :]:
        if cell != "":
            yield Fault(f"{lines[-1].place}之后", None, _shown(cell))


def _cell_fault(line: ProofLine, cell: str | Decimal) -> Fault | None:
    if isinstance(cell, Decimal):
        if line.digits is None or not fits_a_cell(line.text):
            return Fault(line.place, line.text, f"{_shown(cell)}（数值）")
        same = format(rounded(cell, line.digits), "f") == line.text
        return None if same else Fault(line.place, line.text, _shown(cell))
    if line.digits is not None and fits_a_cell(line.text):
        return Fault(line.place, f"{line.text}（数值）", cell)
    return line_fault(line, cell)


def _filled(row: Row) -> list[str | Decimal]:
    """The row up to its last cell that is not blank."""
    cells = list(row)
    while cells and cells[-1] == "":
        cells.pop()
    return cells


def _shown(cell: str | Decimal) -> str:
    return cell if isinstance(cell, str) else plain(cell) or ""
