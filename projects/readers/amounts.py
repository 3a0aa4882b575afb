"""Cells that hold an amount or a coordinate: what the tables of projects and of land share."""

from decimal import Decimal

from indicators.readers.cells import Cells


def amount(cells: Cells, column: str) -> Decimal | None:
    """A number that is never below 0."""
    number = cells.number(column)
    if number is not None and number < 0:
        cells.fault(column, "negative", f"“{column}”不能为负")
        return None
    return number


def required_amount(cells: Cells, column: str) -> Decimal | None:
    require(cells, column)
    return amount(cells, column)


def require(cells: Cells, column: str) -> None:
    if not cells.row.cells[column]:
        cells.fault(column, "required", f"“{column}”不能为空")


def number_between(cells: Cells, column: str, limit: int) -> Decimal | None:
    """A number from −limit to limit."""
    number = cells.number(column)
    if number is not None and abs(number) > limit:
        cells.fault(column, "out_of_range", f"“{column}”应在 -{limit} 至 {limit} 之间")
        return None
    return number
