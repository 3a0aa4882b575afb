"""How revitalised land is counted (盘活计入口径), and the indicators that follow it (盘活指标): the publisher's."""

from typing import Any, ClassVar

from django.contrib import admin

from indicators.admin.base import RecordAdmin
from indicators.admin.forms import RecordForm
from indicators.services.audit import Actor
from projects.models import LandIndicator, LandSetting
from projects.queries.land_counting import counter_indicators
from projects.services.land_settings import save_land_indicator, save_land_setting


class LandSettingForm(RecordForm):
    class Meta:
        help_texts: ClassVar[dict[str, str]] = {
            "valid_from": "自该日起认定的处置按此口径；保存后不能再改。没有口径的按认定之日计入",
            "counted_when": "“恢复生产之日”取认定和恢复生产中较晚的一天，未恢复生产的不计入",
        }


@admin.register(LandSetting)
class LandSettingAdmin(RecordAdmin):
    form = LandSettingForm
    fixed_fields = ("valid_from",)
    list_display = ("valid_from", "counted_when", "document")
    ordering = ("-valid_from",)
    fieldsets = (
        (None, {"fields": ("valid_from", "counted_when", "document")}),
        ("变更", {"fields": ("reason",)}),
    )

    def save_by_service(self, *, obj: Any, actor: Actor, reason: str) -> None:
        save_land_setting(setting=obj, actor=actor, reason=reason)

    def audit_key(self, obj: Any) -> str:
        return str(obj.valid_from)


@admin.register(LandIndicator)
class LandIndicatorAdmin(RecordAdmin):
    fixed_fields = ("ledger",)
    list_display = ("ledger", "indicator")
    list_select_related = ("indicator",)
    fieldsets = (
        (
            None,
            {
                "fields": ("ledger", "indicator"),
                "description": "指标须是累进总数类。保存后按盘活处置台账公布各园区、县市区和市的期末累计数，"
                "与台账数据不同的各期作为更正发布。",
            },
        ),
        ("变更", {"fields": ("reason",)}),
    )

    def formfield_for_foreignkey(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        if db_field.name == "indicator":
            kwargs["queryset"] = counter_indicators()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save_by_service(self, *, obj: Any, actor: Actor, reason: str) -> None:
        save_land_indicator(link=obj, actor=actor, reason=reason)

    def audit_key(self, obj: Any) -> str:
        return obj.ledger
