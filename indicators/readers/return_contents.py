"""What comes out of the workbook of a return."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class WorkbookFault:
    """Row and column as the spreadsheet shows them; row 0 and column "" mean the whole sheet or file."""

    sheet: str
    row: int
    column: str
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class ReadCell:
    """One filled or blank cell; `note` is None where the sheet has none for it: that stays as it is."""

    indicator: str
    area: str
    measure: str
    content: str
    note: str | None
    row: int
    column: str


@dataclass(frozen=True, slots=True)
class WorkbookContent:
    """What the workbook says it is and holds. With faults, the cells are those that could be read."""

    return_id: int | None
    form_code: str
    form_version: int | None
    period: str
    cells: tuple[ReadCell, ...]
    faults: tuple[WorkbookFault, ...]
