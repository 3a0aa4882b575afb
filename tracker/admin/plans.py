"""Plans: the list, the page of one with its table and verdicts, its CSV file, and the form of its own fields."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from unfold.decorators import display

from indicators.admin.base import RecordAdmin
from indicators.admin.csv_export import csv_response
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
class PlanAdmin(RecordAdmin):
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
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/edit/", view(self.edit_view), name="tracker_plan_edit"),
            path("<int:pk>/table.csv", view(self.table_csv), name="tracker_plan_csv"),
            *extra_urls(self),
            *super().get_urls(),
        ]

    def found(self, request: HttpRequest, pk: Any) -> Plan:
        """The plan of an address: 403 for the wrong role, 404 where there is none."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        plan = self.get_object(request, str(pk))
        if not isinstance(plan, Plan):
            raise Http404
        return plan

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The page to read; the fields of the plan itself have an address of their own, `edit/`."""
        plan = self.found(request, object_id)
        filters = filters_of(plan, request.GET)
        editing = self.has_change_permission(request, plan)
        context = {
            **self.admin_site.each_context(request),
            "title": plan.name,
            "opts": self.opts,
            "original": plan,
            "plan": plan,
            "filters": filters,
            "page": plan_page(plan, filters) if filters.is_valid() else None,
            "editing": editing,
            "links": editing_links(plan) if editing else [],
            "in_year": [in_year_row(each) for each in in_current_year(plan, timezone.localdate())],
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, "admin/tracker/plan/page.html", context)

    def edit_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not self.has_change_permission(request):
            raise PermissionDenied
        return super().change_view(request, str(self.found(request, pk).pk))

    def table_csv(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """The rows that the page shows, those of its second table too."""
        plan = self.found(request, pk)
        filters = filters_of(plan, request.GET)
        if not filters.is_valid():
            return HttpResponseRedirect(f"{self._page_of(plan)}?{request.GET.urlencode()}")
        return csv_response(f"plan-{plan.code}-{filters.cleaned_data['year']}", COLUMNS, export_rows(plan, filters))

    def page_context(self, request: HttpRequest, obj: Any) -> dict[str, Any]:
        """Of the form: saving leads to the page."""
        on = {"show_save_and_continue": False, "show_save_and_add_another": False}
        return {**super().page_context(request, obj), **on}

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: str | None = None) -> HttpResponse:
        super().response_add(request, obj, post_url_continue)
        return HttpResponseRedirect(self._page_of(obj))

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        super().response_change(request, obj)
        return HttpResponseRedirect(self._page_of(obj))

    def save_by_service(self, *, obj: Any, actor: Actor, reason: str) -> None:
        save_plan(plan=obj, actor=actor, reason=reason)

    def audit_key(self, obj: Any) -> str:
        return obj.code

    def _page_of(self, plan: Plan) -> str:
        return reverse("admin:tracker_plan_change", args=[plan.pk])

    @display(description="规划期", ordering="start_year")
    def years(self, plan: Plan) -> str:
        return f"{plan.start_year} 年" if plan.start_year == plan.end_year else f"{plan.start_year}—{plan.end_year} 年"

    @display(description="指标数", ordering="line_count")
    def lines(self, plan: Any) -> int:
        return plan.line_count
