"""The audit trail, read-only, for the auditor: who did what to what, old and new, and why."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from unfold.contrib.filters.admin import ChoicesDropdownFilter, DropdownFilter, TextFilter
from unfold.decorators import display

from indicators.admin.audit_words import PACKAGE, differences, object_type_text
from indicators.admin.base import ReadOnlyAdmin
from indicators.admin.csv_export import CsvExportMixin
from indicators.admin.filters import DayRangeFilter
from indicators.models import AuditEntry
from indicators.services.sign_ins import PAGE, SIGN_IN

LINES_IN_LIST = 3
CHARS_IN_LIST = 90
OBJECT_TYPES = (
    *("observation", PACKAGE, "indicator", "area", "peergroup", "peergroupmember", "department", "user"),
    *("return", "returnform", "formitem", "formunit", "checkrule", "standin", SIGN_IN, PAGE),
    *("periodictask", "intervalschedule", "crontabschedule", "accessattempt"),
)


class ObjectTypeFilter(DropdownFilter):
    title = "对象类别"
    parameter_name = "object_type"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(name, object_type_text(name)) for name in OBJECT_TYPES]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet) -> models.QuerySet:
        return queryset.filter(object_type=self.value()) if self.value() else queryset


class ObjectFilter(TextFilter):
    title = "对象（完整代码）"
    parameter_name = "object_key"

    def queryset(self, request: HttpRequest, queryset: models.QuerySet) -> models.QuerySet:
        return queryset.filter(object_key=self.value()) if self.value() else queryset


class ActorFilter(TextFilter):
    title = "操作人（用户名）"
    parameter_name = "actor"

    def queryset(self, request: HttpRequest, queryset: models.QuerySet) -> models.QuerySet:
        return queryset.filter(actor_name__icontains=self.value()) if self.value() else queryset


class DayFilter(DayRangeFilter):
    title = "日期"
    moment = "at"


@admin.register(AuditEntry)
class AuditEntryAdmin(CsvExportMixin, ReadOnlyAdmin):
    list_display = (
        "moment",
        "actor_name",
        "action",
        "object_type_words",
        "object_key",
        "changes",
        "short_reason",
        "sealed",
    )
    list_display_links = ("moment",)
    list_filter = (("action", ChoicesDropdownFilter), ObjectTypeFilter, ObjectFilter, ActorFilter, DayFilter)
    list_select_related = ("seal",)
    search_fields = ("actor_name", "object_key", "reason")
    search_help_text = "按操作人、对象或理由查找"
    ordering = ("-id",)
    fieldsets = (
        (None, {"fields": (("moment", "actor_name"), ("action", "object_type_words"), "object_key")}),
        ("内容", {"fields": ("all_changes", "reason")}),
        ("封存", {"fields": ("sealed", "seal_digest")}),
    )
    csv_columns = (
        ("编号", lambda entry: entry.pk),
        ("时间", lambda entry: timezone.localtime(entry.at).isoformat()),
        ("操作人", lambda entry: entry.actor_name),
        ("操作", lambda entry: entry.get_action_display()),
        ("对象类别", lambda entry: object_type_text(entry.object_type)),
        ("对象", lambda entry: entry.object_key),
        ("变化", lambda entry: "；".join(differences(entry))),
        ("理由", lambda entry: entry.reason),
    )

    @display(description="时间", ordering="at")
    def moment(self, entry: AuditEntry) -> SafeString:
        return format_html('<span class="nowrap">{}</span>', f"{timezone.localtime(entry.at):%Y-%m-%d %H:%M:%S}")

    @display(description="对象类别", ordering="object_type")
    def object_type_words(self, entry: AuditEntry) -> str:
        return object_type_text(entry.object_type)

    @display(description="变化")
    def changes(self, entry: AuditEntry) -> SafeString:
        lines = differences(entry)
        more = [f"……共 {len(lines)} 项"] if len(lines) > LINES_IN_LIST else []
        return _in_lines([*(Truncator(line).chars(CHARS_IN_LIST) for line in lines[:LINES_IN_LIST]), *more])

    @display(description="理由", ordering="reason")
    def short_reason(self, entry: AuditEntry) -> str | None:
        return Truncator(entry.reason).chars(CHARS_IN_LIST) or None

    @display(description="变化")
    def all_changes(self, entry: AuditEntry) -> SafeString:
        return _in_lines(differences(entry))

    @display(description="封存")
    def sealed(self, entry: AuditEntry) -> str:
        return f"第 {entry.seal.number} 号" if hasattr(entry, "seal") else "待封存"

    @display(description="封存摘要（SHA-256）")
    def seal_digest(self, entry: AuditEntry) -> str | None:
        return entry.seal.digest if hasattr(entry, "seal") else None


def _in_lines(lines: list[str]) -> SafeString:
    return format_html_join("", '<span class="block">{}</span>', ((line,) for line in lines))
