"""The cells of a bulletin's workbook, read back."""

import io
from decimal import Decimal

from python_calamine import CalamineWorkbook


def workbook_cells(content: bytes) -> dict[str, list[list[str | Decimal]]]:
    """By sheet the rows of cells: numbers as `Decimal` by their shortest form, all else as text, empty as ''."""
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return {
        name: [[_cell(each) for each in row] for row in workbook.get_sheet_by_name(name).to_python()]
        for name in workbook.sheet_names
    }


def _cell(value: object) -> str | Decimal:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return Decimal(repr(value))
    return str(value)
