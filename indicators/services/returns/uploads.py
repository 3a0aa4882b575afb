"""What an uploaded workbook would change in a return."""

from collections.abc import Iterable
from dataclasses import dataclass

from indicators.domain.texts import plain_lines
from indicators.models import ReturnCell
from indicators.queries.returns.figures import CheckedReturn
from indicators.readers.return_workbook import ReadCell


@dataclass(frozen=True, slots=True, kw_only=True)
class CellDifference:
    """One cell with what the file says instead; a note of None stays as it is."""

    cell: ReturnCell
    content: str
    note: str | None


def differences(checked: CheckedReturn, read: Iterable[ReadCell]) -> list[CellDifference]:
    """The cells of the file that say something else, in the order of the form."""
    by_key = {(each.indicator, each.area, each.measure): each for each in read}
    found = []
    for cell in checked.cells:
        each = by_key.get((cell.indicator.code, cell.area.code, cell.measure))
        if each is None:
            continue
        note = None if each.note is None else plain_lines(each.note).strip()
        if each.content != str(cell.content) or note not in (None, cell.note):
            found.append(CellDifference(cell=cell, content=each.content, note=note))
    return found
