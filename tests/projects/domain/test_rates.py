"""The four rates, groups that may overlap, and places on completion as it is printed."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from indicators.domain.numbers import rounded
from indicators.domain.periods import Period
from projects.domain.progress import PlanVersion, ProjectYear, Reported
from projects.domain.rates import (
    Arrival,
    Dispatched,
    Rate,
    funding_rate,
    grouped,
    places_on_completion,
    rates_of,
    themes_of,
)
from projects.domain.stages import Category, Stage, StageStep
from tests.case_tables import Row, case_table, number

CASES = Path(__file__).parent / "cases"
OCTOBER = Period.parse("2025-10")


def project(
    code: str = "P",
    *,
    planned: str = "100",
    invested: str = "",
    category: Category | None = None,
    stage: Stage = Stage.BUILDING,
    steps: tuple[StageStep, ...] = (),
    year: int = 2025,
    **fields: object,
) -> Dispatched:
    given = {"area": "A", "county": None, "park": None, "kind": "", "theme": "", "lead": "", **fields}
    known = ProjectYear(
        stage=stage,
        category=category,
        plans=(PlanVersion(year, date(year, 1, 1), Decimal(planned)),) if planned else (),
        reported=(Reported(Period.parse(f"{year}-01"), Decimal(invested)),) if invested else (),
        steps=steps,
    )
    return Dispatched(code=code, name=code, year=known, **given)  # type: ignore[arg-type]


def day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def test_started_by_the_stage_at_the_end_of_the_month() -> None:
    later = (StageStep(date(2025, 11, 1), Stage.EARLY, Stage.STARTED),)
    new = [
        project(category=Category.NEW),
        project(category=Category.NEW, stage=Stage.EARLY),
        project(category=Category.NEW, stage=Stage.STARTED, steps=later),
        project(category=Category.CONTINUED),
        project(category=Category.NEW, planned=""),
    ]
    october, november = rates_of(new, OCTOBER).starting, rates_of(new, OCTOBER.next()).starting
    assert [(each.part, each.whole) for each in (october, november)] == [(1, 3), (2, 3)]
    assert november.share is not None and rounded(november.share, 6) == Decimal("66.666667")


def test_investment_is_a_ratio_of_sums() -> None:
    found = rates_of([project(planned="400", invested="100"), project(planned="100", invested="100")], OCTOBER)
    assert (found.investment.part, found.investment.whole, found.investment.share) == (200, 500, 40)


def test_money_that_arrived_by_the_end_of_the_month() -> None:
    arrivals = (
        Arrival(date(2025, 9, 1), Decimal(300)),
        Arrival(date(2025, 10, 31), Decimal(-50)),
        Arrival(date(2025, 11, 1), Decimal(500)),
    )
    with_money = project(funding_planned=Decimal(1000), arrivals=arrivals)
    without = project(funding_planned=Decimal(1000))
    assert rates_of([with_money, without, project()], OCTOBER).funding.share == Decimal("12.5")


def test_nothing_arrived_is_zero_and_nothing_planned_is_unknown() -> None:
    assert funding_rate([Decimal(10)], [], OCTOBER.last_day).share == 0
    assert funding_rate([], [], OCTOBER.last_day) == Rate(None, None, None, "没有登记计划资金")


@pytest.mark.parametrize("row", case_table(CASES / "completing.csv"))
def test_completed_in_time(row: Row) -> None:
    pairs = [each.split(":") for each in row["projects"].split()]
    projects = [project(ends_on=day(ends), completed_on=day(completed)) for ends, completed in pairs]
    found = rates_of(projects, Period.parse(row["month"])).completing
    share = None if found.share is None else rounded(found.share, 6)
    assert (found.part, found.whole, share) == tuple(number(row[name]) for name in ("part", "whole", "share"))
    assert bool(found.reason) == (share is None)


def test_without_projects_every_rate_has_its_reason() -> None:
    found = rates_of([], OCTOBER)
    rates = (found.starting, found.investment, found.funding, found.completing)
    assert [(each.share, bool(each.reason)) for each in rates] == [(None, True)] * 4


def test_no_report_is_unknown_and_not_zero() -> None:
    assert rates_of([project()], OCTOBER).investment == Rate(None, Decimal(100), None, "至 2025-10 没有填报")


def test_a_project_counts_in_each_of_its_themes() -> None:
    projects = [project("P1", theme="两重；专项债"), project("P2", theme="专项债"), project("P3")]
    groups = {key: [each.code for each in members] for key, members in grouped(projects, "theme").items()}
    assert groups == {"两重": ["P1"], "专项债": ["P1", "P2"], "": ["P3"]}
    assert themes_of(" ；两重；；两重 ") == ("两重",)


def test_places_are_by_completion_as_printed() -> None:
    shares = {"C1": "50.04", "C2": "49.96", "C3": "60", "C5": "10"}
    projects = [project(code, county=code, invested=share) for code, share in shares.items()]
    ranked = places_on_completion(grouped(projects, "county"), ["C1", "C2", "C3", "C4", "C5"], OCTOBER)
    assert [(each.key, each.place) for each in ranked.places] == [
        ("C3", 1),
        ("C1", 2),
        ("C2", 2),
        ("C5", 4),
        ("C4", None),
    ]
    assert ranked.of == 4
