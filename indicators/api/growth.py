"""`growth`: published and computed growth side by side."""

from collections.abc import Iterable
from typing import Any

from rest_framework import serializers
from rest_framework.request import Request

from indicators.api.links import ExplanationLinks
from indicators.api.lists import ListView
from indicators.api.parameters import AREA, AREA_UNDER, FROM, INDICATOR, PERIOD, TO, number
from indicators.choices import GrowthUnit
from indicators.domain.averages import COMPUTED, PUBLISHED
from indicators.queries.lists.growth import DEFAULT_YEARS, growth_list
from indicators.queries.lists.pages import Listing, Record
from indicators.queries.lists.selection import FigureSelection

YEARS = number("years", "年均增速所跨的年数", first=1, last=20, default=DEFAULT_YEARS)


class GrowthRow(serializers.Serializer):
    """What the levels say stands beside the published growth, never in its place."""

    indicator = serializers.CharField(help_text="指标代码")
    area = serializers.CharField(help_text="地区代码")
    period = serializers.CharField(help_text="期别")
    published = serializers.CharField(allow_null=True, help_text="公布增速，%")
    computed = serializers.CharField(allow_null=True, help_text="由水平值推算的名义增速，非公布数；六位小数")
    computed_unit = serializers.ChoiceField(GrowthUnit.choices, allow_null=True, help_text="推算增速的单位")
    single_period = serializers.CharField(allow_null=True, help_text="由累计数推算的当期值")
    computed_value = serializers.CharField(allow_null=True, help_text="由分子分母推算的比值；六位小数")
    average = serializers.CharField(allow_null=True, help_text="years 年的几何平均增速，%；六位小数")
    average_basis = serializers.ChoiceField([PUBLISHED, COMPUTED], allow_null=True, help_text="年均增速的依据")
    reason = serializers.CharField(allow_null=True, help_text="computed 为 null 的原因")
    explain = serializers.URLField(help_text="追溯：公式、每个输入及其来源")


class GrowthList(ListView):
    """增速：每个现行数据一行，能推算的比值也各一行；名义增速只作对照。"""

    name = "growth"
    permission = "indicators.view_growth"
    filters = (INDICATOR, AREA, AREA_UNDER, PERIOD, FROM, TO, YEARS)
    answer = GrowthRow

    def listing(self, *, years: int = DEFAULT_YEARS, **selection: Any) -> Listing:
        return growth_list(FigureSelection(**selection), years=years)

    def finish(self, request: Request, records: Iterable[Record], given: dict[str, Any]) -> None:
        links = ExplanationLinks(request, "explain-growth", 3)
        years = given.get("years", DEFAULT_YEARS)
        suffix = "" if years == DEFAULT_YEARS else f"?years={years}"
        for record in records:
            row = record.row
            row["explain"] = links.to(row["indicator"], row["area"], row["period"]) + suffix
