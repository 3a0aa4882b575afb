"""Lights by dated limits, what a project shows in a month, and what fell behind since the month before."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from indicators.domain.periods import Period
from projects.domain.lights import (
    DEFAULT_LIMITS,
    Light,
    Limits,
    fell_behind,
    light_of,
    limits_in_force,
    month_before,
    project_month,
)
from projects.domain.progress import PlanVersion, ProjectYear, Reported
from projects.domain.stages import Stage
from tests.case_tables import Row, case_table, number

CASES = Path(__file__).parent / "cases"
SEPTEMBER, OCTOBER = Period.parse("2025-09"), Period.parse("2025-10")


def year(planned: str = "", **reported: str) -> ProjectYear:
    return ProjectYear(
        stage=Stage.BUILDING,
        category=None,
        plans=(PlanVersion(2025, date(2025, 1, 1), Decimal(planned)),) if planned else (),
        reported=tuple(
            Reported(Period.parse(f"2025-{int(name[1:]):02}"), Decimal(value)) for name, value in reported.items()
        ),
    )


@pytest.mark.parametrize("row", case_table(CASES / "lights.csv"))
def test_lights(row: Row) -> None:
    limits = Limits(date.min, Decimal(row["green_from"]), Decimal(row["yellow_from"]))
    assert light_of(number(row["ahead"]), limits) == (Light(row["light"]) if row["light"] else None)


@pytest.mark.parametrize("row", case_table(CASES / "limits.csv"))
def test_the_limits_in_force(row: Row) -> None:
    parts = [each.split(":") for each in row["rules"].split()]
    rules = [Limits(date.fromisoformat(day), Decimal(green), Decimal(yellow)) for day, green, yellow in parts]
    found = limits_in_force(rules, Period.parse(row["month"]))
    assert (found.green_from, found.yellow_from) == (Decimal(row["green_from"]), Decimal(row["yellow_from"]))


def test_a_month_by_c24() -> None:
    """domain.md C24."""
    found = project_month(year("647.4", m10="629.0"), OCTOBER, DEFAULT_LIMITS)
    assert (found.light, found.reported, found.reason) == (Light.GREEN, OCTOBER, "")
    assert found.ahead is not None and found.ahead.quantize(Decimal("0.1")) == Decimal("13.8")


@pytest.mark.parametrize(
    ("known", "reason"),
    [
        (year(m10="5"), "2025 年没有在 2025-10 底以前下达的计划"),
        (year("0", m10="5"), "2025 年计划投资为 0"),
        (year("100"), "2025 年至 2025-10 没有填报"),
    ],
)
def test_what_is_unknown_says_why(known: ProjectYear, reason: str) -> None:
    found = project_month(known, OCTOBER, DEFAULT_LIMITS)
    assert (found.completion, found.ahead, found.light, found.reason) == (None, None, None, reason)


def behind(known: ProjectYear) -> list[str]:
    now, before = (project_month(known, month, DEFAULT_LIMITS) for month in (OCTOBER, SEPTEMBER))
    return fell_behind(now, before)


def test_a_worse_light_and_fewer_points_are_both_said() -> None:
    assert behind(year("120", m9="90", m10="96")) == [
        "由绿灯转为黄灯",
        "超序时进度由 0.0 变为 -3.3 个百分点，回落 3.3 个百分点",
    ]


def test_a_month_that_was_not_filled_in_falls_behind_with_time() -> None:
    assert behind(year("120", m9="110")) == ["超序时进度由 16.7 变为 8.3 个百分点，回落 8.3 个百分点"]


def test_who_keeps_pace_did_not_fall_behind() -> None:
    assert behind(year("120", m9="90", m10="100")) == []
    assert behind(year("120", m10="10")) == [], "September is unknown"


def test_january_is_compared_with_nothing() -> None:
    assert month_before(Period.parse("2025-01")) is None
    assert month_before(OCTOBER) == SEPTEMBER
    january = project_month(year("120", m1="1"), Period.parse("2025-01"), DEFAULT_LIMITS)
    assert fell_behind(january, None) == []
