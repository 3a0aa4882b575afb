"""Definitions of bulletins with their sections, recipients and schedules."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.contrib import admin
from django.db import models
from django.forms import BaseModelFormSet, ModelForm
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from unfold.contrib.filters.admin import BooleanRadioFilter, ChoicesDropdownFilter
from unfold.decorators import action, display

from indicators.admin.base import RecordAdmin, actor_of
from indicators.services.audit import Actor
from tracker.admin.bulletin_definition_form import SCHEDULE_FIELDS, DefinitionForm, account_label
from tracker.admin.bulletin_sections import NewSectionInline, SectionInline
from tracker.admin.schedule_words import next_run_words, schedule_words
from tracker.choices import ScheduleKind
from tracker.models import BulletinDefinition
from tracker.queries.bulletins.definitions import stored_sections, with_bulletins
from tracker.services.bulletins.definitions import delete_section, save_definition, save_section, set_recipients

TIMED = (ScheduleKind.MONTHLY, ScheduleKind.AFTER_PERIOD, ScheduleKind.CRON)


def shown_for(*kinds: ScheduleKind) -> str:
    """When the page shows a field of the schedule; always where the kind itself is not offered."""
    return " || ".join(["typeof schedule == 'undefined'", *(f"schedule == '{kind}'" for kind in kinds)])


def in_words(fields: Sequence[Any]) -> list[Any]:
    """The fields with those of the schedule as one, and the recipients with their roles."""
    shown = {"schedule": "shown_schedule", "recipients": "shown_recipients"}
    return [shown.get(field, field) for field in fields if field not in ("run_at", *SCHEDULE_FIELDS)]


@admin.register(BulletinDefinition)
class BulletinDefinitionAdmin(RecordAdmin):
    form = DefinitionForm
    list_display = (
        "shown_title",
        "code",
        "peer_group",
        "frequency",
        "shown_schedule",
        "use_level",
        "made",
        "is_active",
    )
    list_filter = (
        ("frequency", ChoicesDropdownFilter),
        ("schedule", ChoicesDropdownFilter),
        ("use_level", ChoicesDropdownFilter),
        ("is_active", BooleanRadioFilter),
    )
    search_fields = ("code", "title", "office", "peer_group__name")
    search_help_text = "按代码、标题、发文机关或比较组查找"
    autocomplete_fields = ("peer_group", "focus_area")
    inlines = (SectionInline, NewSectionInline)
    actions_detail = ("make_one",)
    conditional_fields: ClassVar[dict[str, str]] = {
        **{name: shown_for(kind) for name, (kind, _) in SCHEDULE_FIELDS.items()},
        "run_at": shown_for(ScheduleKind.MONTHLY, ScheduleKind.AFTER_PERIOD),
        **{name: shown_for(*TIMED) for name in ("period_rule", "starts_with")},
    }
    fieldsets = (
        (
            "内容",
            {
                "fields": ("title", ("code", "frequency"), ("peer_group", "focus_area"), "is_active"),
                "description": "每期生成一份。代码保存后不能改，频率和比较组在生成过通报后不能改。",
            },
        ),
        ("排印", {"fields": ("office", "template", "note")}),
        (
            "定时",
            {
                "fields": ("schedule", "month_day", "days_after", "cron", "run_at", "period_rule", "starts_with"),
                "description": "几秒内生效，不用重启。只生成拟稿，核稿、签发仍由人办理。一期只生成一份；"
                "缺数不生成，并提醒审定发布岗。“期末后第几天”当天没有开机的，开机后补做。",
            },
        ),
        (
            "解禁与发送",
            {
                "fields": ("use_level", "embargo_days", "embargo_at", "recipients", "addresses"),
                "description": "“内部”的通报只有审核岗、审定发布岗和收件人能看；“公开”的填报岗、查阅岗也能看。",
            },
        ),
        ("变更", {"fields": ("reason",), "description": "改动只影响以后生成的通报，已生成的不变。"}),
    )

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[BulletinDefinition]:
        return with_bulletins(super().get_queryset(request))

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        fixed = () if obj is None else ("code", "frequency", "peer_group") if obj.bulletin_count else ("code",)
        return (*super().get_readonly_fields(request, obj), *fixed, "shown_schedule", "shown_recipients")

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Who may only look sees in words what others set."""
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None or self.has_change_permission(request, obj):
            return fieldsets
        return [(title, {**options, "fields": in_words(options["fields"])}) for title, options in fieldsets]

    def save_by_service(self, *, obj: Any, actor: Actor, reason: str) -> None:
        save_definition(definition=obj, actor=actor, reason=reason)

    def save_related(self, request: HttpRequest, form: ModelForm, formsets: Any, change: bool) -> None:
        """The sections in `save_formset`; the recipients by their service instead of by the form."""
        for formset in formsets:
            self.save_formset(request, form, formset, change=change)
        users, reason = list(form.cleaned_data["recipients"]), form.cleaned_data["reason"]
        set_recipients(definition=form.instance, users=users, actor=actor_of(request), reason=reason)

    def save_formset(self, request: HttpRequest, form: ModelForm, formset: BaseModelFormSet, change: bool) -> None:
        actor, reason = actor_of(request), form.cleaned_data["reason"]
        changed = formset.save(commit=False)
        # Read again: the form has put what was typed beside the tick into the object that goes.
        for section in stored_sections([each.pk for each in formset.deleted_objects]):
            delete_section(section=section, actor=actor, reason=reason)
        for section in changed:
            save_section(section=section, actor=actor, reason=reason)

    def audit_key(self, obj: Any) -> str:
        return obj.code

    @display(description="标题", ordering="title")
    def shown_title(self, definition: BulletinDefinition) -> str:
        return str(definition)

    @display(description="定时")
    def shown_schedule(self, definition: Any) -> SafeString:
        made = {bulletin.period for bulletin in definition.made}
        lines = [schedule_words(definition), next_run_words(definition, made, timezone.now())]
        return format_html('<span class="nowrap">{}</span><br><small class="nowrap">{}</small>', *lines)

    @display(description="通报", ordering="bulletin_count")
    def made(self, definition: Any) -> SafeString:
        url = f"{reverse('admin:tracker_bulletin_changelist')}?definition__id__exact={definition.pk}"
        return format_html('<a href="{}" class="text-link nowrap">{} 份</a>', url, definition.bulletin_count)

    @display(description="收件人")
    def shown_recipients(self, definition: BulletinDefinition) -> str | None:
        return "、".join(account_label(each) for each in definition.recipients.order_by("role", "username")) or None

    @action(description="生成一期", permissions=("change",), url_path="make-one", icon="newspaper")
    def make_one(self, request: HttpRequest, object_id: str) -> HttpResponse:
        definition = self.get_object(request, object_id)
        if definition is None:
            raise Http404
        return HttpResponseRedirect(f"{reverse('admin:tracker_bulletin_make')}?definition={definition.pk}")
