"""Completion against months gone, the plan in force, the figure that counts, and projects taken together."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from indicators.domain.numbers import rounded
from indicators.domain.periods import InvalidPeriodError, Period
from projects.domain.progress import (
    NotAMonthError,
    PlanVersion,
    ProjectYear,
    Reported,
    latest_reported,
    month_named,
    plan_in_force,
    summarise,
)
from projects.domain.stages import Category, Stage
from tests.case_tables import Row, case_table, number

CASES = Path(__file__).parent / "cases"
OCTOBER = Period.parse("2025-10")


def versions(cell: str) -> list[PlanVersion]:
    parts = [part.split(":") for part in cell.split()]
    return [PlanVersion(int(year), date.fromisoformat(day), Decimal(planned)) for year, day, planned in parts]


def reported(cell: str) -> list[Reported]:
    return [Reported(Period.parse(period), Decimal(figure)) for period, figure in (p.split(":") for p in cell.split())]


def project(
    planned: str = "", invested: str = "", *, stage: Stage = Stage.BUILDING, category: Category | None = None
) -> ProjectYear:
    return ProjectYear(
        stage=stage,
        category=category,
        plans=(PlanVersion(2025, date(2025, 1, 1), Decimal(planned)),) if planned else (),
        reported=(Reported(Period.parse("2025-01"), Decimal(invested)),) if invested else (),
    )


@pytest.mark.parametrize("row", case_table(CASES / "completion.csv"))
def test_completion_and_points_ahead(row: Row) -> None:
    found = summarise([project(row["planned"], row["invested"])], month_named(row["period"]))
    shown = [None if value is None else rounded(value, 1) for value in (found.completion, found.ahead)]
    assert shown == [number(row["completion"]), number(row["ahead"])]


@pytest.mark.parametrize("row", case_table(CASES / "plan_versions.csv"))
def test_the_plan_adopted_by_the_end_of_the_month(row: Row) -> None:
    assert plan_in_force(versions(row["versions"]), Period.parse(row["period"])) == number(row["planned"])


@pytest.mark.parametrize("row", case_table(CASES / "reported.csv"))
def test_the_latest_figure_of_the_year(row: Row) -> None:
    assert latest_reported(reported(row["reported"]), Period.parse(row["period"])) == number(row["invested"])


def test_projects_together_are_sum_by_sum() -> None:
    """10 of 100 and 90 of 100 and 300 of 300: 400 of 500, not a mean of rates."""
    found = summarise([project("100", "10"), project("100", "90"), project("300", "300")], OCTOBER)
    assert (found.planned, found.invested, found.completion, found.projects) == (500, 400, 80, 3)


def test_a_project_without_a_plan_in_force_is_in_no_sum() -> None:
    found = summarise([project("100", "50"), project("", "70", category=Category.NEW)], OCTOBER)
    assert (found.projects, found.invested, found.completion, found.planned_new) == (1, 50, 50, 0)


def test_a_project_that_reported_nothing_keeps_its_plan() -> None:
    found = summarise([project("100", "50"), project("100")], OCTOBER)
    assert (found.planned, found.invested, found.completion) == (200, 50, 25)


def test_no_project_has_no_sums() -> None:
    found = summarise([], OCTOBER)
    assert (found.planned, found.invested, found.completion, found.ahead) == (None, None, None, None)
    assert (found.projects, rounded(found.time_share, 6)) == (0, Decimal("83.333333"))


def test_started_are_new_ones_whose_work_has_begun() -> None:
    stages = {stage: project("100", stage=stage, category=Category.NEW) for stage in Stage}
    found = summarise([*stages.values(), project("100", category=Category.CONTINUED), project("100")], OCTOBER)
    assert (found.planned_new, found.started) == (7, 5)


def test_sums_keep_thirty_digits() -> None:
    found = summarise([project("123456789012345.123456789012345"), project("0.000000000000001")], OCTOBER)
    assert found.planned == Decimal("123456789012345.123456789012346")


@pytest.mark.parametrize("text", ["2025", "2025-Q3"])
def test_only_months_are_dispatched(text: str) -> None:
    with pytest.raises(NotAMonthError):
        month_named(text)


def test_what_is_no_period_is_no_month() -> None:
    with pytest.raises(InvalidPeriodError):
        month_named("2025-13")
