"""What stands of a month for each of an account's projects that has a plan in force."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils import timezone

from indicators.domain.periods import Period
from indicators.models import User
from projects.domain.month_entry import MonthLine
from projects.domain.progress import PlanVersion, Reported, plan_in_force
from projects.models import Project, ProjectPlan, ProjectProgress
from projects.queries.access import projects_of


def month_lines(user: User, month: Period) -> list[MonthLine]:
    """By area and code; a fixed number of queries."""
    projects = projects_of(user)
    plans = _plans(projects.values("pk"), month)
    current, earlier = _figures(projects.values("pk"), month)
    rows = projects.filter(pk__in=plans).select_related("area").order_by("area__code", "code")
    return [_line(each, plans[each.pk], earlier.get(each.pk), current.get(each.pk)) for each in rows]


def _line(project: Project, planned: Decimal, earlier: Reported | None, current: ProjectProgress | None) -> MonthLine:
    return MonthLine(
        project=project.code,
        name=project.name,
        area=project.area.name,
        planned=planned,
        total_investment=project.total_investment,
        previous=earlier,
        invested=current.invested_ytd if current else None,
        note=current.note if current else "",
        version=current.version if current else None,
        recorded=_recorded(current) if current else "",
    )


def _recorded(row: ProjectProgress) -> str:
    return f"{row.audit_entry.actor_name} {timezone.localtime(row.recorded_at):%Y-%m-%d %H:%M}"


def _plans(projects: Any, month: Period) -> Mapping[int, Decimal]:
    versions: dict[int, list[PlanVersion]] = {}
    rows = ProjectPlan.objects.filter(project__in=projects, year=month.year)
    for project, adopted_on, planned in rows.values_list("project_id", "adopted_on", "planned"):
        versions.setdefault(project, []).append(PlanVersion(month.year, adopted_on, planned))
    found = {project: plan_in_force(each, month) for project, each in versions.items()}
    return {project: planned for project, planned in found.items() if planned is not None}


def _figures(projects: Any, month: Period) -> tuple[dict[int, ProjectProgress], dict[int, Reported]]:
    """The month's own figures, and of each project the newest earlier one of the year."""
    rows = ProjectProgress.objects.current().filter(
        project__in=projects, period__startswith=f"{month.year}-", period__lte=str(month)
    )
    current, earlier = {}, {}
    for row in rows.select_related("audit_entry").order_by("period"):
        if row.period == str(month):
            current[row.project_id] = row
        else:
            earlier[row.project_id] = Reported(Period.parse(row.period), row.invested_ytd)
    return current, earlier
