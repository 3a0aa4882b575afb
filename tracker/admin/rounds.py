"""Rounds of 亩产论英雄: the list, the page of one with its steps, its score cards and its CSV file."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import display

from indicators.admin.base import ReadOnlyAdmin
from indicators.admin.csv_export import csv_response
from indicators.admin.figures import moment_text
from indicators.admin.object_pages import ObjectAdmin
from tracker.admin.evaluation_export import export_columns
from tracker.admin.evaluation_roll_ups import roll_ups_view
from tracker.admin.evaluation_round_page import STEP_NAMES, card_selection, round_page
from tracker.admin.evaluation_steps import cancel_view, step_view
from tracker.admin.evaluation_words import STATE_COLOURS, labels_of
from tracker.admin.round_form import add_view, edit_view
from tracker.admin.score_cards import card_view
from tracker.models import Round
from tracker.queries.evaluations.round_page import rounds_with_schemes

CHUNK = 2_000


@admin.register(Round)
class RoundAdmin(ObjectAdmin[Round], ReadOnlyAdmin):
    list_display = ("name", "code", "year", "shown_state", "labels", "scored", "published")
    list_filter = (("state", ChoicesDropdownFilter),)
    search_fields = ("code", "name", "=year")
    search_help_text = "按批次的代码、名称或年度查找"
    ordering = ("-year", "code")
    fieldsets = ((None, {"fields": ("name",)}),)  # the page has a template of its own
    list_before_template = "admin/tracker/round/list_empty.html"

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Round]:
        return rounds_with_schemes()

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What changes a round are its steps and, while it collects, `edit_view`."""
        return False

    def get_urls(self) -> list[URLPattern]:
        def view(function: Callable[..., HttpResponse], **more: Any) -> Any:
            return self.admin_site.admin_view(lambda request, **given: function(self, request, **given, **more))

        return [
            path("<int:pk>/cards.csv", self.admin_site.admin_view(self.cards_csv), name="tracker_round_csv"),
            path("<int:pk>/cards/<str:code>/", view(card_view), name="tracker_round_card"),
            path("<int:pk>/roll-ups/", view(roll_ups_view), name="tracker_round_roll_ups"),
            path("<int:pk>/edit/", view(edit_view), name="tracker_round_edit"),
            path("<int:pk>/cancel/", view(cancel_view), name="tracker_round_cancel"),
            *(
                path(f"<int:pk>/{step}/", view(step_view, step=step), name=f"tracker_round_{step}")
                for step in STEP_NAMES
            ),
            *super().get_urls(),
        ]

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return add_view(self, request)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        round = self.found(request, object_id)
        context = {
            **self.admin_site.each_context(request),
            "title": str(round),
            "opts": self.opts,
            "original": round,
            "page": round_page(round, request.user, request.GET),
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, "admin/tracker/round/page.html", context)

    def cards_csv(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """The cards that the filters of the page leave, on however many pages."""
        round = self.found(request, pk)
        chosen = card_selection(round, request.user, request.GET)
        if chosen.listed is None:
            url = reverse("admin:tracker_round_change", args=[round.pk])
            return HttpResponseRedirect(f"{url}?{request.GET.urlencode()}")
        columns = export_columns(labels_of(round, chosen.schemes), chosen.names)
        return csv_response(f"evaluation-{round.code}", columns, chosen.listed.iterator(chunk_size=CHUNK))

    def audit_key(self, obj: Any) -> str:
        return obj.code

    @display(description="状态", ordering="state", label=STATE_COLOURS)
    def shown_state(self, round: Round) -> str:
        return round.get_state_display()

    @display(description="说明")
    def labels(self, round: Round) -> str:
        return "；".join(labels_of(round, round.schemes.all()))

    @display(description="评分时间", ordering="scored_at")
    def scored(self, round: Round) -> str:
        return moment_text(round.scored_at)

    @display(description="发布时间", ordering="published_at")
    def published(self, round: Round) -> str:
        return moment_text(round.published_at)
