"""Assessment rules (评估标准): thresholds and tolerances from a day on."""

from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest
from unfold.decorators import display

from indicators.admin.base import RecordAdmin
from indicators.admin.forms import RecordForm
from indicators.domain.numbers import plain
from indicators.services.audit import Actor
from tracker.domain.targets.rules import DEFAULT
from tracker.models import AssessmentRule
from tracker.services.targets.saving import save_rule

THRESHOLDS = ("ahead_from", "on_course_from", "binding_on_course_from")
TOLERANCES = ("about_points", "about_percent", "with_points")


class AssessmentRuleForm(RecordForm):
    class Meta:
        labels: ClassVar[dict[str, str]] = {
            "ahead_from": "快于预期不低于",
            "on_course_from": "基本符合预期不低于",
            "binding_on_course_from": "约束性指标不低于",
            "about_points": "“左右”（百分点）",
            "about_percent": "“左右”（百分之几）",
            "with_points": "“基本同步”（百分点）",
        }
        help_texts: ClassVar[dict[str, str]] = {
            "valid_from": "评估某一年时，用该年最后一天有效的标准；保存后不能再改",
            "ahead_from": "完成进度 ÷ 序时进度不低于此数为快于预期，默认 1.05",
            "on_course_from": "预期性指标，不低于此数为基本符合预期，再低为进度滞后；默认 0.95",
            "binding_on_course_from": "约束性指标的同一标准，默认 1.00",
            "about_points": "增速和比率，目标没有自己的允许偏差时用；更好的一律算在内，默认 0.5",
            "about_percent": "以水平为目标的“左右”，如 1 表示目标的 1%；默认 1",
            "with_points": "增速最多比参照指标低多少仍算同步，默认 0.5",
            "document": "如评估办法的文号",
        }


@admin.register(AssessmentRule)
class AssessmentRuleAdmin(RecordAdmin):
    form = AssessmentRuleForm
    fixed_fields = ("valid_from",)
    list_display = ("valid_from", "thresholds", "tolerances", "document")
    ordering = ("-valid_from",)
    fieldsets = (
        (None, {"fields": ("valid_from", "document")}),
        (
            "判断",
            {
                "fields": THRESHOLDS,
                "description": "已达到目标为提前实现。保存后自该日起各年度的判断全部重算，有变化的通知责任部门；"
                "已编制的评估报告不变。没有评估标准的年度用默认值。",
            },
        ),
        ("允许偏差", {"fields": TOLERANCES}),
        ("变更", {"fields": ("reason",)}),
    )

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {name: plain(getattr(DEFAULT, name)) for name in (*THRESHOLDS, *TOLERANCES)}

    def save_by_service(self, *, obj: Any, actor: Actor, reason: str) -> None:
        save_rule(rule=obj, actor=actor, reason=reason)

    def audit_key(self, obj: Any) -> str:
        return str(obj.valid_from)

    @display(description="快于预期／基本符合预期／约束性")
    def thresholds(self, rule: AssessmentRule) -> str:
        return "／".join(plain(getattr(rule, name)) or "" for name in THRESHOLDS)

    @display(description="“左右”百分点／“左右”百分之几／“基本同步”百分点")
    def tolerances(self, rule: AssessmentRule) -> str:
        return "／".join(plain(getattr(rule, name)) or "" for name in TOLERANCES)
