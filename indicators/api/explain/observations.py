"""`explain/observations/…`: where a published figure comes from."""

from typing import Any

from django.http import Http404, HttpResponseBase
from rest_framework import serializers
from rest_framework.request import Request

from indicators.api.explain.figures import FigureRow, FormulaRow, figure_row, formula_rows, period_named
from indicators.api.views import ApiView
from indicators.domain.formulas import LEDGER_METHOD, PUBLISHED_FIGURE
from indicators.queries.explain import history_of
from indicators.queries.lists.codes import area_named, indicator_named


class ObservationExplanationBody(serializers.Serializer):
    """A published figure is not computed: what explains it is its history."""

    indicator = serializers.CharField(help_text="指标代码")
    indicator_name = serializers.CharField(help_text="指标名称")
    area = serializers.CharField(help_text="地区代码")
    area_name = serializers.CharField(help_text="地区名称")
    period = serializers.CharField(help_text="期别")
    formula = FormulaRow(many=True)
    method = serializers.CharField(help_text="方法版本")
    inputs = FigureRow(many=True, help_text="现行版本")
    history = FigureRow(many=True, help_text="全部版本，由早到晚")


class ObservationExplanationView(ApiView):
    """公布数的来历：现行版本和全部历史版本，各自的出处、操作人和时间。"""

    permission = "indicators.view_observation"
    answer = ObservationExplanationBody

    def get(self, request: Request, indicator: str, area: str, period: str) -> HttpResponseBase:
        self.given(request)
        return self.conditionally(request, lambda: self.body(indicator, area, period))

    def body(self, indicator_code: str, area_code: str, period: str) -> dict[str, Any]:
        indicator, area = indicator_named(indicator_code), area_named(area_code)
        history = [figure_row(version) for version in history_of(indicator, area, period_named(period))]
        if not history:
            raise Http404
        return {
            "indicator": indicator.code,
            "indicator_name": indicator.name,
            "area": area.code,
            "area_name": area.name,
            "period": period,
            "formula": formula_rows([PUBLISHED_FIGURE]),
            "method": LEDGER_METHOD,
            "inputs": history[-1:],
            "history": history,
        }
