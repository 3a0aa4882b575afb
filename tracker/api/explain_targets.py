"""`explain/targets/…`: the rules, the revisions and every year's figures behind a verdict."""

import re
from typing import Any

from django.http import Http404, HttpResponseBase
from rest_framework import serializers
from rest_framework.request import Request

from indicators.api.explain.figures import FormulaRow, InputRow, formula_rows, input_rows
from indicators.api.parameters import AS_OF
from indicators.api.views import ApiView
from indicators.domain.numbers import plain, plain_six
from tracker.api.plans import AssessmentRow, OverrideRow
from tracker.domain.targets.faults import FIRST_YEAR, LAST_YEAR
from tracker.domain.targets.outlook import METHOD as OUTLOOK_METHOD
from tracker.domain.targets.outlook import method_words
from tracker.domain.targets.progress import METHOD
from tracker.domain.targets.reasons import WORDS
from tracker.domain.targets.rules import AssessmentRules
from tracker.queries.targets.explanation import TargetExplanation, Year, target_explanation
from tracker.queries.targets.in_force import plan_named
from tracker.queries.targets.lists import override_row

THRESHOLDS = [name for name in AssessmentRules.__dataclass_fields__ if name != "valid_from"]


class YearRow(serializers.Serializer):
    """One year as the rules read it."""

    year = serializers.IntegerField(help_text="年度")
    value = serializers.CharField(allow_null=True, help_text="公布数值")
    computed_value = serializers.CharField(allow_null=True, help_text="推算的比值，没有公布数值时采用；六位小数")
    published = serializers.CharField(allow_null=True, help_text="公布增速，%")
    computed = serializers.CharField(allow_null=True, help_text="推算增速；六位小数")
    reference_published = serializers.CharField(allow_null=True, help_text="参照指标的公布增速，%")
    reference_computed = serializers.CharField(allow_null=True, help_text="参照指标的推算增速")


class RevisionRow(serializers.Serializer):
    """The target as it was adopted at one time."""

    value = serializers.CharField(allow_null=True, help_text="目标值")
    text = serializers.CharField(allow_blank=True, help_text="表述")
    adopted_on = serializers.DateField(allow_null=True, help_text="通过日期")
    document = serializers.CharField(allow_blank=True, help_text="文件")
    reason = serializers.CharField(allow_blank=True, help_text="修订理由")
    repealed = serializers.BooleanField(help_text="自该日起取消")


class RuleRow(serializers.Serializer):
    """The thresholds and tolerances in force on the last day of the year."""

    valid_from = serializers.DateField(allow_null=True, help_text="自何日起，null 为默认标准")
    ahead_from = serializers.CharField(help_text="快于预期")
    on_course_from = serializers.CharField(help_text="基本符合预期")
    binding_on_course_from = serializers.CharField(help_text="约束性指标基本符合预期")
    about_points = serializers.CharField(help_text="“左右”：增速和比率，百分点")
    about_percent = serializers.CharField(help_text="“左右”：水平，目标的百分之几")
    with_points = serializers.CharField(help_text="“基本同步”，百分点")


class TargetExplanationBody(AssessmentRow):
    """A row of the assessment with everything it rests on."""

    plan = serializers.CharField(help_text="规划代码")
    indicator_name = serializers.CharField(help_text="指标名称")
    area_name = serializers.CharField(help_text="地区名称")
    reason_words = serializers.CharField(allow_null=True, help_text="原因的文字说明")
    broken_years = serializers.ListField(child=serializers.IntegerField(), help_text="不符合目标的年度")
    formula = FormulaRow(many=True)
    rules = RuleRow()
    method = serializers.CharField(help_text="方法版本")
    outlook_method = serializers.CharField(help_text="目标年预计的方法版本")
    outlook_words = serializers.CharField(help_text="目标年预计的方法")
    years = YearRow(many=True)
    revisions = RevisionRow(many=True)
    overrides = OverrideRow(many=True, help_text="全部改判，最后一次有效，verdict 为空是取消")
    inputs = InputRow(many=True)


class TargetExplanationView(ApiView):
    """判断的来历：算式、标准、方法版本、历次目标、每年的数及其出处。"""

    permission = "tracker.view_assessment"
    filters = (AS_OF,)
    answer = TargetExplanationBody
    dated = True

    def get(self, request: Request, **key: str) -> HttpResponseBase:
        given = self.given(request)
        return self.conditionally(request, lambda: self.body(request, key, given))

    def body(self, request: Request, key: dict[str, str], given: dict[str, Any]) -> dict[str, Any]:
        if not re.fullmatch(r"[0-9]{4}", key["year"], re.ASCII):
            raise Http404
        year = int(key["year"])
        if not FIRST_YEAR <= year <= LAST_YEAR:
            raise Http404
        plan = plan_named(key["plan"])
        named: dict[str, Any] = {name: key[name] for name in ("indicator", "area", "form", "measure")}
        explanation = target_explanation(plan, **named, year=year, **given)
        if explanation is None:
            raise Http404
        target, book = explanation.target, explanation.book
        rules = book.rules_for(year)
        return {
            **explanation.row,
            "explain": request.build_absolute_uri(),
            "plan": plan.code,
            "indicator_name": target.indicator.name,
            "area_name": target.area.name,
            "reason_words": WORDS.get(explanation.row["reason"]),
            "broken_years": list(book.progress(target, year).broken),
            "formula": formula_rows(explanation.formulas),
            "rules": {
                "valid_from": rules.valid_from.isoformat() if rules.valid_from else None,
                **{name: plain(getattr(rules, name)) for name in THRESHOLDS},
            },
            "method": METHOD,
            "outlook_method": OUTLOOK_METHOD,
            "outlook_words": method_words(book.facts(target)),
            "years": [_year_row(each) for each in explanation.years],
            "revisions": _revisions(explanation),
            "overrides": [override_row(each) for each in explanation.overrides],
            "inputs": input_rows(explanation.inputs),
        }


def _year_row(year: Year) -> dict[str, Any]:
    row, reference = year.row, year.reference
    return {
        "year": year.year,
        "value": plain(row.value),
        "computed_value": plain_six(row.computed_value),
        "published": plain(row.published),
        "computed": plain_six(row.computed),
        "reference_published": plain(reference.published) if reference else None,
        "reference_computed": plain_six(reference.computed) if reference else None,
    }


def _revisions(explanation: TargetExplanation) -> list[dict[str, Any]]:
    return [
        {
            "value": plain(each.value),
            "text": each.text,
            "adopted_on": each.adopted_on.isoformat() if each.adopted_on else None,
            "document": each.document,
            "reason": each.reason,
            "repealed": each.is_repealed,
        }
        for each in explanation.revisions
    ]
