"""Accounts: the system administrator makes them, the security administrator gives role and areas, nobody his own."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.constants import LOOKUP_SEP
from django.forms import ModelForm
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from unfold.contrib.filters.admin import BooleanRadioFilter, ChoicesDropdownFilter, RelatedDropdownFilter
from unfold.dataclasses import UnfoldAction
from unfold.decorators import action, display

from indicators.admin.account_forms import ConfirmForm, NewAccountForm, PasswordForm
from indicators.admin.action_pages import action_page
from indicators.admin.base import RecordAdmin, actor_of
from indicators.admin.forms import add_refusal
from indicators.admin.handover import hand_over_page
from indicators.choices import Role
from indicators.models import User
from indicators.queries.handover import DUTIES
from indicators.queries.tokens import tokens_in_force
from indicators.services.access import ADMINISTRATORS, create_user, revoke_tokens, save_account, set_password

ACCOUNT_FIELDS = ("username", "full_name", "email", "department", "is_active")
ACCESS_FIELDS = ("role", "areas")
ROLES_OF_BOXES = {("formunit", "clerk"): Role.ENTRY, ("formunit", "reviewer"): Role.REVIEWER}


@admin.register(User)
class UserAdmin(RecordAdmin):
    list_display = ("username", "full_name", "role", "given_areas", "department", "is_active", "last_login")
    list_filter = (
        ("role", ChoicesDropdownFilter),
        ("is_active", BooleanRadioFilter),
        ("department", RelatedDropdownFilter),
    )
    list_select_related = ("department",)
    search_fields = ("username", "full_name", "email")
    search_help_text = "按用户名、姓名或电子邮箱查找"
    autocomplete_fields = ("department", "areas")
    actions_detail = ("reset_password", "revoke_all_tokens", "hand_over")
    add_fieldsets = (
        (None, {"fields": ("username", "full_name", "email", "department")}),
        ("初始密码", {"fields": ("password", "password_again", "must_change_password")}),
        (
            "变更",
            {
                "fields": ("reason",),
                "description": "新账号的角色是“查阅”，不含地区；其他角色和地区由安全管理员授予。",
            },
        ),
    )

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[User]:
        return super().get_queryset(request).prefetch_related("areas")

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is None:
            return self.add_fieldsets
        return (
            ("账号", {"fields": ACCOUNT_FIELDS, "description": account_note(request, obj)}),
            ("角色和地区", {"fields": ACCESS_FIELDS, "description": access_note(request, obj)}),
            ("使用情况", {"fields": (("last_login", "created_at"), ("must_change", "tokens_in_force"))}),
            ("变更", {"fields": ("reason",)}),
        )

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        if obj is None:
            return ()
        fields = ["must_change", "last_login", "created_at", "tokens_in_force"]
        if not request.user.has_perm("indicators.add_user"):
            fields += ACCOUNT_FIELDS
        if not request.user.has_perm("indicators.change_user_access"):
            fields += ACCESS_FIELDS
        if obj == request.user:
            fields += (*ACCESS_FIELDS, "is_active")
        return tuple(dict.fromkeys(fields))

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> type[ModelForm]:
        if obj is None:
            kwargs["form"] = NewAccountForm
        return super().get_form(request, obj, change=change, **kwargs)

    def save_model(self, request: HttpRequest, obj: Any, form: ModelForm, change: bool) -> None:
        actor, data = actor_of(request), form.cleaned_data
        reason = data["reason"]
        if change:
            save_account(user=obj, areas=data.get("areas"), actor=actor, reason=reason)
            return
        made = create_user(
            username=obj.username,
            password=data["password"],
            role=Role.VIEWER,
            department=obj.department.name if obj.department else "",
            full_name=obj.full_name,
            email=obj.email,
            must_change_password=obj.must_change_password,
            actor=actor,
            reason=reason,
        )
        obj.pk = made.pk

    def save_related(self, request: HttpRequest, form: ModelForm, formsets: Any, change: bool) -> None:
        """The service has set the areas in `save_model`."""

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        """The search boxes for clerks and reviewers of a unit offer who can be one."""
        found, duplicates = super().get_search_results(request, queryset, search_term)
        if request.path == reverse("admin:autocomplete") and (role := ROLES_OF_BOXES.get(_box(request))):
            found = found.filter(role=role, is_active=True)
        return found, duplicates

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest | None = None) -> bool:
        """A filter on the hash would give it away, one character an answer."""
        field, _, _ = lookup.partition(LOOKUP_SEP)
        return field != "password" and super().lookup_allowed(lookup, value, request)

    def has_reset_password_permission(self, request: HttpRequest, object_id: Any = None) -> bool:
        """The system administrator; for one of the administrators the security administrator, too."""
        if request.user.has_perm("indicators.add_user"):
            return True
        if not request.user.has_perm("indicators.change_user_access"):
            return False
        user = self.get_object(request, str(object_id))
        return user is not None and user.role in ADMINISTRATORS

    def has_hand_over_permission(self, request: HttpRequest, object_id: Any = None) -> bool:
        return request.user.has_perm("indicators.hand_over")

    def audit_key(self, obj: Any) -> str:
        return obj.username

    @display(description="地区（含下级）")
    def given_areas(self, user: User) -> str | None:
        return "、".join(area.name for area in user.areas.all()) or None

    @display(description="须改初始密码")
    def must_change(self, user: User) -> str:
        return "是，登录后先改密码" if user.must_change_password else "否"

    @display(description="有效接口令牌")
    def tokens_in_force(self, user: User) -> str:
        issued = [f"{timezone.localtime(token.issued_at):%Y-%m-%d}" for token in tokens_in_force(user)]
        return f"{len(issued)} 个（签发于 {'、'.join(issued)}）" if issued else "无"

    @action(description="重设密码", permissions=("reset_password",), url_path="reset-password", icon="key")
    def reset_password(self, request: HttpRequest, object_id: str) -> HttpResponse:
        user = self._found(request, object_id)
        if user == request.user:
            return HttpResponseRedirect(reverse("admin:password_change"))
        form = PasswordForm(request.POST or None, user=user)
        if form.is_valid():
            try:
                set_password(user=user, password=form.cleaned_data["password"], actor=actor_of(request))
            except ValidationError as refusal:
                add_refusal(form, refusal)
            else:
                messages.success(request, f"已为“{user}”重设密码；本人登录后须先改为自己的密码。")
                return self._back_to(user)
        return action_page(
            self,
            request,
            obj=user,
            form=form,
            title="重设密码",
            submit="重设密码",
            intro="重设后，账号原来的登录全部失效；本人再次登录须先改为自己的密码。",
        )

    @action(description="吊销令牌", permissions=("change",), url_path="revoke-tokens", icon="key_off")
    def revoke_all_tokens(self, request: HttpRequest, object_id: str) -> HttpResponse:
        user = self._found(request, object_id)
        if request.method == "POST":
            count = revoke_tokens(user=user, actor=actor_of(request))
            messages.success(request, f"已吊销“{user}”的 {count} 个接口令牌。")
            return self._back_to(user)
        return action_page(
            self,
            request,
            obj=user,
            form=ConfirmForm(),
            title="吊销接口令牌",
            submit="全部吊销",
            intro=f"该账号有效的接口令牌：{self.tokens_in_force(user)}。吊销后使用它们的程序立即不能再访问接口。",
            danger=True,
        )

    @action(description="移交工作", permissions=("hand_over",), url_path="hand-over", icon="move_up")
    def hand_over(self, request: HttpRequest, object_id: str) -> HttpResponse:
        user = self._found(request, object_id)
        back = reverse("admin:indicators_user_change", args=[user.pk])
        return hand_over_page(self, request, giver=user, back=back)

    def get_actions_detail(self, request: HttpRequest, object_id: Any) -> list[UnfoldAction]:
        """Only whose role has duties with returns has work to hand over."""
        offered = super().get_actions_detail(request, object_id)
        user = self.get_object(request, str(object_id))
        if user is not None and user.role in DUTIES:
            return offered
        return [each for each in offered if each.path != "hand-over"]

    def _found(self, request: HttpRequest, object_id: str) -> Any:
        user = self.get_object(request, object_id)
        if user is None:
            raise Http404
        return user

    def _back_to(self, user: User) -> HttpResponse:
        return HttpResponseRedirect(reverse("admin:indicators_user_change", args=[user.pk]))


def _box(request: HttpRequest) -> tuple[str, str]:
    """The model and field that a search box belongs to."""
    return request.GET.get("model_name", ""), request.GET.get("field_name", "")


def account_note(request: HttpRequest, user: User) -> str:
    """Why account fields cannot be changed here, where they cannot."""
    if not request.user.has_perm("indicators.add_user"):
        return "账号信息由系统管理员维护。"
    if user == request.user:
        return "不能停用自己的账号。"
    return "账号不删除；不再使用的账号取消“启用”，立即不能登录，记录保留。"


def access_note(request: HttpRequest, user: User) -> str:
    """Why role and areas cannot be changed here, where they cannot."""
    if not request.user.has_perm("indicators.change_user_access"):
        return "角色和地区由安全管理员设定。"
    if user == request.user:
        return "不能修改自己的角色和地区，请由另一位安全管理员办理。"
    return "地区含其全部下级；没有地区的账号只能查看公布数据。"
