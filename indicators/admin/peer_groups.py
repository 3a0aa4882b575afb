"""Peer groups with their dated members."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.db.models import Count, Q
from django.forms import BaseModelFormSet, ModelForm
from django.http import HttpRequest
from django.utils import timezone
from unfold.decorators import display

from indicators.admin.base import RecordAdmin, actor_of
from indicators.admin.inlines import NewRowsInline, StoredRowsInline
from indicators.models import PeerGroup, PeerGroupMember
from indicators.models.areas import valid_on
from indicators.queries.areas import members_with_ids
from indicators.services.areas import remove_member, save_member, save_peer_group
from indicators.services.audit import Actor


class MemberInline(StoredRowsInline):
    """The members there are: their dates may change, their area may not."""

    model = PeerGroupMember
    fields = ("area", "valid_from", "valid_until")
    readonly_fields = ("area",)
    ordering = ("area__code", "valid_from")
    verbose_name_plural = "现有成员"

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[PeerGroupMember]:
        return super().get_queryset(request).select_related("area", "group")


class NewMemberInline(NewRowsInline):
    """Rows for new members."""

    model = PeerGroupMember
    fields = ("area", "valid_from", "valid_until")
    autocomplete_fields = ("area",)
    verbose_name_plural = "新增成员"


@admin.register(PeerGroup)
class PeerGroupAdmin(RecordAdmin):
    fixed_fields = ("code",)
    list_display = ("name", "code", "present_members", "members_ever")
    search_fields = ("code", "name", "members__area__name")
    search_help_text = "按代码、名称或成员地区查找"
    inlines = (MemberInline, NewMemberInline)
    fieldsets = (
        (None, {"fields": ("code", "name")}),
        ("变更", {"fields": ("reason",), "description": "成员期满退出，请填退出日；只有录入有误才删除。"}),
    )

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[PeerGroup]:
        present = Q(valid_on(timezone.localdate(), "members__"))
        return (
            super()
            .get_queryset(request)
            .annotate(
                present=Count("members", filter=present, distinct=True), ever=Count("members__area", distinct=True)
            )
        )

    def save_by_service(self, *, obj: Any, actor: Actor, reason: str) -> None:
        save_peer_group(group=obj, actor=actor, reason=reason)

    def save_formset(self, request: HttpRequest, form: ModelForm, formset: BaseModelFormSet, change: bool) -> None:
        actor, reason = actor_of(request), form.cleaned_data.get("reason", "")
        changed = formset.save(commit=False)
        # Read again: the form has put what was typed beside the tick into the object that goes.
        for member in members_with_ids(each.pk for each in formset.deleted_objects):
            remove_member(member=member, actor=actor, reason=reason)
        for member in changed:
            save_member(member=member, actor=actor, reason=reason)

    def audit_key(self, obj: Any) -> str:
        return obj.code

    @display(description="现有成员数", ordering="present")
    def present_members(self, group: Any) -> int:
        return group.present

    @display(description="历来成员数", ordering="ever")
    def members_ever(self, group: Any) -> int:
        return group.ever
