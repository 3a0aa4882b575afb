"""CSV case tables: one row a case, whose `note` says where it comes from."""

import csv
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet

Row = dict[str, str]


def rows_of(path: Path) -> list[Row]:
    """All rows of a table; a table without rows or a row without a note is a fault of the table."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows, f"{path.name} holds no case"
    assert all(row["note"] and None not in row and None not in row.values() for row in rows), path.name
    return rows


def case_table(path: Path) -> list[ParameterSet]:
    """The rows as parameters of one test, named by their line."""
    return [pytest.param(row, id=f"{path.stem}:{line}") for line, row in enumerate(rows_of(path), start=2)]


def case_groups(path: Path) -> list[ParameterSet]:
    """Rows with the same `case` together, as parameters of one test, in the order of the table."""
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in rows_of(path):
        groups[row["case"]].append(row)
    return [pytest.param(rows, id=f"{path.stem}:{case}") for case, rows in groups.items()]


def number(cell: str) -> Decimal | None:
    """The number of a cell; an empty one is no data."""
    return Decimal(cell) if cell else None


def numbers(cell: str) -> list[Decimal | None]:
    """Numbers with blanks between them; a dash is no data."""
    return [None if part == "-" else Decimal(part) for part in cell.split()]
