"""What an uploaded workbook would change in a return."""

from collections.abc import Iterable
from dataclasses import dataclass

from indicators.domain.return_sheets import DownloadedCell, ReadCell
from indicators.models import ReturnCell
from indicators.queries.returns.figures import CheckedReturn


@dataclass(frozen=True, slots=True, kw_only=True)
class CellDifference:
    """One cell that was changed in the file since its download and says something else in the draft.

    Content or note is None where the file left it as it was.
    """

    cell: ReturnCell
    downloaded: DownloadedCell
    content: str | None
    note: str | None

    @property
    def conflicts(self) -> bool:
        """Whether somebody has changed the draft's cell since the download, too."""
        return self.cell.version != self.downloaded.version


def differences(checked: CheckedReturn, read: Iterable[ReadCell]) -> list[CellDifference]:
    """The cells that would change, in the order of the form.

    What the file left as it was is left alone, whatever the draft says by now.
    """
    by_key = {(each.indicator, each.area, each.measure): each for each in read}
    found = []
    for cell in checked.cells:
        each = by_key.get((cell.indicator.code, cell.area.code, cell.measure))
        if each is None:
            continue
        content, note = each.new_content, each.new_note
        if content not in (None, str(cell.content)) or note not in (None, cell.note):
            found.append(CellDifference(cell=cell, downloaded=each.downloaded, content=content, note=note))
    return found
