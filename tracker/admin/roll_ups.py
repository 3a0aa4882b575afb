"""Which sums of a published round go to which indicator; the system administrator keeps them."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from unfold.decorators import display
from unfold.widgets import UnfoldAdminSelectWidget

from indicators.admin.base import RecordAdmin, actor_of
from indicators.admin.forms import RecordForm
from indicators.domain.numbers import plain
from indicators.services.audit import Actor
from tracker.domain.evaluations.facts import QUANTITY_NAMES
from tracker.models import RollUp
from tracker.queries.evaluations.roll_ups import roll_ups_with_indicators
from tracker.services.evaluations.roll_ups import delete_roll_up, roll_up_key, save_roll_up

QUANTITIES = [(str(quantity), name) for quantity, name in QUANTITY_NAMES.items()]


class RollUpForm(RecordForm):
    quantity = forms.ChoiceField(label="数据", choices=QUANTITIES, widget=UnfoldAdminSelectWidget)

    class Meta:
        help_texts: ClassVar[dict[str, str]] = {
            "indicator": "按年的累计量、当期量或时点量指标；保存后不能再改",
            "divisor": "合计数除以此数后入台账：1 为原单位，10000 把万元变为亿元",
        }


@admin.register(RollUp)
class RollUpAdmin(RecordAdmin):
    form = RollUpForm
    fixed_fields = ("indicator",)
    autocomplete_fields = ("indicator",)
    list_display = ("indicator", "shown_quantity", "shown_divisor")
    ordering = ("indicator__code",)
    fieldsets = (
        (
            None,
            {
                "fields": ("indicator", "quantity", "divisor"),
                "description": "正式批次（非试评）发布时，参评企业的数据按园区、县（市、区）和市汇总，"
                "作为该年度的最终核实数进入台账；没有此项数据的企业不计入，户数写在备注里。已发布的数不因这里的改动而变。",
            },
        ),
        ("变更", {"fields": ("reason",)}),
    )

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[RollUp]:
        return roll_ups_with_indicators()

    def save_by_service(self, *, obj: Any, actor: Actor, reason: str) -> None:
        save_roll_up(roll_up=obj, actor=actor, reason=reason)

    def delete_model(self, request: HttpRequest, obj: RollUp) -> None:
        delete_roll_up(roll_up=obj, actor=actor_of(request))

    def audit_key(self, obj: Any) -> str:
        return roll_up_key(obj)

    @display(description="汇总的数据", ordering="quantity")
    def shown_quantity(self, roll_up: RollUp) -> str:
        return dict(QUANTITIES)[roll_up.quantity]

    @display(description="换算除数", ordering="divisor")
    def shown_divisor(self, roll_up: RollUp) -> str:
        return plain(roll_up.divisor) or ""
