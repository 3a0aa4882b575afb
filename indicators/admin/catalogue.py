"""The catalogue: what is measured. Kind and frequency are shown, not offered, once figures exist."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from unfold.contrib.filters.admin import ChoicesDropdownFilter, RelatedDropdownFilter
from unfold.decorators import display

from indicators.admin.base import RecordAdmin
from indicators.admin.forms import RecordForm
from indicators.domain.numbers import plain
from indicators.models import Indicator
from indicators.services.audit import Actor
from indicators.services.catalogue import save_indicator


def reads_figures(request: HttpRequest) -> bool:
    """Whether links to figures lead the reader anywhere."""
    return request.user.has_perm("indicators.view_observation")


class IndicatorForm(RecordForm):
    """Shows the factor without the zeros that the column pads it with."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "factor" in self.initial:
            self.initial["factor"] = plain(self.initial["factor"])


@admin.register(Indicator)
class IndicatorAdmin(RecordAdmin):
    form = IndicatorForm
    fixed_fields = ("code",)
    list_display = ("name", "code", "kind", "frequency", "measure_unit", "department", "figures")
    list_filter = (
        ("kind", ChoicesDropdownFilter),
        ("frequency", ChoicesDropdownFilter),
        ("department", RelatedDropdownFilter),
    )
    list_select_related = ("department",)
    search_fields = ("code", "name", "theme")
    search_help_text = "按代码、名称或主题查找"
    autocomplete_fields = ("numerator", "denominator", "partition", "department")
    fieldsets = (
        (None, {"fields": ("code", "name", "theme", "department", "definition")}),
        ("口径", {"fields": ("kind", "frequency", "measure_unit", "direction", "growth_computable")}),
        (
            "比值的算法",
            {
                "fields": ("numerator", "denominator", "factor", "partition"),
                "description": "只有类型为“比值”的指标填写。",
            },
        ),
        (
            "显示与排名的小数位",
            {"fields": ("decimals", "growth_decimals"), "description": "只影响显示和排名时的取舍，不限制录入的位数。"},
        ),
        ("相关数据", {"fields": ("figures",)}),
        ("变更", {"fields": ("reason",)}),
    )

    def get_list_display(self, request: HttpRequest) -> list[str]:
        return [name for name in self.list_display if name != "figures" or reads_figures(request)]

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        shown = obj is not None and reads_figures(request)
        return [each for each in super().get_fieldsets(request, obj) if shown or "figures" not in each[1]["fields"]]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        has_figures = obj is not None and obj.observations.exists()
        return (*super().get_readonly_fields(request, obj), "figures", *(("kind", "frequency") if has_figures else ()))

    def save_by_service(self, *, obj: Any, actor: Actor, reason: str) -> None:
        save_indicator(indicator=obj, actor=actor, reason=reason)

    def audit_key(self, obj: Any) -> str:
        return obj.code

    @display(description="数据")
    def figures(self, indicator: Indicator) -> SafeString:
        query = urlencode({"indicator__id__exact": indicator.pk})
        links = [
            (reverse(f"admin:indicators_{model}_changelist"), text)
            for model, text in (("observation", "数据台账"), ("growth", "增速"))
        ]
        return format_html(
            '<a class="text-link" href="{}?{q}">{}</a> · <a class="text-link" href="{}?{q}">{}</a>',
            *[part for link in links for part in link],
            q=query,
        )
