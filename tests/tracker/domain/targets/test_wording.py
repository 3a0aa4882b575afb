"""The cells in which a target is printed."""

from pathlib import Path

import pytest

from indicators.domain.kinds import Direction, Kind
from tests.case_tables import Row, case_table, number
from tracker.domain.targets.target import Form, Measure, Target
from tracker.domain.targets.wording import Wording, line_of, wording_of

CASES = Path(__file__).parent / "cases" / "wording.csv"


@pytest.mark.parametrize("case", case_table(CASES))
def test_cells_of_a_target(case: Row) -> None:
    target = Target(
        form=Form(case["form"]),
        kind=Kind(case["kind"]),
        indicator_direction=Direction(case["direction"]),
        measure=Measure(case["measure"]),
        base_year=int(case["base_year"]),
        end_year=2025,
        base=number(case["base"]),
        value=number(case["value"]),
    )
    printed = wording_of(target, plan_base_year=2020, reference=case["reference"], text=case["text"])
    assert printed == Wording(case["base_cell"], case["target_cell"], case["pace_cell"])


def test_a_line_joins_the_cells_of_its_targets() -> None:
    assert line_of([Wording("67.7", ">92.7"), Wording("67.7", pace=">6.5%")]) == Wording("67.7", ">92.7", ">6.5%")
    assert line_of([Wording("5.2", pace="<5.5"), Wording("5.2*", pace="[1]")]) == Wording("5.2；5.2*", "", "<5.5；[1]")
