"""Definitions of bulletins with their sections, recipients and schedules."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.forms import BaseModelFormSet, ModelForm
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from unfold.admin import StackedInline
from unfold.contrib.filters.admin import BooleanRadioFilter, ChoicesDropdownFilter
from unfold.decorators import action, display
from unfold.widgets import UnfoldAdminSelectMultipleWidget

from indicators.admin.base import RecordAdmin, actor_of
from indicators.admin.forms import RecordForm
from indicators.admin.inlines import NewRowsInline, StoredRowsInline
from indicators.services.audit import Actor
from tracker.choices import ScheduleKind
from tracker.models import BulletinDefinition, BulletinSection
from tracker.queries.bulletins.definitions import possible_recipients, stored_sections, with_bulletins
from tracker.services.bulletins.definitions import delete_section, save_definition, save_section, set_recipients

FIELDS = (
    ("position", "kind", "title"),
    ("indicator", "basis", "lag"),
    ("count", "compared_with", "years", "whole_years"),
    ("peer_group", "area"),
)


class DefinitionForm(RecordForm):
    """The recipients are set by their service, not by the form."""

    send_to = forms.ModelMultipleChoiceField(
        label="收件人",
        queryset=possible_recipients(),
        required=False,
        widget=UnfoldAdminSelectMultipleWidget,
        help_text="按住 Ctrl 多选",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["send_to"] = list(self.instance.recipients.values_list("pk", flat=True))


class SectionInline(StackedInline, StoredRowsInline):
    """The sections there are."""

    model = BulletinSection
    fields = FIELDS
    autocomplete_fields = ("indicator", "peer_group", "area")
    ordering = ("position", "pk")
    verbose_name_plural = "各部分"

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[BulletinSection]:
        return super().get_queryset(request).select_related("definition", "indicator", "peer_group", "area")


class NewSectionInline(StackedInline, NewRowsInline):
    """Rows for new sections."""

    model = BulletinSection
    fields = FIELDS
    autocomplete_fields = ("indicator", "peer_group", "area")
    verbose_name_plural = "新增部分"


@admin.register(BulletinDefinition)
class BulletinDefinitionAdmin(RecordAdmin):
    form = DefinitionForm
    fixed_fields = ("code",)
    list_display = ("__str__", "code", "peer_group", "frequency", "when", "use_level", "made", "is_active")
    list_filter = (("use_level", ChoicesDropdownFilter), ("is_active", BooleanRadioFilter))
    list_select_related = ("peer_group",)
    search_fields = ("code", "title", "office")
    search_help_text = "按代码、标题或发文机关查找"
    autocomplete_fields = ("peer_group", "focus_area")
    inlines = (SectionInline, NewSectionInline)
    actions_detail = ("make_one",)
    fieldsets = (
        (
            "内容",
            {"fields": (("code", "title"), ("peer_group", "focus_area"), ("frequency", "office"), "note", "is_active")},
        ),
        ("排印", {"fields": (("use_level", "template"),)}),
        (
            "定时",
            {
                "fields": (("schedule", "run_at"), ("month_day", "days_after", "cron"), ("period_rule", "starts_with")),
                "description": "保存后几秒内生效，不须重启。到时缺数则不生成，并提醒审定发布岗；补齐后下次定时再做。",
            },
        ),
        ("解禁与发送", {"fields": (("embargo_days", "embargo_at"), "send_to", "addresses")}),
        ("变更", {"fields": ("reason",)}),
    )

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[BulletinDefinition]:
        return with_bulletins(super().get_queryset(request))

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Who may only look sees who is sent it as a list."""
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None or self.has_change_permission(request, obj):
            return fieldsets
        shown = []
        for title, options in fieldsets:
            fields = ["recipients" if each == "send_to" else each for each in options["fields"]]
            shown.append((title, {**options, "fields": fields}))
        return shown

    def save_by_service(self, *, obj: Any, actor: Actor, reason: str) -> None:
        save_definition(definition=obj, actor=actor, reason=reason)

    def save_model(self, request: HttpRequest, obj: Any, form: ModelForm, change: bool) -> None:
        super().save_model(request, obj, form, change)
        reason = form.cleaned_data.get("reason", "")
        set_recipients(definition=obj, users=form.cleaned_data["send_to"], actor=actor_of(request), reason=reason)

    def save_formset(self, request: HttpRequest, form: ModelForm, formset: BaseModelFormSet, change: bool) -> None:
        actor, reason = actor_of(request), form.cleaned_data.get("reason", "")
        changed = formset.save(commit=False)
        for section in stored_sections([each.pk for each in formset.deleted_objects]):
            delete_section(section=section, actor=actor, reason=reason)
        for section in changed:
            save_section(section=section, actor=actor, reason=reason)

    def audit_key(self, obj: Any) -> str:
        return obj.code

    @display(description="定时")
    def when(self, definition: BulletinDefinition) -> str:
        at = f"{definition.run_at:%H:%M}"
        words = {
            ScheduleKind.MONTHLY: f"每月 {definition.month_day} 日 {at}",
            ScheduleKind.AFTER_PERIOD: f"期末后第 {definition.days_after} 天 {at}",
            ScheduleKind.CRON: definition.cron,
        }
        return words.get(ScheduleKind(definition.schedule), "人工生成")

    @display(description="通报", ordering="bulletin_count")
    def made(self, definition: Any) -> SafeString:
        url = reverse("admin:tracker_bulletin_changelist")
        count = definition.bulletin_count
        return format_html('<a href="{}?definition__id__exact={}" class="text-link">{}</a>', url, definition.pk, count)

    @action(description="生成一期", permissions=("change",), url_path="make-one", icon="newspaper")
    def make_one(self, request: HttpRequest, object_id: str) -> HttpResponse:
        if self.get_object(request, object_id) is None:
            raise Http404
        return HttpResponseRedirect(f"{reverse('admin:tracker_bulletin_make')}?definition={object_id}")
