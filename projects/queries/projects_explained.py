"""A project's month and a month's sums with everything they rest on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from indicators.domain.periods import Period
from indicators.models import User
from indicators.queries.lists.codes import UnknownCodeError
from projects.domain.lights import Limits, ProjectMonth, project_month
from projects.domain.progress import Summary, summarise
from projects.models import Project, ProjectPlan, ProjectProgress
from projects.queries.access import own_area, projects_of
from projects.queries.project_numbers import light_limits, years_of


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplainedProject:
    """`plan` and `report` are the rows in force; `plans` every version of the year, `versions` every one of the month
    that counts."""

    project: Project
    standing: ProjectMonth
    limits: Limits
    plan: ProjectPlan | None
    plans: Sequence[ProjectPlan]
    report: ProjectProgress | None
    versions: Sequence[ProjectProgress]


def explained_project(user: User, code: str, month: Period) -> ExplainedProject:
    """Raises `UnknownCodeError` for one outside the account's areas, as if there were none."""
    own = projects_of(user).filter(code=code) if "\0" not in code else Project.objects.none()
    project = own.select_related("area").first()
    if project is None:
        raise UnknownCodeError("project", code)
    limits = light_limits(month)
    standing = project_month(years_of(own, month.year)[project.pk], month, limits)
    plans = list(project.plans.filter(year=month.year).order_by("adopted_on"))
    versions = list(
        project.progress.filter(period=str(standing.reported)).select_related("audit_entry").order_by("version")
        if standing.reported
        else ()
    )
    return ExplainedProject(
        project=project,
        standing=standing,
        limits=limits,
        plan=next((each for each in reversed(plans) if each.adopted_on <= month.last_day), None),
        plans=plans,
        report=next((each for each in versions if each.superseded_at is None), None),
        versions=versions,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplainedSummary:
    """The sums, and every project with a plan in force with its part of them."""

    summary: Summary
    projects: Sequence[tuple[Project, ProjectMonth]]


def explained_summary(
    user: User, month: Period, *, area: str | None = None, kind: str | None = None
) -> ExplainedSummary:
    """The same projects as `project_summary`; raises `UnknownCodeError`."""
    rows: QuerySet[Project] = projects_of(user)
    if area is not None:
        rows = rows.filter(area=own_area(user, area, "area"))
    if kind is not None:
        rows = rows.filter(kind=kind)
    years, limits = years_of(rows, month.year), light_limits(month)
    standing: Mapping[int, ProjectMonth] = {pk: project_month(year, month, limits) for pk, year in years.items()}
    return ExplainedSummary(
        summary=summarise(years.values(), month),
        projects=[
            (each, standing[each.pk])
            for each in rows.order_by("code")
            if each.pk in standing and standing[each.pk].planned is not None
        ],
    )
