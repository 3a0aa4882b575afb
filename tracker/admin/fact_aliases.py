"""Aliases of firms that were remembered when rows were settled: the list, and their withdrawal."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import display

from indicators.admin.action_pages import action_page
from indicators.admin.base import ReadOnlyAdmin, mark_refused
from indicators.admin.figures import NO_DATA
from indicators.admin.object_pages import ObjectAdmin
from indicators.models import User
from tracker.admin.bulletin_steps import ReasonForm
from tracker.models import EnterpriseAlias
from tracker.queries.evaluations.supply import alias_audit_key, aliases_of, may_settle
from tracker.services.evaluations.settling import SettlingRefusedError, withdraw_alias


@admin.register(EnterpriseAlias)
class EnterpriseAliasAdmin(ObjectAdmin[EnterpriseAlias], ReadOnlyAdmin):
    list_display = ("text", "kind", "enterprise", "decided_by", "decided_at", "withdrawn_at", "withdrawal")
    list_filter = (("kind", ChoicesDropdownFilter),)
    list_select_related = ("enterprise",)
    search_fields = ("text", "enterprise__code", "enterprise__name")
    search_help_text = "按别名、企业的代码或名称查找"
    ordering = ("kind", "text")
    fieldsets = (
        (
            None,
            {
                "fields": (
                    ("kind", "text"),
                    "enterprise",
                    ("decided_by", "decided_at"),
                    ("reason", "withdrawn_at"),
                ),
                "description": "部门的文件用这个代码或名称时，自动对应到这户企业；撤销后不再对应，已写入的数据不变。",
            },
        ),
    )

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[EnterpriseAlias]:
        assert isinstance(request.user, User)
        return aliases_of(request.user)

    def get_list_display(self, request: HttpRequest) -> list[str]:
        """Who may not withdraw is offered no link."""
        settles = may_settle(request.user)  # type: ignore[arg-type]
        return [name for name in self.list_display if settles or name != "withdrawal"]

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.withdraw_view)
        return [path("<int:pk>/withdraw/", view, name="tracker_enterprisealias_withdraw"), *super().get_urls()]

    def withdraw_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        alias = self.found(request, pk)
        form = ReasonForm(request.POST if request.method == "POST" else None)
        if request.method == "POST" and form.is_valid():
            try:
                withdraw_alias(alias=alias, reason=form.cleaned_data["reason"], user=request.user)  # type: ignore[arg-type]
            except SettlingRefusedError as refusal:
                mark_refused(request, f"{alias}：{refusal}")
                form.add_error(None, ValidationError(refusal.reasons))
            else:
                messages.success(request, f"已撤销别名“{alias.text}”。")
                return HttpResponseRedirect(reverse("admin:tracker_enterprisealias_changelist"))
        intro = "以后的文件不再按这个别名对应企业；已写入的数据不变。理由必填。"
        title = f"撤销别名：{alias}"
        return action_page(self, request, obj=alias, form=form, title=title, submit="撤销", intro=intro, danger=True)

    def found(self, request: HttpRequest, pk: Any) -> EnterpriseAlias:
        """The alias of an address: 404 outside the areas, 403 for the wrong role."""
        alias = super().found(request, pk)
        if not may_settle(request.user):  # type: ignore[arg-type]
            raise PermissionDenied
        return alias

    def audit_key(self, obj: Any) -> str:
        return alias_audit_key(obj)

    @display(description="办理")
    def withdrawal(self, alias: EnterpriseAlias) -> SafeString | str:
        if alias.withdrawn_at is not None:
            return NO_DATA
        url = reverse("admin:tracker_enterprisealias_withdraw", args=[alias.pk])
        return format_html('<a class="text-link" href="{}">撤销</a>', url)
