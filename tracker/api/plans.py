"""`plans`, `plans/{plan}/targets` as the plan prints its table, `plans/{plan}/assessment`: one row a target."""

from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import urlencode

from rest_framework import serializers
from rest_framework.request import Request

from indicators.api.links import ExplanationLinks
from indicators.api.lists import ListView, Row
from indicators.api.parameters import AS_OF, number
from indicators.queries.lists.pages import Listing, Record, Rows
from tracker.choices import TargetAttribute, TargetForm, TargetMeasure, Verdict
from tracker.domain.targets.faults import FIRST_YEAR, LAST_YEAR
from tracker.queries.targets.lists import assessment_list, plan_list, target_list

YEAR = number("year", "评估年度；不给出则为最近结束的一年", first=FIRST_YEAR, last=LAST_YEAR)


class PlanRow(serializers.Serializer):
    """A plan."""

    plan = serializers.CharField(help_text="代码")
    name = serializers.CharField(help_text="名称")
    start_year = serializers.IntegerField(help_text="起始年")
    end_year = serializers.IntegerField(help_text="目标年")
    area = serializers.CharField(allow_null=True, help_text="地区代码")
    predecessor = serializers.CharField(allow_null=True, help_text="上一个规划的代码")


class PlanList(ListView):
    """五年规划和年度计划。"""

    name = "plans"
    permission = "tracker.view_plan"
    answer = PlanRow

    def listing(self, **given: Any) -> Listing:
        return plan_list()


class TargetRow(serializers.Serializer):
    """One target; the targets of one indicator and area stand on one line of the official table."""

    category = serializers.CharField(allow_blank=True, help_text="类别")
    indicator = serializers.CharField(help_text="指标代码")
    indicator_name = serializers.CharField(help_text="指标名称")
    measure_unit = serializers.CharField(allow_blank=True, help_text="计量单位")
    area = serializers.CharField(help_text="地区代码")
    attribute = serializers.ChoiceField(TargetAttribute.choices, help_text="约束性或预期性")
    form = serializers.ChoiceField(TargetForm.choices, help_text="目标的形式")
    measure = serializers.ChoiceField(TargetMeasure.choices, help_text="看数值还是增速")
    base_year = serializers.IntegerField(help_text="基期年")
    base_value = serializers.CharField(allow_null=True, help_text="规划所印的基期值")
    value = serializers.CharField(allow_null=True, help_text="目标值")
    tolerance = serializers.CharField(allow_null=True, help_text="允许偏差，null 为默认")
    reference = serializers.CharField(allow_null=True, help_text="参照指标代码")
    text = serializers.CharField(allow_blank=True, help_text="表述原文")
    base_wording = serializers.CharField(allow_blank=True, help_text="表中“基期”一格，* 表示基期年不同")
    target_wording = serializers.CharField(allow_blank=True, help_text="表中“目标年”一格")
    pace_wording = serializers.CharField(allow_blank=True, help_text="表中“年均/[累计]”一格")
    adopted_on = serializers.DateField(allow_null=True, help_text="通过日期，null 为一直有效")
    document = serializers.CharField(allow_blank=True, help_text="文件")
    reason = serializers.CharField(allow_blank=True, help_text="修订理由")
    department = serializers.CharField(allow_null=True, help_text="责任部门")
    note = serializers.CharField(allow_blank=True, help_text="说明")


class TargetList(ListView):
    """一个规划的主要指标表，次序和写法与规划原文相同。"""

    name = "targets"
    permission = "tracker.view_target"
    filters = (AS_OF,)
    answer = TargetRow
    dated = True

    def listing(self, **given: Any) -> Rows:
        return target_list(**given)


class OverrideRow(serializers.Serializer):
    """An evaluator's verdict; the computed one stays beside it."""

    verdict = serializers.ChoiceField(Verdict.choices, help_text="改判")
    reason = serializers.CharField(help_text="理由")
    made_by = serializers.CharField(help_text="改判人")
    made_at = serializers.DateTimeField(help_text="改判时间")


class OutlookRow(serializers.Serializer):
    """Where the target is heading for the end year, by `explain`'s method."""

    value = serializers.CharField(allow_null=True, help_text="目标年预计；六位小数")
    low = serializers.CharField(allow_null=True, help_text="区间下限")
    high = serializers.CharField(allow_null=True, help_text="区间上限")
    will_meet = serializers.ChoiceField(
        ["yes", "no", "open"], allow_null=True, help_text="整个区间达到、都达不到、尚不能定"
    )
    reason = serializers.CharField(allow_null=True, help_text="为 null 的原因，如历史数据不足")


class AssessmentRow(serializers.Serializer):
    """How far one target has come by the end of the year."""

    indicator = serializers.CharField(help_text="指标代码")
    area = serializers.CharField(help_text="地区代码")
    attribute = serializers.ChoiceField(TargetAttribute.choices, help_text="约束性或预期性")
    form = serializers.ChoiceField(TargetForm.choices, help_text="目标的形式")
    measure = serializers.ChoiceField(TargetMeasure.choices, help_text="看数值还是增速")
    base_year = serializers.IntegerField(help_text="基期年")
    base = serializers.CharField(allow_null=True, help_text="基期值")
    target = serializers.CharField(allow_null=True, help_text="目标值")
    year = serializers.IntegerField(help_text="评估年度")
    actual = serializers.CharField(allow_null=True, help_text="实际；六位小数")
    expected = serializers.CharField(allow_null=True, help_text="按序时进度应达到；六位小数")
    share_done = serializers.CharField(allow_null=True, help_text="完成进度，%")
    share_expected = serializers.CharField(allow_null=True, help_text="序时进度，%")
    needed = serializers.CharField(allow_null=True, help_text="以后每年还需")
    verdict = serializers.ChoiceField(Verdict.choices, help_text="系统判断")
    override = OverrideRow(allow_null=True)
    outlook = OutlookRow()
    reason = serializers.CharField(allow_null=True, help_text="不能评估或有未知数的原因")
    adopted_on = serializers.DateField(allow_null=True, help_text="所据目标的通过日期")
    explain = serializers.URLField(help_text="追溯：算式、标准、每年的数及其来源")


class AssessmentList(ListView):
    """规划目标的实施进度和判断。"""

    name = "assessment"
    permission = "tracker.view_assessment"
    filters = (YEAR, AS_OF)
    answer = AssessmentRow
    dated = True

    def listing(self, **given: Any) -> Rows:
        return assessment_list(**given)

    def finish(self, request: Request, records: Iterable[Record], given: dict[str, Any]) -> None:
        links = ExplanationLinks(request, "explain-target", 6)
        as_of = request.query_params.get("as_of")
        suffix = f"?{urlencode({'as_of': as_of})}" if as_of else ""
        for record in records:
            row = record.row
            key = (given["plan"], row["indicator"], row["area"], row["form"], row["measure"], str(row["year"]))
            row["explain"] = links.to(*key) + suffix

    @property
    def header(self) -> Sequence[str]:
        names = [str(name) for name in AssessmentRow().fields if str(name) not in NESTED_FIELDS]
        nested = [f"{name}_{field}" for name, fields in NESTED_FIELDS.items() for field in fields]
        return (*names, *nested)

    def cells(self, row: Row) -> Iterable[Sequence[object]]:
        head = [value for name, value in row.items() if name not in NESTED_FIELDS]
        nested = [(row[name] or {}).get(field) for name, fields in NESTED_FIELDS.items() for field in fields]
        yield (*head, *nested)


NESTED_FIELDS = {"override": list(OverrideRow().fields), "outlook": list(OutlookRow().fields)}
