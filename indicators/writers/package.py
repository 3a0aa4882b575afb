"""Rows → CSV tables of a data package, in the format the readers take back."""

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path

from indicators.domain.packages import Table


def write_table(directory: Path, table: Table, rows: Iterable[Sequence[object]]) -> int:
    """Write one table, to a file beside it first so that a broken run leaves no half a file; returns the rows."""
    part = directory / f"{table.file}.part"
    count = 0
    with part.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(table.columns)
        for row in rows:
            writer.writerow(["" if cell is None else cell for cell in row])
            count += 1
    part.replace(directory / table.file)
    return count
