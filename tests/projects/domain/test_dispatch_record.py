"""A frozen board: read back it is the same, and what comes after its month is not in it."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from indicators.domain.periods import Period
from projects.domain.dispatch_record import DispatchRecord, dispatch_from_json, dispatch_to_json, until
from projects.domain.lights import Limits
from projects.domain.progress import PlanVersion, ProjectYear, Reported
from projects.domain.rates import Arrival, Dispatched
from projects.domain.stages import Category, Stage, StageStep

OCTOBER = Period.parse("2025-10")
LIMITS = Limits(date(2025, 1, 1), Decimal(0), Decimal(-5))
BY_OCTOBER = Dispatched(
    code="P1",
    name="大桥",
    area="P01",
    county="430302",
    park="P01",
    kind="交通",
    theme="",
    lead="",
    year=ProjectYear(
        stage=Stage.BUILDING,
        category=Category.NEW,
        plans=(PlanVersion(2025, date(2025, 1, 20), Decimal(1000)),),
        reported=(
            Reported(Period.parse("2025-09"), Decimal("450.5")),
            Reported(Period.parse("2025-10"), Decimal(629)),
        ),
        steps=(StageStep(date(2025, 3, 1), Stage.EARLY, Stage.BUILDING),),
    ),
    ends_on=date(2025, 10, 31),
    funding_planned=Decimal(500),
    arrivals=(Arrival(date(2025, 10, 31), Decimal(100)),),
)


def later(**of_year: object) -> Dispatched:
    return replace(BY_OCTOBER, year=replace(BY_OCTOBER.year, **of_year))


def record(project: Dispatched) -> DispatchRecord:
    return DispatchRecord(
        month=OCTOBER,
        projects=(project,),
        limits=LIMITS,
        limits_before=LIMITS,
        names={"P01": "高新区"},
        members={"county": ("430302",), "park": ("P01",)},
    )


AFTERWARDS = [
    (
        "a figure of November",
        later(reported=(*BY_OCTOBER.year.reported, Reported(Period.parse("2025-11"), Decimal(900)))),
    ),
    (
        "a plan adopted in November",
        later(plans=(*BY_OCTOBER.year.plans, PlanVersion(2025, date(2025, 11, 1), Decimal(9)))),
    ),
    (
        "completed in November",
        replace(
            later(
                stage=Stage.COMPLETED,
                steps=(*BY_OCTOBER.year.steps, StageStep(date(2025, 11, 5), Stage.BUILDING, Stage.COMPLETED)),
            ),
            completed_on=date(2025, 11, 5),
        ),
    ),
    (
        "money in November",
        replace(BY_OCTOBER, arrivals=(*BY_OCTOBER.arrivals, Arrival(date(2025, 11, 1), Decimal(7)))),
    ),
]


@pytest.mark.parametrize(("note", "project"), AFTERWARDS)
def test_what_came_after_the_month_is_left_out_and_changes_no_board(note: str, project: Dispatched) -> None:
    assert project != BY_OCTOBER
    assert until(project, OCTOBER) == BY_OCTOBER
    assert record(until(project, OCTOBER)).board().summary == record(project).board().summary
    assert record(until(project, OCTOBER)).board().rates == record(project).board().rates


def test_a_project_that_started_after_the_month_had_not_started() -> None:
    """Without its only step the stage it left is the present one."""
    started = later(stage=Stage.BUILDING, steps=(StageStep(date(2025, 11, 5), Stage.EARLY, Stage.BUILDING),))
    assert not until(started, OCTOBER).year.has_started_by(OCTOBER)
    assert record(until(started, OCTOBER)).board().rates == record(started).board().rates


def test_it_is_read_back_as_it_was() -> None:
    assert dispatch_from_json(dispatch_to_json(record(BY_OCTOBER))) == record(BY_OCTOBER)
