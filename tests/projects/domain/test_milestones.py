"""Days of delay."""

from datetime import date
from pathlib import Path

import pytest

from projects.domain.milestones import Delay, delay
from tests.case_tables import Row, case_table

CASES = Path(__file__).parent / "cases"


@pytest.mark.parametrize("row", case_table(CASES / "delays.csv"))
def test_delays(row: Row) -> None:
    reached_on = date.fromisoformat(row["reached_on"]) if row["reached_on"] else None
    found = delay(date.fromisoformat(row["due_on"]), reached_on, date.fromisoformat(row["day"]))
    assert found == Delay(int(row["days"]) if row["days"] else None, row["reason"])
