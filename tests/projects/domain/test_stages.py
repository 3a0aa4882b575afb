"""The stage on a day: dated changes where there are any, else the present one."""

from datetime import date
from pathlib import Path

import pytest

from projects.domain.stages import Stage, StageStep, stage_on
from tests.case_tables import Row, case_table

CASES = Path(__file__).parent / "cases"


@pytest.mark.parametrize("row", case_table(CASES / "stages.csv"))
def test_the_stage_on_a_day(row: Row) -> None:
    parts = [each.split(":") for each in row["steps"].split()]
    steps = [StageStep(date.fromisoformat(day), Stage(before), Stage(after)) for day, before, after in parts]
    assert stage_on(steps, Stage(row["present"]), date.fromisoformat(row["day"])) == Stage(row["stage"])
