"""Rankings: the list of records, and each as a page with its CSV file."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import URLPattern, path
from unfold.contrib.filters.admin import ChoicesDropdownFilter, RelatedDropdownFilter
from unfold.decorators import display

from indicators.admin.base import PageAdmin
from indicators.admin.csv_export import csv_response
from indicators.admin.figures import period_text
from indicators.admin.filters import PeriodFilter, SearchSelectFilter
from tracker.admin.ranking_page import PlaceLine, ranking_page
from tracker.models import Ranking

PLACE_COLUMNS = (
    ("位次", lambda line: line.place),
    ("并列", lambda line: "是" if line.tied else ""),
    ("地区代码", lambda line: line.area_code),
    ("地区", lambda line: line.area),
    ("参排数值", lambda line: line.value),
    ("较上期", lambda line: line.change),
    ("上年同期位次", lambda line: line.year_ago),
    ("位次档", lambda line: "、".join(line.bands)),
)


@admin.register(Ranking)
class RankingAdmin(PageAdmin):
    list_display = ("indicator", "period_label", "peer_group", "basis", "source", "of")
    list_display_links = ("indicator",)
    list_filter = (
        ("indicator", SearchSelectFilter),
        ("peer_group", RelatedDropdownFilter),
        PeriodFilter,
        ("basis", ChoicesDropdownFilter),
    )
    list_select_related = ("indicator", "peer_group")
    search_fields = ("indicator__code", "indicator__name", "peer_group__code", "peer_group__name", "=period")
    search_help_text = "按指标、比较组的代码或名称查找"
    ordering = ("-period_end", "indicator__code", "peer_group__code", "basis")
    change_form_template = "admin/tracker/ranking/page.html"

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Ranking]:
        return super().get_queryset(request).select_related("indicator", "peer_group")

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.places_csv)
        return [path("<path:object_id>/places.csv", view, name="tracker_ranking_places"), *super().get_urls()]

    def page_context(self, request: HttpRequest, obj: Any) -> dict[str, Any]:
        return {**super().page_context(request, obj), "page": ranking_page(obj)}

    def places_csv(self, request: HttpRequest, object_id: str) -> HttpResponseBase:
        if not self.has_view_permission(request):
            raise PermissionDenied
        ranking = self.get_object(request, object_id)
        if ranking is None:
            raise Http404
        lines: list[PlaceLine] = ranking_page(ranking).lines
        name = f"ranking-{ranking.indicator.code}-{ranking.period}-{ranking.peer_group.code}-{ranking.basis}"
        return csv_response(name, PLACE_COLUMNS, lines)

    @display(description="期别", ordering="period_end")
    def period_label(self, ranking: Ranking) -> str:
        return period_text(ranking.period, ranking.indicator.kind)
