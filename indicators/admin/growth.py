"""Growth: the published one, and beside it what levels say, called by its name."""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from unfold.decorators import display

from indicators.admin.base import ReadOnlyAdmin
from indicators.admin.csv_export import CsvExportMixin
from indicators.admin.figures import (
    NO_DATA,
    computed_label,
    figure_cell,
    growth_text,
    growth_unit_text,
    period_text,
    value_text,
)
from indicators.admin.filters import AreaFilter, PeriodFilter, SearchSelectFilter
from indicators.domain import reasons
from indicators.domain.kinds import Kind
from indicators.domain.numbers import plain, plain_six
from indicators.models import Growth

REASONS = {
    reasons.NOT_COMPUTABLE: "按目录规定不推算",
    reasons.NO_LEVEL: "只公布增速，没有数值",
    reasons.NO_VALUE: "本期没有数值",
    reasons.NO_BASE: "没有上年同期数值",
    reasons.BASE_NOT_POSITIVE: "上年同期数值不为正",
    reasons.GAP: "中间有缺期",
    reasons.FACTOR_NOT_POSITIVE: "有一年全部减完",
    reasons.NO_NUMERATOR: "没有分子",
    reasons.NO_DENOMINATOR: "没有分母",
    reasons.DENOMINATOR_NOT_POSITIVE: "分母不为正",
    reasons.PARTITION_INCOMPLETE: "全域划分中有成员缺数据",
}


@admin.register(Growth)
class GrowthAdmin(CsvExportMixin, ReadOnlyAdmin):
    list_display = (
        "indicator",
        "area_name",
        "period_label",
        "shown_value",
        "shown_published",
        "shown_computed",
        "shown_single_period",
    )
    list_display_links = ("indicator",)
    list_filter = (("indicator", SearchSelectFilter), AreaFilter, PeriodFilter)
    list_select_related = ("indicator", "area")
    search_fields = ("indicator__code", "indicator__name", "area__code", "area__name", "=period")
    search_help_text = "按指标、地区的代码或名称查找"
    ordering = ("-period_end", "indicator__code", "area__code")
    fieldsets = (
        (None, {"fields": (("indicator", "area"), ("period_label", "source_figure"))}),
        (
            "增速",
            {
                "fields": (("shown_published", "shown_computed"),),
                "description": "公布增速是正式数；推算增速由公布的数值算出，只供参考，两者互不替代。",
            },
        ),
        ("数值", {"fields": ("shown_value", ("shown_computed_value", "shown_single_period"))}),
        ("方法", {"fields": ("method",)}),
    )
    csv_columns = (
        ("指标代码", lambda row: row.indicator.code),
        ("指标", lambda row: row.indicator.name),
        ("地区代码", lambda row: row.area.code),
        ("地区", lambda row: row.area.name),
        ("期别", lambda row: row.period),
        ("公布增速", lambda row: plain(row.published)),
        ("推算增速（非公布数）", lambda row: plain_six(row.computed)),
        ("推算性质", lambda row: computed_label(row.indicator) if row.computed is not None else None),
        ("增速单位", lambda row: growth_unit_text(row.indicator)),
        ("当期值", lambda row: plain(row.single_period)),
        ("推算比值", lambda row: plain_six(row.computed_value)),
        ("无推算增速的原因", lambda row: REASONS.get(row.reason, row.reason)),
    )

    @display(description="地区", ordering="area__code")
    def area_name(self, row: Growth) -> str:
        return row.area.name

    @display(description="期别", ordering="period_end")
    def period_label(self, row: Growth) -> str:
        return period_text(row.period, row.indicator.kind)

    @display(description="公布数值")
    def shown_value(self, row: Growth) -> SafeString:
        return figure_cell(value_text(row.value, row.indicator))

    @display(description="公布增速")
    def shown_published(self, row: Growth) -> SafeString:
        return figure_cell(growth_text(row.published, row.indicator))

    @display(description="推算增速（非公布数）")
    def shown_computed(self, row: Growth) -> SafeString:
        unknown = row.computed is None
        text = NO_DATA if unknown else growth_text(row.computed, row.indicator)
        label = REASONS.get(row.reason, row.reason) if unknown else computed_label(row.indicator)
        return format_html('<span class="figure">{}<small>{}</small></span>', text, label)

    @display(description="当期值")
    def shown_single_period(self, row: Growth) -> SafeString:
        text = value_text(row.single_period, row.indicator)
        return figure_cell(text if row.indicator.kind == Kind.FLOW_YTD else NO_DATA)

    @display(description="推算比值（分子 ÷ 分母）")
    def shown_computed_value(self, row: Growth) -> SafeString:
        return figure_cell(value_text(row.computed_value, row.indicator))

    @display(description="所据数据")
    def source_figure(self, row: Growth) -> SafeString | str:
        if row.observation_id is None:
            return "没有公布数，由分子、分母推算"
        url = reverse("admin:indicators_observation_change", args=[row.observation_id])
        return format_html('<a href="{}" class="text-link">数据台账中的这一条</a>', url)
