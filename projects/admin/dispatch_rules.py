"""The limits of the dispatch's lights (调度亮灯标准): from a day on, kept by the publisher."""

from typing import Any, ClassVar

from django.contrib import admin

from indicators.admin.base import RecordAdmin
from indicators.admin.forms import RecordForm
from indicators.services.audit import Actor
from projects.models import DispatchRule
from projects.services.dispatch_rules import save_dispatch_rule


class DispatchRuleForm(RecordForm):
    class Meta:
        help_texts: ClassVar[dict[str, str]] = {
            "valid_from": "调度某月时，用该月最后一天有效的标准；保存后不能再改",
            "green_from": "超序时进度不低于此数（百分点）为绿灯，如 0",
            "yellow_from": "不低于此数（百分点）为黄灯，再低为红灯，如 -5",
        }


@admin.register(DispatchRule)
class DispatchRuleAdmin(RecordAdmin):
    form = DispatchRuleForm
    fixed_fields = ("valid_from",)
    list_display = ("valid_from", "green_from", "yellow_from")
    ordering = ("-valid_from",)
    fieldsets = (
        (None, {"fields": ("valid_from", "green_from", "yellow_from")}),
        ("变更", {"fields": ("reason",)}),
    )

    def save_by_service(self, *, obj: Any, actor: Actor, reason: str) -> None:
        save_dispatch_rule(rule=obj, actor=actor, reason=reason)

    def audit_key(self, obj: Any) -> str:
        return str(obj.valid_from)
