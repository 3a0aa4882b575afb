"""A printed table of grades has to close before it is believed."""

import pytest

from tests.case_tables import Row, case_table
from tests.tracker.domain.evaluations.evaluation_cases import CASES
from tracker.domain.evaluations.grade_table import GradeCounts, grade_table_faults


def lines_of(cell: str) -> list[GradeCounts]:
    """`巢湖:24 54 36 6=120`, with semicolons between lines."""
    lines = []
    for line in filter(None, cell.split(";")):
        label, _, rest = line.partition(":")
        counts, _, printed = rest.partition("=")
        numbers = [int(count) for count in counts.split()]
        lines.append(GradeCounts(label, dict(zip("ABCD", numbers, strict=True)), int(printed)))
    return lines


@pytest.mark.parametrize("row", case_table(CASES / "grade_tables.csv"))
def test_grade_tables(row: Row) -> None:
    totals = lines_of(row["total"])
    faults = grade_table_faults(lines_of(row["lines"]), totals[0] if totals else None)
    assert [fault.code for fault in faults] == row["faults"].split()
    assert all(fault.message for fault in faults)
