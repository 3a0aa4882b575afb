"""What the numbers of a month are computed from: every project with plans, figures, dated stages and money.

projects = dispatched(projects_of(user), month)                  # list[Dispatched], a fixed number of queries
limits = light_limits(month)
summarise([each.year for each in projects], month)               # domain/progress.py
rates_of(projects, month)                                        # domain/rates.py
project_month(each.year, month, limits)                          # domain/lights.py: one project and its light
places_on_completion(grouped(projects, "county"), codes, month)  # counties or parks
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet, Sum

from indicators.choices import AreaKind
from indicators.domain.periods import Period
from indicators.models import Area
from projects.domain.lights import Limits, ProjectMonth, limits_in_force, project_month
from projects.domain.progress import PlanVersion, ProjectYear, Reported
from projects.domain.rates import Arrival, Dispatched
from projects.domain.stages import Category, Stage, StageStep
from projects.models import (
    DispatchRule,
    Funding,
    FundingArrival,
    Project,
    ProjectPlan,
    ProjectProgress,
    StageChange,
)


@dataclass(frozen=True, slots=True)
class AreaPlace:
    """An area with the county and the park it is or lies in, by code."""

    code: str
    county: str | None
    park: str | None


def dispatched(projects: QuerySet[Project], month: Period) -> list[Dispatched]:
    """The projects by code, whether they have a plan in force or not, with what is known of the month's year."""
    keys = projects.order_by().values("pk")
    years = years_of(projects, month.year)
    places = area_places()
    planned = dict(
        Funding.objects.filter(project__in=keys)
        .order_by()
        .values_list("project_id")
        .annotate(planned=Sum("planned"))
        .values_list("project_id", "planned")
    )
    arrivals = _arrivals(keys)
    return [
        Dispatched(
            code=each.code,
            name=each.name,
            area=places[each.area_id].code,
            county=places[each.area_id].county,
            park=places[each.area_id].park,
            kind=each.kind,
            theme=each.theme,
            lead=each.lead,
            year=years[each.pk],
            ends_on=each.ends_on,
            completed_on=each.completed_on,
            funding_planned=planned.get(each.pk),
            arrivals=tuple(arrivals.get(each.pk, ())),
        )
        for each in projects.order_by("code")
        if each.pk in years
    ]


def years_of(projects: QuerySet[Project], year: int) -> dict[int, ProjectYear]:
    """By key, each project with its stages, plan versions and current months of one year; four queries."""
    keys = projects.order_by().values("pk")
    plans: dict[int, list[PlanVersion]] = {}
    versions = ProjectPlan.objects.filter(project__in=keys, year=year)
    for project, adopted_on, planned in versions.values_list("project_id", "adopted_on", "planned"):
        plans.setdefault(project, []).append(PlanVersion(year, adopted_on, planned))
    reported: dict[int, list[Reported]] = {}
    months = ProjectProgress.objects.current().filter(project__in=keys, period__startswith=f"{year}-")
    for project, period, invested_ytd in months.values_list("project_id", "period", "invested_ytd"):
        reported.setdefault(project, []).append(Reported(Period.parse(period), invested_ytd))
    steps = _steps(keys)
    return {
        pk: ProjectYear(
            stage=Stage(stage),
            category=Category(category) if category else None,
            plans=tuple(plans.get(pk, ())),
            reported=tuple(reported.get(pk, ())),
            steps=tuple(steps.get(pk, ())),
        )
        for pk, stage, category in projects.order_by().values_list("pk", "stage", "category")
    }


def project_months(projects: QuerySet[Project], month: Period) -> dict[int, ProjectMonth]:
    """By key, where each project stands at the end of a month, with its light."""
    limits = light_limits(month)
    return {pk: project_month(year, month, limits) for pk, year in years_of(projects, month.year).items()}


def latest_month(projects: QuerySet[Project]) -> Period | None:
    """The newest month that any of the projects has a figure of."""
    rows = ProjectProgress.objects.current().filter(project__in=projects.order_by().values("pk"))
    period = rows.order_by("-period").values_list("period", flat=True).first()
    return Period.parse(period) if period else None


def light_limits(month: Period) -> Limits:
    """The limits of the lights in force at the end of a month."""
    rows = DispatchRule.objects.values_list("valid_from", "green_from", "yellow_from")
    return limits_in_force([Limits(*row) for row in rows], month)


def area_places() -> dict[int, AreaPlace]:
    """Every area with the county and the park above it, itself included; one query."""
    rows = {each.pk: each for each in Area.objects.without_tree_fields()}
    return {
        pk: AreaPlace(each.code, _above(each, AreaKind.COUNTY, rows), _above(each, AreaKind.PARK, rows))
        for pk, each in rows.items()
    }


def area_names(codes: Iterable[str]) -> dict[str, str]:
    return dict(Area.objects.filter(code__in=codes).values_list("code", "name"))


def _above(area: Area, kind: AreaKind, rows: Mapping[int, Area]) -> str | None:
    each: Area | None = area
    while each is not None and each.kind != kind:
        each = rows.get(each.parent_id) if each.parent_id else None
    return each.code if each else None


def _steps(keys: Any) -> dict[int, list[StageStep]]:
    found: dict[int, list[StageStep]] = {}
    rows = StageChange.objects.filter(project__in=keys).order_by("changed_on", "pk")
    for project, changed_on, before, after in rows.values_list("project_id", "changed_on", "from_stage", "to_stage"):
        found.setdefault(project, []).append(StageStep(changed_on, Stage(before), Stage(after)))
    return found


def _arrivals(keys: Any) -> dict[int, list[Arrival]]:
    found: dict[int, list[Arrival]] = {}
    rows = FundingArrival.objects.filter(funding__project__in=keys)
    for project, arrived_on, amount in rows.values_list("funding__project_id", "arrived_on", "amount"):
        found.setdefault(project, []).append(Arrival(arrived_on, Decimal(amount)))
    return found
