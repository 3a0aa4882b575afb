"""`returns/{id}/cells/{indicator}/{area}/{measure}`: what a person asks about one cell."""

from typing import Any

from django.http import Http404, HttpResponseBase
from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request

from indicators.api.returns.base import ReturnView
from indicators.choices import Measure
from indicators.domain.numbers import plain
from indicators.domain.period_words import period_text
from indicators.models import ReturnCell
from indicators.queries.returns.particulars import CellStep, PublishedBeside, cell_of, figures_beside, steps_of_cell


class FigureBeside(serializers.Serializer):
    label = serializers.CharField(help_text="上期、上年同期或本期现行")  # type: ignore[assignment]
    period = serializers.CharField()
    period_label = serializers.CharField()
    value = serializers.CharField(allow_null=True)
    growth = serializers.CharField(allow_null=True)
    vintage = serializers.CharField(help_text="版本，中文")
    published_at = serializers.CharField(help_text="发布时间，原文")
    note = serializers.CharField(help_text="说明、出处")


class CellStepRow(serializers.Serializer):
    at = serializers.CharField()
    who = serializers.CharField()
    old = serializers.CharField()
    new = serializers.CharField()
    note = serializers.CharField()


class CellParticulars(serializers.Serializer):
    """One cell with its definition, the figures beside it and its changes."""

    indicator = serializers.CharField()
    indicator_name = serializers.CharField()
    area = serializers.CharField()
    area_name = serializers.CharField()
    measure = serializers.ChoiceField(Measure.choices)
    definition = serializers.CharField(help_text="指标解释")
    measure_unit = serializers.CharField()
    department = serializers.CharField()
    figures = FigureBeside(many=True)
    changes = CellStepRow(many=True, help_text="新的在前")


class CellParticularsView(ReturnView):
    """一个单元格的详情：指标解释、对比数据的版本与出处、填报中的历次修改。"""

    answer = CellParticulars

    def get(self, request: Request, pk: int, indicator: str, area: str, measure: str) -> HttpResponseBase:
        self.given(request)
        of = self.return_for(request, pk)
        if "\0" in f"{indicator}{area}{measure}":  # PostgreSQL has no text with this character
            raise Http404
        try:
            cell = cell_of(of, indicator, area, measure)
        except ReturnCell.DoesNotExist as error:
            raise Http404 from error
        department = cell.indicator.department
        return self.answered(
            {
                "indicator": cell.indicator.code,
                "indicator_name": cell.indicator.name,
                "area": cell.area.code,
                "area_name": cell.area.name,
                "measure": cell.measure,
                "definition": cell.indicator.definition,
                "measure_unit": cell.indicator.measure_unit,
                "department": department.name if department else "",
                "figures": [_figure_row(each, cell.indicator.kind) for each in figures_beside(cell, of)],
                "changes": [_step_row(each) for each in steps_of_cell(cell, of)],
            }
        )


def _figure_row(each: PublishedBeside, kind: str) -> dict[str, Any]:
    return {
        "label": each.label,
        "period": str(each.period),
        "period_label": period_text(each.period, kind),
        "value": plain(each.row.value),
        "growth": plain(each.row.growth),
        "vintage": each.row.get_vintage_display(),
        "published_at": each.row.published_as,
        "note": each.row.note,
    }


def _step_row(step: CellStep) -> dict[str, str]:
    return {
        "at": f"{timezone.localtime(step.at):%Y-%m-%d %H:%M}",
        "who": step.who,
        "old": step.old,
        "new": step.new,
        "note": step.note,
    }
