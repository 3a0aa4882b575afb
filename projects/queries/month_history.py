"""The stored versions of the months of an account's projects."""

from django.db.models import QuerySet

from indicators.models import User
from projects.models import ProjectProgress
from projects.queries.access import projects_of


def progress_of(user: User) -> QuerySet[ProjectProgress]:
    return ProjectProgress.objects.filter(project__in=projects_of(user)).select_related("project", "audit_entry")
