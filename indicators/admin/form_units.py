"""Units that fill a form (填报单位): a department for many areas, or the own office of an area."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.forms import ModelForm
from django.http import HttpRequest
from unfold.contrib.filters.admin import BooleanRadioFilter, RelatedDropdownFilter
from unfold.decorators import display

from indicators.admin.base import RecordAdmin, actor_of
from indicators.models import FormUnit
from indicators.services.returns.forms import save_unit

SHOWN_AREAS = 5


@admin.register(FormUnit)
class FormUnitAdmin(RecordAdmin):
    fixed_fields = ("form", "code")
    list_display = ("name", "code", "of_form", "department", "covered_areas", "clerk", "reviewer", "is_active")
    list_filter = (
        ("form", RelatedDropdownFilter),
        ("department", RelatedDropdownFilter),
        ("is_active", BooleanRadioFilter),
    )
    search_fields = ("code", "name", "areas__name", "areas__code", "clerk__username", "clerk__full_name")
    search_help_text = "按单位、地区或填报人查找"
    ordering = ("form__code", "code")
    autocomplete_fields = ("form", "department", "areas", "clerk", "reviewer")
    fieldsets = (
        (None, {"fields": ("form", ("code", "name"), "department", "areas", "is_active")}),
        (
            "责任人",
            {
                "fields": (("clerk", "reviewer"),),
                "description": "留空：待办发给部门、地区相符的全部填报岗（审核岗）。改动只影响以后开放的填报表，"
                "已开放的请移交。",
            },
        ),
        ("变更", {"fields": ("reason",)}),
    )

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[FormUnit]:
        units = super().get_queryset(request).select_related("form", "department", "clerk", "reviewer")
        return units.prefetch_related("areas")

    def save_model(self, request: HttpRequest, obj: Any, form: ModelForm, change: bool) -> None:
        data = form.cleaned_data
        save_unit(unit=obj, areas=data["areas"], actor=actor_of(request), reason=data["reason"])

    def save_related(self, request: HttpRequest, form: ModelForm, formsets: Any, change: bool) -> None:
        """The service has set the areas in `save_model`."""

    def audit_key(self, obj: Any) -> str:
        return f"{obj.form.code}/{obj.code}"

    @display(description="报表", ordering="form__code")
    def of_form(self, unit: FormUnit) -> str:
        return unit.form.name

    @display(description="填报地区")
    def covered_areas(self, unit: FormUnit) -> str:
        names = [area.name for area in unit.areas.all()]
        more = f" 等 {len(names)} 个" if len(names) > SHOWN_AREAS else ""
        return "、".join(names[:SHOWN_AREAS]) + more
