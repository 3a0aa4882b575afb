"""Bureaus' files of facts: the list of what was sent, and the pages of a round on which they come in."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import URLPattern, path

from indicators.admin.base import ReadOnlyAdmin
from indicators.models import User
from tracker.admin.fact_board import board_view, missing_csv_view, missing_view
from tracker.admin.fact_queue import queue_view
from tracker.admin.fact_upload import template_view, upload_view
from tracker.models import FactFile, Round
from tracker.queries.evaluations.supply import files_of, round_of


@admin.register(FactFile)
class FactFileAdmin(ReadOnlyAdmin):
    list_display = ("name", "round", "department", "rows", "changed", "unmatched", "uploaded_by", "uploaded_at")
    list_select_related = ("round", "department")
    search_fields = ("name", "round__name", "department__name", "sha256")
    search_help_text = "按文件名、批次、部门或 SHA-256 查找"
    ordering = ("-uploaded_at",)
    fieldsets = (
        (
            None,
            {
                "fields": (
                    ("round", "department"),
                    ("name", "sha256"),
                    ("rows", "changed", "unmatched"),
                    ("uploaded_by", "uploaded_at"),
                )
            },
        ),
    )

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[FactFile]:
        assert isinstance(request.user, User)
        return files_of(request.user)

    def get_urls(self) -> list[URLPattern]:
        def page(end: str, function: Callable[..., HttpResponseBase], name: str) -> URLPattern:
            view = self.admin_site.admin_view(lambda request, pk: function(self, request, self.round(request, pk)))
            return path(f"round/<int:pk>/{end}", view, name=f"tracker_factfile_{name}")

        return [
            page("", board_view, "board"),
            page("missing/", missing_view, "missing"),
            page("missing.csv", missing_csv_view, "missing_csv"),
            page("template.xlsx", template_view, "template"),
            page("upload/", upload_view, "upload"),
            page("queue/", queue_view, "queue"),
            *super().get_urls(),
        ]

    def round(self, request: HttpRequest, pk: int) -> Round:
        """The round of an address: 403 for the wrong role, 404 where there is none."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        round = round_of(pk)
        if round is None:
            raise Http404
        return round

    def audit_key(self, obj: Any) -> str:
        return f"{obj.round.code}/{obj.department}"
