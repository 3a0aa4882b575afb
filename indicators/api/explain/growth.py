"""`explain/growth/…`: what a growth row was computed from."""

from typing import Any

from django.http import Http404, HttpResponseBase
from rest_framework import serializers
from rest_framework.request import Request

from indicators.api.explain.figures import FormulaRow, InputRow, formula_rows, input_rows, period_named
from indicators.api.growth import YEARS, GrowthRow
from indicators.api.views import ApiView
from indicators.domain.numbers import plain, plain_six
from indicators.queries.explain import growth_explanation
from indicators.queries.lists.codes import area_named, indicator_named
from indicators.queries.lists.growth import DEFAULT_YEARS


class GrowthExplanationBody(GrowthRow):
    """A growth row with everything it was computed from."""

    indicator_name = serializers.CharField(help_text="指标名称")
    area_name = serializers.CharField(help_text="地区名称")
    years = serializers.IntegerField(help_text="年均增速所跨的年数")
    average_reason = serializers.CharField(allow_null=True, help_text="average 为 null 的原因")
    factor = serializers.CharField(allow_null=True, help_text="比值的系数 k")
    formula = FormulaRow(many=True)
    method = serializers.CharField(help_text="方法版本")
    inputs = InputRow(many=True)


class GrowthExplanationView(ApiView):
    """增速的来历：算式、方法版本、每个输入及其版本和出处。"""

    permission = "indicators.view_growth"
    filters = (YEARS,)
    answer = GrowthExplanationBody

    def get(self, request: Request, indicator: str, area: str, period: str) -> HttpResponseBase:
        years = self.given(request).get("years", DEFAULT_YEARS)
        return self.conditionally(request, lambda: self.body(request, indicator, area, period, years))

    def body(self, request: Request, indicator_code: str, area_code: str, period: str, years: int) -> dict[str, Any]:
        indicator, area = indicator_named(indicator_code), area_named(area_code)
        explanation = growth_explanation(indicator, area, period_named(period), years)
        if explanation is None:
            raise Http404
        growth, average = explanation.growth, explanation.average
        return {
            "indicator": indicator.code,
            "area": area.code,
            "period": period,
            "published": plain(growth.published),
            "computed": plain_six(growth.computed),
            "computed_unit": growth.computed_unit or None,
            "single_period": plain(growth.single_period),
            "computed_value": plain_six(growth.computed_value),
            "average": plain_six(average.value),
            "average_basis": average.basis,
            "reason": growth.reason or None,
            "explain": request.build_absolute_uri(),
            "indicator_name": indicator.name,
            "area_name": area.name,
            "years": years,
            "average_reason": average.reason,
            "factor": plain(indicator.factor) if indicator.numerator else None,
            "formula": formula_rows(explanation.formulas),
            "method": growth.method,
            "inputs": input_rows(explanation.inputs),
        }
