"""What the filters and forms of projects offer: only what the account's own projects and areas have."""

from typing import Any

from django.db.models import Q, QuerySet

from indicators.models import Area, Indicator, User
from indicators.queries.access_areas import areas_of
from projects.domain.lights import Light
from projects.domain.rates import themes_of
from projects.models import Funding, Project
from projects.queries.access import projects_of
from projects.queries.project_numbers import latest_month, project_months


def words_in_use(user: User, field: str) -> list[str]:
    """Every kind or lead the projects have."""
    rows = projects_of(user).exclude(**{field: ""}).order_by(field)
    return list(rows.values_list(field, flat=True).distinct())


def themes_in_use(user: User) -> list[str]:
    return sorted({theme for text in words_in_use(user, "theme") for theme in themes_of(text)})


def with_theme(projects: QuerySet[Project], theme: str) -> QuerySet[Project]:
    """The projects that have the theme as one of theirs, however they space them."""
    texts = projects.filter(theme__contains=theme).order_by().values_list("theme", flat=True).distinct()
    return projects.filter(theme__in=[text for text in texts if theme in themes_of(text)])


def with_light(projects: QuerySet[Project], user: User, light: Light | None) -> QuerySet[Project]:
    """The projects with a light in the account's newest month, with None those without one."""
    month = latest_month(projects_of(user))
    if month is None:
        return projects if light is None else projects.none()
    months = project_months(projects_of(user), month)
    return projects.filter(pk__in=[pk for pk, each in months.items() if each.light == light])


def by_registration(projects: QuerySet[Project], *, registered: bool) -> QuerySet[Project]:
    return projects.filter(statistics_registered_on__isnull=not registered)


def areas_for_projects(user: User, project: Project | None) -> QuerySet[Area]:
    """Areas of the account, and the one the project has."""
    own = Q(pk__in=areas_of(user))
    return Area.objects.without_tree_fields().filter(own | Q(pk=project.area_id) if project else own).order_by("code")


def sources_of(project: Project) -> QuerySet[Funding]:
    return Funding.objects.filter(project=project)


def indicators_to_link() -> QuerySet[Indicator]:
    return Indicator.objects.order_by("code")


def item_of(project: Project, relation: str, pk: int) -> Any:
    """A row below the project by its key, None where the project has no such one."""
    return getattr(project, relation).filter(pk=pk).first()
