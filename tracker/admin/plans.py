"""Plans: the list, the page of one with its table and verdicts, its CSV file, and the form of its own fields."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import URLPattern, path
from django.utils import timezone
from unfold.decorators import display

from indicators.admin.csv_export import csv_response
from indicators.admin.object_pages import RecordPageAdmin
from indicators.services.audit import Actor
from tracker.admin.in_year_rows import in_year_row
from tracker.admin.plan_export import COLUMNS, export_rows
from tracker.admin.plan_page import editing_links, filters_of, plan_page
from tracker.admin.plan_urls import extra_urls
from tracker.models import Plan
from tracker.queries.targets.in_year import in_current_year
from tracker.queries.targets.page import plans_with_counts
from tracker.services.targets.saving import save_plan


@admin.register(Plan)
class PlanAdmin(RecordPageAdmin[Plan]):
    list_display = ("name", "code", "years", "area", "predecessor", "lines")
    search_fields = ("code", "name", "area__name")
    search_help_text = "按规划的代码、名称或地区查找"
    ordering = ("-start_year", "code")
    autocomplete_fields = ("area", "predecessor")
    fixed_fields = ("code",)
    fieldsets = (
        (None, {"fields": ("code", "name", ("start_year", "end_year"), ("area", "predecessor"))}),
        ("变更", {"fields": ("reason",)}),
    )

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Plan]:
        return plans_with_counts()

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """The years are fixed once there are targets."""
        fixed = ("start_year", "end_year") if obj is not None and obj.line_count else ()
        return (*super().get_readonly_fields(request, obj), *fixed)

    def get_urls(self) -> list[URLPattern]:
        return [
            path("<int:pk>/table.csv", self.admin_site.admin_view(self.table_csv), name="tracker_plan_csv"),
            *extra_urls(self),
            *super().get_urls(),
        ]

    def shown_on_page(self, request: HttpRequest, row: Plan) -> dict[str, Any]:
        filters = filters_of(row, request.GET)
        editing = self.has_change_permission(request, row)
        return {
            "plan": row,
            "filters": filters,
            "page": plan_page(row, filters) if filters.is_valid() else None,
            "editing": editing,
            "links": editing_links(row) if editing else [],
            "in_year": [in_year_row(each) for each in in_current_year(row, timezone.localdate())],
        }

    def table_csv(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """The rows that the page shows, those of its second table too."""
        plan = self.found(request, pk)
        filters = filters_of(plan, request.GET)
        if not filters.is_valid():
            return HttpResponseRedirect(f"{self.page_url(plan)}?{request.GET.urlencode()}")
        return csv_response(f"plan-{plan.code}-{filters.cleaned_data['year']}", COLUMNS, export_rows(plan, filters))

    def save_by_service(self, *, obj: Any, actor: Actor, reason: str) -> None:
        save_plan(plan=obj, actor=actor, reason=reason)

    def audit_key(self, obj: Any) -> str:
        return obj.code

    @display(description="规划期", ordering="start_year")
    def years(self, plan: Plan) -> str:
        return f"{plan.start_year} 年" if plan.start_year == plan.end_year else f"{plan.start_year}—{plan.end_year} 年"

    @display(description="指标数", ordering="line_count")
    def lines(self, plan: Any) -> int:
        return plan.line_count
