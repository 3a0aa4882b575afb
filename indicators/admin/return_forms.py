"""Forms (报表) with their indicators."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.forms import BaseModelFormSet, ModelForm
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from unfold.contrib.filters.admin import BooleanRadioFilter, ChoicesDropdownFilter
from unfold.decorators import action, display

from indicators.admin.base import RecordAdmin, actor_of
from indicators.admin.form_opening import open_period_page
from indicators.admin.inlines import NewRowsInline, StoredRowsInline
from indicators.models import FormItem, ReturnForm
from indicators.queries.returns.forms import stored_items, with_sizes
from indicators.services.audit import Actor
from indicators.services.returns.forms import delete_item, save_form, save_item

ITEM_FIELDS = ("position", "indicator", "asks_value", "asks_growth")


class ItemInline(StoredRowsInline):
    """The indicators there are: what is asked about them may change, they themselves may not."""

    model = FormItem
    fields = ITEM_FIELDS
    readonly_fields = ("indicator",)
    ordering = ("position", "indicator__code")
    verbose_name_plural = "表内指标"

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[FormItem]:
        return super().get_queryset(request).select_related("form", "indicator")


class NewItemInline(NewRowsInline):
    """Rows for new indicators."""

    model = FormItem
    fields = ITEM_FIELDS
    autocomplete_fields = ("indicator",)
    verbose_name_plural = "新增指标"


@admin.register(ReturnForm)
class ReturnFormAdmin(RecordAdmin):
    fixed_fields = ("code", "frequency")
    list_display = ("name", "code", "frequency", "indicator_count", "unit_count", "window", "is_active", "version")
    list_filter = (("frequency", ChoicesDropdownFilter), ("is_active", BooleanRadioFilter))
    search_fields = ("code", "name", "items__indicator__name", "units__name")
    search_help_text = "按代码、名称、表内指标或填报单位查找"
    inlines = (ItemInline, NewItemInline)
    actions_detail = ("open_period",)
    fieldsets = (
        (None, {"fields": (("code", "name"), ("frequency", "starts_with"), "instructions", "is_active")}),
        (
            "填报时间",
            {
                "fields": (("opens_after", "due_after"), ("correction_days", "remind_before")),
                "description": "改动只影响以后开放的填报表；已开放的用“延期”。",
            },
        ),
        (
            "变更",
            {
                "fields": ("reason",),
                "description": "表内指标、填报单位的改动使表式版本加一；已开放的填报表仍按开放时的表式填报。",
            },
        ),
    )

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[ReturnForm]:
        return with_sizes(super().get_queryset(request))

    def save_by_service(self, *, obj: Any, actor: Actor, reason: str) -> None:
        save_form(form=obj, actor=actor, reason=reason)

    def save_formset(self, request: HttpRequest, form: ModelForm, formset: BaseModelFormSet, change: bool) -> None:
        actor, reason = actor_of(request), form.cleaned_data.get("reason", "")
        changed = formset.save(commit=False)
        # Read again: the form has put what was typed beside the tick into the object that goes.
        for item in stored_items([each.pk for each in formset.deleted_objects]):
            delete_item(item=item, actor=actor, reason=reason)
        for item in changed:
            save_item(item=item, actor=actor, reason=reason)

    def audit_key(self, obj: Any) -> str:
        return obj.code

    @display(description="指标数", ordering="indicator_count")
    def indicator_count(self, form: Any) -> int:
        return form.indicator_count

    @display(description="填报单位数", ordering="unit_count")
    def unit_count(self, form: Any) -> SafeString:
        url = reverse("admin:indicators_formunit_changelist")
        return format_html('<a href="{}?form__id__exact={}" class="text-link">{}</a>', url, form.pk, form.unit_count)

    @display(description="填报时间")
    def window(self, form: ReturnForm) -> str:
        return f"期末后第 {form.opens_after} 至 {form.due_after} 天"

    @action(
        description="补开一期",
        permissions=("change",),
        url_path="open-period",
        icon="event_available",
    )
    def open_period(self, request: HttpRequest, object_id: str) -> HttpResponse:
        of = self.get_object(request, object_id)
        if not isinstance(of, ReturnForm):
            raise Http404
        return open_period_page(self, request, of)
