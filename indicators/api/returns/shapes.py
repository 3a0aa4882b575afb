"""How the documentation describes returns, and what a request to change cells must look like."""

from rest_framework import serializers

from indicators.choices import Measure, ReturnState
from indicators.domain.cell_content import MAX_LENGTH, MAX_NOTE

CONTENT = "空：未填；“—”：无数据；普通十进制数；其他内容照原样保存在草稿中，报送前须改正"


class ReturnRow(serializers.Serializer):
    """One form of one unit for one period."""

    id = serializers.IntegerField()
    form = serializers.CharField(help_text="报表代码")
    form_name = serializers.CharField(help_text="报表名称")
    form_version = serializers.IntegerField(help_text="表式版本")
    unit = serializers.CharField(help_text="填报单位")
    period = serializers.CharField(help_text="期别")
    state = serializers.ChoiceField(ReturnState.choices, help_text="状态")
    version = serializers.IntegerField(help_text="修改次数")
    opens_on = serializers.DateField(help_text="开放日")
    due_on = serializers.DateField(help_text="截止日，当日 24 时前")
    extended_until = serializers.DateField(allow_null=True, help_text="延期至")


class RefusalRow(serializers.Serializer):
    code = serializers.CharField()
    message = serializers.CharField()


class BoundsRow(serializers.Serializer):
    lower = serializers.CharField(allow_null=True)
    upper = serializers.CharField(allow_null=True)
    decimals = serializers.IntegerField(allow_null=True, help_text="最多小数位")
    not_below = serializers.CharField(allow_null=True, help_text="本年上一期累计数")


class CellRow(serializers.Serializer):
    """One number of a return with what it is compared with."""

    indicator = serializers.CharField(help_text="指标代码")
    area = serializers.CharField(help_text="地区代码")
    measure = serializers.ChoiceField(Measure.choices)
    content = serializers.CharField(allow_blank=True, help_text=CONTENT)
    note = serializers.CharField(allow_blank=True, help_text="说明")
    send_back_reason = serializers.CharField(allow_blank=True, help_text="退回理由")
    version = serializers.IntegerField()
    changed_by = serializers.CharField(allow_null=True)
    changed_at = serializers.DateTimeField(allow_null=True)
    previous = serializers.CharField(allow_null=True, help_text="上期公布数")
    year_ago = serializers.CharField(allow_null=True, help_text="上年同期公布数")
    published = serializers.CharField(allow_null=True, help_text="本期现行公布数")
    single_base = serializers.CharField(
        allow_null=True, required=False, help_text="累计量：本年上一期累计数，首期为 0；其他类型没有此项"
    )
    bounds = BoundsRow(help_text="全部规则的界限")
    blocking_bounds = BoundsRow(help_text="强制性规则的界限")


class IndicatorOfReturn(serializers.Serializer):
    code = serializers.CharField()
    name = serializers.CharField()
    measure_unit = serializers.CharField(allow_blank=True)
    growth_unit = serializers.CharField(allow_blank=True)
    kind = serializers.CharField()
    decimals = serializers.IntegerField()
    growth_decimals = serializers.IntegerField()
    growth_computable = serializers.BooleanField()
    measures = serializers.ListField(child=serializers.CharField(), help_text="value 数值，growth 公布增速")
    definition = serializers.CharField(allow_blank=True)
    department = serializers.CharField(allow_blank=True)
    direction = serializers.CharField()


class AreaOfReturn(serializers.Serializer):
    code = serializers.CharField()
    name = serializers.CharField()


class FindingRow(serializers.Serializer):
    indicator = serializers.CharField()
    area = serializers.CharField()
    measure = serializers.ChoiceField(Measure.choices)
    rule = serializers.CharField(help_text="审核规则代码")
    rule_name = serializers.CharField()
    kind = serializers.CharField(help_text="审核规则的类型；blank 为还没有填")
    severity = serializers.CharField(help_text="mandatory 强制性，verify 核实性")
    message = serializers.CharField()
    explanation = serializers.CharField(allow_blank=True, help_text="核实说明；空：还没有")


class WholeReturn(ReturnRow):
    """One return with all its cells."""

    state_label = serializers.CharField(help_text="状态的中文")
    period_label = serializers.CharField()
    writable = serializers.BooleanField(help_text="该账号现在能否填写")
    refusals = RefusalRow(many=True, help_text="不能填写的全部理由")
    indicators = IndicatorOfReturn(many=True)
    areas = AreaOfReturn(many=True)
    cells = CellRow(many=True)
    findings = FindingRow(many=True)


class SavedCells(serializers.Serializer):
    version = serializers.IntegerField()
    cells = CellRow(many=True, help_text="有变化的单元格")
    findings = FindingRow(many=True, help_text="全表的审核结果")


class SubmittedReturn(serializers.Serializer):
    id = serializers.IntegerField()
    state = serializers.ChoiceField(ReturnState.choices)
    version = serializers.IntegerField()
    refusals = RefusalRow(many=True, help_text="报送会被拒绝的全部理由")


def has_surrogates(text: str) -> bool:
    """Halves of a character, which JSON can carry and nothing can store."""
    return any("\ud800" <= character <= "\udfff" for character in text)


class Text(serializers.CharField):
    """Text alone: a number of JSON would have lost digits before anybody looks at it."""

    default_error_messages = {"no_text": '应为字符串，数也写作字符串，如 "12.50"'}

    def to_internal_value(self, data: object) -> str:
        if not isinstance(data, str):
            self.fail("no_text")
        if has_surrogates(data):
            self.fail("invalid")
        return super().to_internal_value(data)


class CellChangeRow(serializers.Serializer):
    """One change; what is left out stays as it is."""

    indicator = Text(max_length=64)
    area = Text(max_length=64)
    measure = serializers.ChoiceField(Measure.choices)
    content = Text(required=False, allow_blank=True, max_length=MAX_LENGTH, help_text=CONTENT)
    note = Text(required=False, allow_blank=True, max_length=MAX_NOTE)
    explanations = serializers.DictField(
        required=False,
        child=Text(allow_blank=True, max_length=MAX_NOTE),
        help_text="按审核规则代码的核实说明",
    )
    seen = serializers.IntegerField(min_value=0, help_text="所据的单元格 version")

    def validate_explanations(self, explanations: dict[str, str]) -> dict[str, str]:
        if any(has_surrogates(rule) for rule in explanations):
            raise serializers.ValidationError("审核规则代码有误")
        return explanations


class CellChanges(serializers.Serializer):
    changes = serializers.ListField(child=CellChangeRow(), allow_empty=False, max_length=5000)


class SubmitRequest(serializers.Serializer):
    version = serializers.IntegerField(
        required=False, min_value=0, help_text="所据的填报表 version；此后有改动则拒绝。不给则报送现有内容"
    )
