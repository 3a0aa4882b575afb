"""Monthly figures with every earlier version, and the pages of the month: entry, workbook, dispatch board."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path
from unfold.decorators import display

from indicators.admin.base import ReadOnlyAdmin
from indicators.domain.numbers import plain
from projects.admin.dispatch_board import dispatch_csv_view, dispatch_view
from projects.admin.month_entry import account, month_view
from projects.admin.month_workbooks import month_template_view, month_upload_view
from projects.models import ProjectProgress
from projects.queries.month_history import progress_of

PAGES = {
    "month": ("month/", month_view),
    "month_template": ("month/template.xlsx", month_template_view),
    "month_upload": ("month/upload/", month_upload_view),
    "dispatch": ("dispatch/", dispatch_view),
    "dispatch_csv": ("dispatch/table.csv", dispatch_csv_view),
}


@admin.register(ProjectProgress)
class ProjectProgressAdmin(ReadOnlyAdmin):
    list_display = (
        "project",
        "period",
        "shown_invested",
        "version",
        "recorded_by",
        "recorded_at",
        "superseded_at",
        "note",
    )
    search_fields = ("project__code", "project__name")
    list_filter = ("period",)
    ordering = ("-period", "project__code", "-version")
    fields = ("project", "period", "shown_invested", "note", "version", "recorded_by", "recorded_at", "superseded_at")

    def get_queryset(self, request: HttpRequest) -> QuerySet[ProjectProgress]:
        return progress_of(account(request))

    def get_urls(self) -> list[URLPattern]:
        pages = [
            path(address, self.admin_site.admin_view(self._bound(view)), name=f"projects_projectprogress_{name}")
            for name, (address, view) in PAGES.items()
        ]
        return [*pages, *super().get_urls()]

    def _bound(self, view: Any) -> Any:
        return lambda request: view(self, request)

    @display(description="年内累计投资（万元，形象进度）", ordering="invested_ytd")
    def shown_invested(self, row: ProjectProgress) -> str:
        return plain(row.invested_ytd) or ""

    @display(description="填报人")
    def recorded_by(self, row: ProjectProgress) -> str:
        return row.audit_entry.actor_name
