"""Blocked issues an account may know of, which are overdue, and whom they concern."""

from datetime import date

from django.db.models import QuerySet

from indicators.choices import Role
from indicators.models import User
from projects.choices import IssueLevel
from projects.domain.issues import Issue, Level
from projects.models import Project, ProjectIssue
from projects.queries.access import projects_of
from projects.queries.people import WORKERS, accounts_over

ROLES_OF_LEVELS = {
    IssueLevel.PROJECT: Role.ENTRY,
    IssueLevel.COUNTY: Role.REVIEWER,
    IssueLevel.CITY: Role.PUBLISHER,
}


def issues_of(user: User) -> QuerySet[ProjectIssue]:
    return ProjectIssue.objects.filter(project__in=projects_of(user)).select_related("project__area")


def with_steps(issues: QuerySet[ProjectIssue]) -> QuerySet[ProjectIssue]:
    return issues.prefetch_related("steps")


def open_issues(issues: QuerySet[ProjectIssue]) -> QuerySet[ProjectIssue]:
    return issues.filter(resolved_on__isnull=True)


def overdue_issues(issues: QuerySet[ProjectIssue], on: date) -> QuerySet[ProjectIssue]:
    return open_issues(issues).filter(due_on__lt=on)


def all_overdue_issues(on: date) -> QuerySet[ProjectIssue]:
    """Of every area, for reminders."""
    return overdue_issues(ProjectIssue.objects.select_related("project__area"), on)


def issues_of_project(project: Project) -> list[ProjectIssue]:
    """The open ones first, the most urgent at the top."""
    issues = list(project.issues.all())
    return sorted(issues, key=lambda each: (each.resolved_on is not None, each.due_on, each.pk))


def issue_as_it_stands(issue: ProjectIssue) -> Issue:
    return Issue(
        level=Level(issue.level), raised_on=issue.raised_on, due_on=issue.due_on, resolved_on=issue.resolved_on
    )


def concerned_by(issue: ProjectIssue) -> list[User]:
    """By its level the clerks, reviewers or publishers over the project; all of them where there are none."""
    area = issue.project.area
    return accounts_over(area, [ROLES_OF_LEVELS[IssueLevel(issue.level)]]) or accounts_over(area, WORKERS)
