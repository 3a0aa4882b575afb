"""The ledger: read-only, with its history and “as of”; a publisher revises a figure with a reason."""

from typing import Any

from django.contrib import admin, messages
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.dataclasses import UnfoldAction
from unfold.decorators import action, display

from indicators.admin.action_pages import action_page
from indicators.admin.base import ReadOnlyAdmin, actor_of, mark_refused
from indicators.admin.csv_export import CsvExportMixin
from indicators.admin.figure_history import history_rows
from indicators.admin.figures import figure_cell, growth_text, moment_text, period_text, value_text
from indicators.admin.filters import AreaFilter, AsOfFilter, PeriodFilter, SearchSelectFilter
from indicators.admin.revision_form import RevisionForm
from indicators.domain.kinds import Vintage
from indicators.domain.numbers import plain
from indicators.models import Observation
from indicators.queries.observations import current_version_of
from indicators.services.observations import PublicationRefusedError, publish_figures

SETTLED = {
    "预计": "warning",
    "快报/初步核算": "info",
    "最终核实": "success",
    "普查修订": "success",
    "撤销": "danger",
}
DERIVED_FOLLOW = "增速、比值和排名随后自动更新，通常在一秒之内。"


@admin.register(Observation)
class ObservationAdmin(CsvExportMixin, ReadOnlyAdmin):
    list_display = (
        "indicator",
        "area_name",
        "period_label",
        "shown_value",
        "shown_growth",
        "shown_vintage",
        "revision",
        "published_on",
    )
    list_display_links = ("indicator",)
    list_filter = (
        ("indicator", SearchSelectFilter),
        AreaFilter,
        PeriodFilter,
        ("vintage", ChoicesDropdownFilter),
        AsOfFilter,
    )
    list_select_related = ("indicator", "area")
    search_fields = ("indicator__code", "indicator__name", "area__code", "area__name", "=period")
    search_help_text = "按指标、地区的代码或名称查找"
    ordering = ("-period_end", "indicator__code", "area__code")
    fieldsets = (
        (
            None,
            {
                "fields": (
                    ("indicator", "area"),
                    ("period_label", "shown_vintage"),
                    ("shown_value", "shown_growth"),
                    ("published_on", "superseded_on"),
                    "note",
                )
            },
        ),
    )
    actions_detail = ("revise",)
    list_before_template = "admin/indicators/observation/as_of.html"
    change_form_outer_after_template = "admin/indicators/observation/history.html"
    csv_columns = (
        ("指标代码", lambda row: row.indicator.code),
        ("指标", lambda row: row.indicator.name),
        ("计量单位", lambda row: row.indicator.measure_unit),
        ("地区代码", lambda row: row.area.code),
        ("地区", lambda row: row.area.name),
        ("期别", lambda row: row.period),
        ("数值", lambda row: plain(row.value)),
        ("公布增速", lambda row: plain(row.growth)),
        ("版本", lambda row: row.get_vintage_display()),
        ("更正次数", lambda row: row.revision),
        ("发布时间", lambda row: row.published_as),
        ("说明", lambda row: row.note),
    )

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Observation]:
        return super().get_queryset(request).select_related("indicator", "area")

    def page_context(self, request: HttpRequest, obj: Any) -> dict[str, Any]:
        return {**super().page_context(request, obj), "history": history_rows(obj)}

    def get_actions_detail(self, request: HttpRequest, object_id: Any) -> list[UnfoldAction]:
        """Only the current figure can be revised."""
        observation = self.get_object(request, str(object_id))
        current = observation is not None and observation.superseded_at is None
        return super().get_actions_detail(request, object_id) if current else []

    @action(description="更正", permissions=("revise",), url_path="revise", icon="edit")
    def revise(self, request: HttpRequest, object_id: str) -> HttpResponse:
        opened = self.get_object(request, object_id)
        if opened is None:
            raise Http404
        observation = current_version_of(opened)
        form = RevisionForm(request.POST or None, observation=observation)
        if request.method == "POST" and form.is_valid():
            figure = form.figure()
            try:
                publish_figures(figures=[figure], actor=actor_of(request), reason=form.cleaned_data["reason"])
            except PublicationRefusedError as refusal:
                mark_refused(request, str(refusal))
                form.add_faults(refusal.faults)
            else:
                return self._revised(request, observation, figure.vintage)
        return action_page(
            self,
            request,
            obj=observation,
            form=form,
            title="更正数据",
            submit="发布更正",
            intro=f"现行：{value_text(observation.value, observation.indicator)}，"
            f"公布增速 {growth_text(observation.growth, observation.indicator)}"
            f"（{observation.get_vintage_display()}，{moment_text(observation.published_at)} 发布）。"
            "原数据保留在历史中；" + DERIVED_FOLLOW,
        )

    def _revised(self, request: HttpRequest, before: Observation, vintage: str) -> HttpResponse:
        current = current_version_of(before)
        if current == before:
            messages.success(request, "已补入历史；现行数据的发布时间更晚，没有变化。")
        else:
            done = "撤销" if vintage == Vintage.WITHDRAWN else "更正"
            messages.success(request, f"已{done}“{current}”。{DERIVED_FOLLOW}")
            if Vintage(vintage) != Vintage.WITHDRAWN and Vintage(vintage).is_lower_than(Vintage(before.vintage)):
                messages.warning(request, f"请留意：此前已有更高的版本“{before.get_vintage_display()}”。")
        return HttpResponseRedirect(reverse("admin:indicators_observation_change", args=[current.pk]))

    def has_revise_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("indicators.revise_observation")

    def audit_key(self, obj: Any) -> str:
        return f"{obj.indicator.code}/{obj.area.code}/{obj.period}"

    @display(description="地区", ordering="area__code")
    def area_name(self, row: Observation) -> str:
        return row.area.name

    @display(description="期别", ordering="period_end")
    def period_label(self, row: Observation) -> str:
        return period_text(row.period, row.indicator.kind)

    @display(description="数值")
    def shown_value(self, row: Observation) -> SafeString:
        return figure_cell(value_text(row.value, row.indicator))

    @display(description="公布增速")
    def shown_growth(self, row: Observation) -> SafeString:
        return figure_cell(growth_text(row.growth, row.indicator))

    @display(description="版本", ordering="vintage", label=SETTLED)
    def shown_vintage(self, row: Observation) -> str:
        return row.get_vintage_display()

    @display(description="发布时间", ordering="published_at")
    def published_on(self, row: Observation) -> str:
        return moment_text(row.published_at)

    @display(description="被取代时间")
    def superseded_on(self, row: Observation) -> SafeString | str:
        if row.superseded_at is None:
            return "现行有效"
        url = reverse("admin:indicators_observation_change", args=[current_version_of(row).pk])
        moment = moment_text(row.superseded_at)
        return format_html('{}（<a href="{}" class="text-link">查看现行数据</a>）', moment, url)
