"""项目问题: the list with its CSV file, the page of one with its steps; and its part of a project's page."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import display

from indicators.admin.base import ReadOnlyAdmin
from indicators.admin.choice_filters import WorkFilter
from indicators.admin.csv_export import CsvExportMixin
from indicators.admin.object_pages import ObjectPageAdmin
from indicators.models import User
from projects.admin.issue_steps import ACTION_PAGES, ADDRESSES, action_view, issue_url, raise_view
from projects.admin.related import Section, add_section
from projects.domain.issues import Action, action_refusals
from projects.models import Project, ProjectIssue
from projects.queries.issues import (
    issue_as_it_stands,
    issues_of,
    issues_of_project,
    open_issues,
    overdue_issues,
    with_steps,
)
from projects.services.issues import PERMISSION

OPEN, OVERDUE, DONE, ALL = "open", "overdue", "done", "all"


class OpenFilter(WorkFilter):
    """What is not settled, unless something else is asked for."""

    kinds = ((OPEN, "未办结"), (OVERDUE, "逾期"), (DONE, "已办结"), (ALL, "全部"))

    def queryset(self, request: HttpRequest, queryset: models.QuerySet) -> models.QuerySet:
        if self.value() == OVERDUE:
            return overdue_issues(queryset, timezone.localdate())
        if self.value() == DONE:
            return queryset.filter(resolved_on__isnull=False)
        return queryset if self.value() == ALL else open_issues(queryset)


def is_overdue(issue: ProjectIssue) -> bool:
    return issue_as_it_stands(issue).is_overdue(timezone.localdate())


def days_open(issue: ProjectIssue) -> int:
    return issue_as_it_stands(issue).days_open(timezone.localdate())


@admin.register(ProjectIssue)
class ProjectIssueAdmin(CsvExportMixin, ObjectPageAdmin[ProjectIssue], ReadOnlyAdmin):
    list_display = ("title", "shown_project", "area", "level", "owner", "raised_on", "days", "deadline", "resolved_on")
    list_filter = (OpenFilter, ("level", ChoicesDropdownFilter))
    search_fields = ("title", "owner", "project__code", "project__name")
    search_help_text = "按问题、责任单位或项目查找；提出问题在项目页面办理"
    fieldsets = ((None, {"fields": ("title",)}),)  # the page has a template of its own
    csv_columns = (
        ("项目代码", lambda issue: issue.project.code),
        ("项目", lambda issue: issue.project.name),
        ("地区", lambda issue: issue.project.area.name),
        ("问题", lambda issue: issue.title),
        ("情况", lambda issue: issue.detail),
        ("层级", lambda issue: issue.get_level_display()),
        ("责任单位", lambda issue: issue.owner),
        ("提出日期", lambda issue: issue.raised_on),
        ("办结期限", lambda issue: issue.due_on),
        ("办结日期", lambda issue: issue.resolved_on or ""),
        ("历时（天）", days_open),
        ("逾期", lambda issue: "是" if is_overdue(issue) else ""),
    )

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[ProjectIssue]:
        assert isinstance(request.user, User)
        return issues_of(request.user)

    def get_urls(self) -> list[URLPattern]:
        def view(function: Any, **more: Any) -> Any:
            return self.admin_site.admin_view(lambda request, **given: function(self, request, **given, **more))

        return [
            path("raise/<int:project>/", view(raise_view), name="projects_projectissue_raise"),
            *(
                path(f"<int:pk>/{address}/", view(action_view, action=action), name=f"projects_projectissue_{address}")
                for address, action in ADDRESSES.items()
            ),
            *super().get_urls(),
        ]

    def shown_on_page(self, request: HttpRequest, row: ProjectIssue) -> dict[str, Any]:
        return {
            "issue": with_steps(self.get_queryset(request)).get(pk=row.pk),
            "overdue": is_overdue(row),
            "days": days_open(row),
            "project_url": reverse("admin:projects_project_change", args=[row.project_id]),
            "actions": actions_for(row) if request.user.has_perm(PERMISSION) else [],
        }

    def audit_key(self, obj: Any) -> str:
        return f"{obj.project.code}/{obj.pk}"

    @display(description="项目", ordering="project__name")
    def shown_project(self, issue: ProjectIssue) -> str:
        return issue.project.name

    @display(description="地区")
    def area(self, issue: ProjectIssue) -> str:
        return issue.project.area.name

    @display(description="历时（天）")
    def days(self, issue: ProjectIssue) -> int:
        return days_open(issue)

    @display(description="办结期限", ordering="due_on")
    def deadline(self, issue: ProjectIssue) -> SafeString | str:
        if is_overdue(issue):
            return format_html(
                '<span class="font-semibold text-red-700 dark:text-red-400">{} 逾期</span>', issue.due_on
            )
        return str(issue.due_on)


def actions_for(issue: ProjectIssue) -> list[tuple[str, str, str]]:
    """What may be done with it now: the name, where, and how it looks."""
    this = issue_as_it_stands(issue)
    return [
        (
            ACTION_PAGES[action].name,
            reverse(f"admin:projects_projectissue_{address}", args=[issue.pk]),
            "primary" if action in (Action.RESOLVED, Action.REOPENED) else "default",
        )
        for address, action in ADDRESSES.items()
        if not action_refusals(this, action)
    ]


def issues_section(project: Project, user: User) -> Section | None:
    """The issues of the project, open ones first."""
    if not user.has_perm("projects.view_projectissue"):
        return None
    rows = [(each, issue_url(each), is_overdue(each)) for each in issues_of_project(project)]
    may_raise = user.has_perm(PERMISSION)
    raising = reverse("admin:projects_projectissue_raise", args=[project.pk]) if may_raise else ""
    return Section("问题", "admin/projects/projectissue/section.html", {"rows": rows, "raising": raising})


add_section(issues_section)
