"""Failed log-ins with the lock-out, which the security administrator lifts, and the record of log-ins."""

from datetime import timedelta
from typing import Any

from axes.helpers import get_cool_off
from axes.models import AccessAttempt, AccessLog
from django.conf import settings
from django.contrib import admin, messages
from django.db import models
from django.db.models import F, Q, Sum, Window
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from unfold.decorators import action, display

from indicators.admin.account_forms import ConfirmForm
from indicators.admin.action_pages import action_page
from indicators.admin.base import PageAdmin, actor_of
from indicators.services.records import delete_record


class LoginRecordAdmin(PageAdmin):
    """Rows of the log-in record, which only the list shows."""

    list_display_links = None
    ordering = ("-attempt_time",)
    search_fields = ("username", "ip_address")
    search_help_text = "按用户名或 IP 地址查找"

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False  # the permission is for unlocking, which has a page of its own

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        raise Http404

    def audit_key(self, obj: Any) -> str:
        return f"{obj.username}@{obj.ip_address}"


@admin.register(AccessAttempt)
class AccessAttemptAdmin(LoginRecordAdmin):
    list_display = ("username", "ip_address", "attempt_time", "failures_since_start", "locked", "user_agent")
    actions_row = ("unlock",)

    def has_unlock_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("axes.delete_accessattempt")

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[AccessAttempt]:
        """A row is one browser; the lock-out counts all of them for the same account and address."""
        recent = Q(attempt_time__gte=timezone.now() - (get_cool_off() or timedelta()))
        failures = Window(Sum("failures_since_start", filter=recent), partition_by=[F("username"), F("ip_address")])
        return super().get_queryset(request).annotate(recent_failures=failures)

    @display(description="状态")
    def locked(self, attempt: Any) -> str | None:
        return "已锁定" if (attempt.recent_failures or 0) >= settings.AXES_FAILURE_LIMIT else None

    @action(description="解除锁定", permissions=("unlock",), url_path="unlock")
    def unlock(self, request: HttpRequest, object_id: str) -> HttpResponse:
        attempt = self.get_object(request, object_id)
        if attempt is None:
            raise Http404
        if request.method != "POST":
            return action_page(
                self,
                request,
                obj=None,
                back=reverse("admin:axes_accessattempt_changelist"),
                form=ConfirmForm(),
                title=f"解除锁定：{attempt.username}",
                submit="解除锁定",
                intro="清除该账号从这个地址登录失败的记录，本人可立即再次登录。请先核实是本人。",
            )
        same = self.get_queryset(request).filter(username=attempt.username, ip_address=attempt.ip_address)
        for each in same:
            delete_record(instance=each, key=self.audit_key(each), actor=actor_of(request), reason="解除锁定")
        messages.success(request, f"已解除“{attempt.username}”的锁定。")
        return HttpResponseRedirect(reverse("admin:axes_accessattempt_changelist"))


@admin.register(AccessLog)
class AccessLogAdmin(LoginRecordAdmin):
    list_display = ("username", "ip_address", "attempt_time", "logout_time", "user_agent")
