"""Targets: the list of every row, the page of one, and the steps a publisher may take."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from unfold.contrib.filters.admin import ChoicesDropdownFilter, RelatedDropdownFilter
from unfold.decorators import display

from indicators.admin.base import PageAdmin
from indicators.admin.figures import value_text
from indicators.admin.filters import AreaFilter, SearchSelectFilter
from tracker.admin.target_page import adopted_text, steps_of, target_page
from tracker.admin.target_steps import STEP_PAGES, step_view
from tracker.models import Target
from tracker.queries.targets.history import targets_with_relations
from tracker.services.targets.keys import target_key


@admin.register(Target)
class TargetAdmin(PageAdmin):
    """New targets come with the table of their plan."""

    list_display = ("indicator", "area", "plan", "form", "shown_value", "attribute", "adopted", "document")
    list_display_links = ("indicator",)
    list_filter = (
        ("plan", RelatedDropdownFilter),
        ("indicator", SearchSelectFilter),
        AreaFilter,
        ("attribute", ChoicesDropdownFilter),
    )
    search_fields = ("indicator__code", "indicator__name", "plan__code", "plan__name", "document")
    search_help_text = "按指标、规划的代码或名称，或文件查找"
    ordering = ("plan", "position", "pk")

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Target]:
        return targets_with_relations()

    def get_urls(self) -> list[URLPattern]:
        def view(step: str) -> Any:
            return self.admin_site.admin_view(lambda request, pk: step_view(self, request, pk, step))

        steps = [step for step in STEP_PAGES if step != "delete"]  # its address is the admin's own
        return [
            *(path(f"<int:pk>/{step}/", view(step), name=f"tracker_target_{step}") for step in steps),
            *super().get_urls(),
        ]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The page to read."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        target = self.get_object(request, object_id)
        if not isinstance(target, Target):
            raise Http404
        page = target_page(target, request.GET.get("year", ""))
        context = {
            **self.admin_site.each_context(request),
            "title": f"{target.indicator.name}（{target.area.name}）",
            "opts": self.opts,
            "original": target,
            "target": target,
            "page": page,
            "steps": steps_of(target, page) if self.has_change_permission(request, target) else [],
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, "admin/tracker/target/page.html", context)

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if not object_id.isdecimal():
            raise Http404
        return step_view(self, request, int(object_id), "delete")

    def audit_key(self, obj: Any) -> str:
        return target_key(obj)

    @display(description="目标值")
    def shown_value(self, target: Target) -> str:
        return target.text or value_text(target.value, target.indicator)

    @display(description="通过日期", ordering="adopted_on")
    def adopted(self, target: Target) -> str:
        return adopted_text(target.adopted_on)
