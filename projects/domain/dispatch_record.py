"""A dispatch board frozen with everything it rests on, so that it can be computed again at any time."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from indicators.domain.periods import Period
from projects.domain.dispatch import Board, board
from projects.domain.lights import Limits
from projects.domain.progress import PlanVersion, ProjectYear, Reported
from projects.domain.rates import Arrival, Dispatched
from projects.domain.stages import Category, Stage, StageStep, stage_on


@dataclass(frozen=True, slots=True, kw_only=True)
class DispatchRecord:
    """`names` of areas by code; `members` the codes of the counties and parks that may have a place."""

    month: Period
    projects: tuple[Dispatched, ...]
    limits: Limits
    limits_before: Limits
    names: Mapping[str, str]
    members: Mapping[str, tuple[str, ...]]

    def board(self) -> Board:
        return board(self.projects, self.month, self.limits, self.limits_before)


def until(project: Dispatched, month: Period) -> Dispatched:
    """The project without what came after the month: the boards of the month and of earlier ones stay the same."""
    year, last = project.year, month.last_day
    completed_on = project.completed_on
    return replace(
        project,
        year=replace(
            year,
            stage=stage_on(year.steps, year.stage, last),
            plans=tuple(each for each in year.plans if each.adopted_on <= last),
            reported=tuple(each for each in year.reported if each.period.last_day <= last),
            steps=tuple(each for each in year.steps if each.changed_on <= last),
        ),
        completed_on=completed_on if completed_on and completed_on <= last else None,
        arrivals=tuple(each for each in project.arrivals if each.arrived_on <= last),
    )


def dispatch_to_json(record: DispatchRecord) -> dict[str, Any]:
    """Numbers as plain text with all their digits, days in ISO form."""
    return {
        "month": str(record.month),
        "projects": [_project(each) for each in record.projects],
        "limits": _limits(record.limits),
        "limits_before": _limits(record.limits_before),
        "names": dict(record.names),
        "members": {by: list(codes) for by, codes in record.members.items()},
    }


def dispatch_from_json(stored: Mapping[str, Any]) -> DispatchRecord:
    return DispatchRecord(
        month=Period.parse(stored["month"]),
        projects=tuple(_read_project(each) for each in stored["projects"]),
        limits=_read_limits(stored["limits"]),
        limits_before=_read_limits(stored["limits_before"]),
        names=stored["names"],
        members={by: tuple(codes) for by, codes in stored["members"].items()},
    )


def _project(project: Dispatched) -> dict[str, Any]:
    year = project.year
    return {
        **{
            name: getattr(project, name) for name in ("code", "name", "area", "county", "park", "kind", "theme", "lead")
        },
        "stage": str(year.stage),
        "category": str(year.category) if year.category else None,
        "plans": [[each.year, each.adopted_on.isoformat(), _text(each.planned)] for each in year.plans],
        "reported": [[str(each.period), _text(each.invested_ytd)] for each in year.reported],
        "steps": [[each.changed_on.isoformat(), str(each.from_stage), str(each.to_stage)] for each in year.steps],
        "ends_on": project.ends_on and project.ends_on.isoformat(),
        "completed_on": project.completed_on and project.completed_on.isoformat(),
        "funding_planned": None if project.funding_planned is None else _text(project.funding_planned),
        "arrivals": [[each.arrived_on.isoformat(), _text(each.amount)] for each in project.arrivals],
    }


def _read_project(stored: Mapping[str, Any]) -> Dispatched:
    funding = stored["funding_planned"]
    return Dispatched(
        **{name: stored[name] for name in ("code", "name", "area", "county", "park", "kind", "theme", "lead")},
        year=ProjectYear(
            stage=Stage(stored["stage"]),
            category=Category(stored["category"]) if stored["category"] else None,
            plans=tuple(PlanVersion(year, _day(on), Decimal(planned)) for year, on, planned in stored["plans"]),
            reported=tuple(Reported(Period.parse(text), Decimal(figure)) for text, figure in stored["reported"]),
            steps=tuple(StageStep(_day(on), Stage(before), Stage(after)) for on, before, after in stored["steps"]),
        ),
        ends_on=_day(stored["ends_on"]) if stored["ends_on"] else None,
        completed_on=_day(stored["completed_on"]) if stored["completed_on"] else None,
        funding_planned=None if funding is None else Decimal(funding),
        arrivals=tuple(Arrival(_day(on), Decimal(amount)) for on, amount in stored["arrivals"]),
    )


def _limits(limits: Limits) -> list[str]:
    return [limits.valid_from.isoformat(), _text(limits.green_from), _text(limits.yellow_from)]


def _read_limits(stored: list[str]) -> Limits:
    valid_from, green, yellow = stored
    return Limits(_day(valid_from), Decimal(green), Decimal(yellow))


def _text(value: Decimal) -> str:
    return format(value, "f")


def _day(text: str) -> date:
    return date.fromisoformat(text)
