"""One project in one month of the dispatch, its light, and whether it fell behind since the month before.

A light compares the points ahead unrounded: 4.99 points behind are yellow, 5 exactly too, 5.01 red.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from indicators.domain.exact import exact
from indicators.domain.numbers import plain_rounded
from indicators.domain.periods import Period
from projects.domain.progress import (
    ProjectYear,
    completion,
    latest_report,
    plan_in_force,
    points_ahead,
    time_share,
)


class Light(StrEnum):
    """绿, 黄, 红: the worst last."""

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"


NAMES = {Light.GREEN: "绿灯", Light.YELLOW: "黄灯", Light.RED: "红灯"}
WORSENING = tuple(Light)


@dataclass(frozen=True, slots=True)
class Limits:
    """From a day on: green at or above one limit, yellow at or above the other, red below; points ahead."""

    valid_from: date
    green_from: Decimal
    yellow_from: Decimal


# [our rule]: no source gives limits; five points are half a month's share and a bit more.
DEFAULT_LIMITS = Limits(date.min, Decimal(0), Decimal(-5))


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectMonth:
    """Where a project stands at the end of a month. Money 万元, shares in percent, unrounded.

    `reported` is the month its figure is of, earlier than the month itself where that one was not filled in. What is
    unknown is None, and `reason` says why.
    """

    planned: Decimal | None
    invested: Decimal | None
    reported: Period | None
    completion: Decimal | None
    time_share: Decimal
    ahead: Decimal | None
    light: Light | None
    reason: str


def limits_in_force(limits: Iterable[Limits], month: Period) -> Limits:
    """The newest limits in force on the month's last day, else the default ones."""
    begun = [each for each in limits if each.valid_from <= month.last_day]
    return max(begun, key=lambda each: each.valid_from) if begun else DEFAULT_LIMITS


def light_of(ahead: Decimal | None, limits: Limits) -> Light | None:
    """The light of so many points ahead; both limits are inclusive.

    >>> [str(light_of(Decimal(each), DEFAULT_LIMITS)) for each in ("0", "-0.01", "-5", "-5.01")]
    ['green', 'yellow', 'yellow', 'red']
    """
    if ahead is None:
        return None
    if ahead >= limits.green_from:
        return Light.GREEN
    return Light.YELLOW if ahead >= limits.yellow_from else Light.RED


def project_month(project: ProjectYear, month: Period, limits: Limits) -> ProjectMonth:
    """The month of one project, by the plan version adopted by its end and the latest figure of the year up to it."""
    planned = plan_in_force(project.plans, month)
    report = latest_report(project.reported, month)
    invested = report.invested_ytd if report else None
    share, gone = completion(invested, planned), time_share(month)
    ahead = points_ahead(share, gone)
    return ProjectMonth(
        planned=planned,
        invested=invested,
        reported=report.period if report else None,
        completion=share,
        time_share=gone,
        ahead=ahead,
        light=light_of(ahead, limits),
        reason="" if share is not None else _reason(planned, invested, month),
    )


def month_before(month: Period) -> Period | None:
    """The month to compare with; January has none, since the plan of the month before is another year's."""
    return None if month.is_first_of_year else month.previous()


@exact
def fell_behind(now: ProjectMonth, before: ProjectMonth | None) -> list[str]:
    """In words, what got worse since the month before: the light, or the points ahead, compared unrounded.

    Nothing is said where either month is unknown.
    """
    if before is None or now.ahead is None or before.ahead is None or now.light is None or before.light is None:
        return []
    found = []
    if WORSENING.index(now.light) > WORSENING.index(before.light):
        found.append(f"由{NAMES[before.light]}转为{NAMES[now.light]}")
    if now.ahead < before.ahead:
        earlier, later = plain_rounded(before.ahead, 1), plain_rounded(now.ahead, 1)
        lost = plain_rounded(before.ahead - now.ahead, 1)
        found.append(f"超序时进度由 {earlier} 变为 {later} 个百分点，回落 {lost} 个百分点")
    return found


def _reason(planned: Decimal | None, invested: Decimal | None, month: Period) -> str:
    if planned is None:
        return f"{month.year} 年没有在 {month} 底以前下达的计划"
    if not planned:
        return f"{month.year} 年计划投资为 0"
    assert invested is None
    return f"{month.year} 年至 {month} 没有填报"
