"""Which projects serve a plan, and which plans a project serves; projects inside the account's areas only."""

from django.db.models import QuerySet

from indicators.models import User
from projects.models import Project
from projects.queries.access import projects_of
from tracker.models import Plan, PlanProject


def projects_of_plan(plan: Plan, user: User) -> QuerySet[PlanProject]:
    links = PlanProject.objects.filter(plan=plan, project__in=projects_of(user))
    return links.select_related("project__area").order_by("project__code")


def plans_of_project(project: Project) -> QuerySet[PlanProject]:
    return PlanProject.objects.filter(project=project).select_related("plan").order_by("plan__code")


def project_choices(user: User) -> QuerySet[Project]:
    return projects_of(user).order_by("code")


def no_projects() -> QuerySet[Project]:
    """For a form before it knows its account."""
    return Project.objects.none()
