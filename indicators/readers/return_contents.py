"""What comes out of the workbook of a return."""

from dataclasses import dataclass

from indicators.domain.return_sheets import ReadCell


@dataclass(frozen=True, slots=True)
class WorkbookFault:
    """Row and column as the spreadsheet shows them; row 0 and column "" mean the whole sheet or file."""

    sheet: str
    row: int
    column: str
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class WorkbookContent:
    """What the workbook holds. With faults, the cells are those that could be read."""

    cells: tuple[ReadCell, ...]
    faults: tuple[WorkbookFault, ...]
