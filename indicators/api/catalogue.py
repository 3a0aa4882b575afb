"""`indicators`: what is measured, in which unit, by which rules."""

from collections.abc import Iterable, Sequence
from typing import Any

from rest_framework import serializers

from indicators.api.lists import ListView, Row
from indicators.api.parameters import Parameter, choice
from indicators.choices import Direction, Frequency, IndicatorKind
from indicators.queries.lists.catalogue import indicator_list
from indicators.queries.lists.pages import Listing

CODE = Parameter(name="code", keyword="indicator", description="指标代码")
KIND = choice("kind", "类型", IndicatorKind.values)
FREQUENCY = choice("frequency", "频率", Frequency.values)
DEPARTMENT = Parameter(name="department", description="责任部门名称")
THEME = Parameter(name="theme", description="主题")


class IndicatorRow(serializers.Serializer):
    """An indicator; `decimals` and `growth_decimals` are digits of display and ranking."""

    code = serializers.CharField(help_text="指标代码")
    name = serializers.CharField(help_text="名称")
    measure_unit = serializers.CharField(help_text="计量单位")
    kind = serializers.ChoiceField(IndicatorKind.choices, help_text="类型")
    direction = serializers.ChoiceField(Direction.choices, help_text="方向")
    frequency = serializers.ChoiceField(Frequency.choices, help_text="频率")
    decimals = serializers.IntegerField(help_text="数值小数位")
    growth_decimals = serializers.IntegerField(help_text="增速小数位")
    numerator = serializers.CharField(allow_null=True, help_text="分子的指标代码")
    denominator = serializers.CharField(allow_null=True, help_text="分母的指标代码")
    factor = serializers.CharField(help_text="系数：分子 ÷ 分母 × 系数")
    growth_computable = serializers.BooleanField(help_text="可由水平值推算增速")
    department = serializers.CharField(allow_null=True, help_text="责任部门")
    theme = serializers.CharField(allow_null=True, help_text="主题")
    definition = serializers.CharField(allow_null=True, help_text="指标解释")
    partition = serializers.CharField(allow_null=True, help_text="成员合起来即整体的比较组代码")


class IndicatorList(ListView):
    """指标目录。"""

    name = "indicators"
    permission = "indicators.view_indicator"
    filters = (CODE, KIND, FREQUENCY, DEPARTMENT, THEME)
    answer = IndicatorRow

    def listing(self, **given: Any) -> Listing:
        return indicator_list(**given)

    def cells(self, row: Row) -> Iterable[Sequence[object]]:
        # Written as the data package writes it.
        yield list({**row, "growth_computable": "yes" if row["growth_computable"] else "no"}.values())
