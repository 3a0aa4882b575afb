"""The inbox (待办): what waits for the account and for those it stands in for; and the way to hand all of it over."""

from typing import Any

from django.contrib import admin, messages
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from unfold.decorators import action, display

from indicators.admin.base import ReadOnlyAdmin
from indicators.admin.choice_filters import WorkFilter
from indicators.admin.figures import moment_text
from indicators.admin.handover import hand_over_page
from indicators.models import InboxItem, User
from indicators.queries.inbox import inbox_of
from indicators.services.inbox import mark_done

OPEN, DONE, ALL = "open", "done", "all"


def url_of_object(item: InboxItem) -> str | None:
    """The page of what the item is about; it may be an object of an app above."""
    if item.about_id is not None:
        return reverse("admin:indicators_return_change", args=[item.about_id])
    if not item.object_key:
        return None
    return reverse(f"admin:{item.object_label.replace('.', '_')}_change", args=[item.object_key])


class DoneFilter(WorkFilter):
    parameter_name = "done"
    kinds = ((OPEN, "未办结"), (DONE, "已办结"), (ALL, "全部"))

    def queryset(self, request: HttpRequest, queryset: models.QuerySet) -> models.QuerySet:
        if self.value() == ALL:
            return queryset
        return queryset.filter(done_at__isnull=self.value() != DONE)


@admin.register(InboxItem)
class InboxAdmin(ReadOnlyAdmin):
    list_display = ("shown_kind", "content", "deadline", "created_by", "created")
    list_display_links = None
    list_filter = (DoneFilter,)
    search_fields = ("text", "created_by")
    search_help_text = "按内容或发出人查找"
    ordering = ("-created_at", "-pk")
    actions = ("put_away",)
    actions_list = ("hand_over_mine",)
    fieldsets = ((None, {"fields": ("shown_kind", "content", "deadline", "created_by", "created", "done")}),)

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[InboxItem]:
        assert isinstance(request.user, User)
        return inbox_of(request.user).select_related("recipient", "about")

    @display(description="事项", ordering="kind")
    def shown_kind(self, item: Any) -> SafeString | str:
        kind = item.get_kind_display()
        return format_html("{}<br><small>代 {}</small>", kind, item.recipient) if item.for_principal else kind

    @display(description="内容")
    def content(self, item: InboxItem) -> SafeString | str:
        url = url_of_object(item)
        if url is None:
            return item.text
        return format_html('<a href="{}" class="text-link">{}</a>', url, item.text)

    @display(description="期限", ordering="due_on")
    def deadline(self, item: InboxItem) -> SafeString | str | None:
        if item.due_on and item.done_at is None and item.due_on < timezone.localdate():
            return format_html('<span class="font-semibold text-red-700 dark:text-red-400">{} 逾期</span>', item.due_on)
        return str(item.due_on) if item.due_on else None

    @display(description="时间", ordering="created_at")
    def created(self, item: InboxItem) -> str:
        return moment_text(item.created_at)

    @display(description="办结")
    def done(self, item: InboxItem) -> str:
        return moment_text(item.done_at) if item.done_at else "未办结"

    @admin.action(description="办结", permissions=["view"])
    def put_away(self, request: HttpRequest, queryset: models.QuerySet[InboxItem]) -> None:
        assert isinstance(request.user, User)
        chosen = list(queryset.filter(done_at=None))
        count = mark_done(items=chosen, by=request.user)
        if count:
            messages.success(request, f"已办结 {count} 项待办。填报表的状态不因此改变。")
        if left := len(chosen) - count:
            messages.warning(request, f"{left} 项是代岗的待办，由被代岗人办结；填报表办理后自动办结。")
        if not chosen:
            messages.info(request, "所选待办都已办结。")

    def has_hand_over_mine_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Readers have an inbox, but no returns that they could hand over."""
        return request.user.has_perm("indicators.hand_over_mine")

    @action(description="移交我的工作", permissions=("hand_over_mine",), url_path="hand-over", icon="move_up")
    def hand_over_mine(self, request: HttpRequest) -> HttpResponse:
        assert isinstance(request.user, User)
        back = reverse("admin:indicators_inboxitem_changelist")
        return hand_over_page(self, request, giver=request.user, back=back)
