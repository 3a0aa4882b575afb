"""Schemes of 亩产论英雄: the list, and a page to read with the ways to its next version."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import display

from indicators.admin.base import ReadOnlyAdmin
from indicators.admin.object_pages import ObjectAdmin
from tracker.admin.evaluation_scheme_forms import copy_view, edit_view
from tracker.admin.evaluation_scheme_page import scheme_page
from tracker.admin.evaluation_what_if import what_if_view
from tracker.admin.evaluation_words import UNOFFICIAL_LABEL
from tracker.models import Scheme
from tracker.queries.evaluations.schemes import rounds_using, schemes_with_use

VIEWS = (("copy", copy_view), ("edit", edit_view), ("what_if", what_if_view))


@admin.register(Scheme)
class SchemeAdmin(ObjectAdmin[Scheme], ReadOnlyAdmin):
    list_display = ("name", "code", "year", "size_class", "weights", "previous", "rounds")
    list_filter = (("size_class", ChoicesDropdownFilter),)
    search_fields = ("code", "name", "=year")
    search_help_text = "按标准的代码、名称或年度查找"
    ordering = ("-year", "code")
    fieldsets = ((None, {"fields": ("name",)}),)  # the page has a template of its own

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Scheme]:
        return schemes_with_use()

    def has_add_permission(self, request: HttpRequest) -> bool:
        """A scheme comes with a data package, or as the next version of another."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """See `edit_view`."""
        return False

    def get_urls(self) -> list[URLPattern]:
        def view(function: Callable[..., HttpResponseBase]) -> Any:
            return self.admin_site.admin_view(lambda request, pk: function(self, request, pk))

        pages = [path(f"<int:pk>/{name}/", view(page), name=f"tracker_scheme_{name}") for name, page in VIEWS]
        return [*pages, *super().get_urls()]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        scheme = self.found(request, object_id)
        rounds = rounds_using(scheme)
        context = {
            **self.admin_site.each_context(request),
            "title": scheme.name,
            "opts": self.opts,
            "original": scheme,
            "scheme": scheme,
            "labels": [] if scheme.official else [UNOFFICIAL_LABEL],
            "page": scheme_page(scheme),
            "rounds": rounds,
            "editing": request.user.has_perm("tracker.change_scheme"),
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, "admin/tracker/scheme/page.html", context)

    def audit_key(self, obj: Any) -> str:
        return obj.code

    @display(description="权重", ordering="official")
    def weights(self, scheme: Scheme) -> str:
        return "正式标准" if scheme.official else UNOFFICIAL_LABEL

    @display(description="上一版")
    def previous(self, scheme: Scheme) -> str:
        return scheme.copied_from.code if scheme.copied_from else self.empty_value_display

    @display(description="用于批次", ordering="use")
    def rounds(self, scheme: Any) -> int:
        return scheme.use
