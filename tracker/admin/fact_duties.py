"""Which bureau supplies which facts of firms; the system administrator keeps the list."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from unfold.decorators import display
from unfold.widgets import UnfoldAdminSelectWidget

from indicators.admin.base import RecordAdmin, actor_of
from indicators.admin.forms import RecordForm
from indicators.services.audit import Actor
from tracker.domain.evaluations.fact_sheets import FACT_NAMES, fact_column
from tracker.models import FactDuty
from tracker.queries.evaluations.supply import all_duties
from tracker.services.evaluations.duties import delete_duty, save_duty

FACTS = [(key, fact_column(key).title) for key in FACT_NAMES]


class FactDutyForm(RecordForm):
    fact = forms.ChoiceField(label="数据", choices=FACTS, widget=UnfoldAdminSelectWidget)


@admin.register(FactDuty)
class FactDutyAdmin(RecordAdmin):
    form = FactDutyForm
    fixed_fields = ("fact",)
    autocomplete_fields = ("department",)
    list_display = ("shown_fact", "department")
    search_fields = ("department__name",)
    search_help_text = "按部门名称查找"
    ordering = ("department__name", "fact")
    fieldsets: ClassVar[Any] = (
        (
            None,
            {
                "fields": ("fact", "department"),
                "description": "每一项企业数据由一个部门提供；部门在评价批次的“部门数据”页面下载模板、上传数据。"
                "提供税收的部门也可以分税种填报评价标准所列的税种。",
            },
        ),
        ("变更", {"fields": ("reason",)}),
    )

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[FactDuty]:
        return all_duties()

    def save_by_service(self, *, obj: Any, actor: Actor, reason: str) -> None:
        save_duty(duty=obj, actor=actor, reason=reason)

    def delete_model(self, request: HttpRequest, obj: FactDuty) -> None:
        delete_duty(duty=obj, actor=actor_of(request))

    def audit_key(self, obj: Any) -> str:
        return obj.fact

    @display(description="数据", ordering="fact")
    def shown_fact(self, duty: FactDuty) -> str:
        return dict(FACTS).get(duty.fact, duty.fact)
