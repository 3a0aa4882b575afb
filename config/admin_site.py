"""Our admin site: signing in, the password page through its service, and bad input answered in words."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import PasswordChangeView
from django.core.paginator import InvalidPage
from django.core.validators import MaxLengthValidator
from django.forms import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from unfold.forms import AdminOwnPasswordChangeForm, AuthenticationForm
from unfold.sites import UnfoldAdminSite

from config.middleware import SESSION_ENDED
from indicators.api.client_address import client_address
from indicators.models import User
from indicators.queries.inbox import open_items
from indicators.services.access import set_password
from indicators.services.audit import Actor
from indicators.services.sign_ins import record_failed_sign_in

SESSION_ENDED_TEXT = "登录已失效：{minutes} 分钟没有操作，或者密码已在别处修改。请重新登录，登录后回到刚才的页面。"


class StaffLoginForm(AuthenticationForm):
    """The right password of an account that may not use the admin is a failed sign-in, too."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name = self.fields["username"]
        # Django says it to the browser alone, and a longer name does not fit into the record of failures.
        name.validators.append(MaxLengthValidator(name.max_length))

    def confirm_login_allowed(self, user: Any) -> None:
        try:
            super().confirm_login_allowed(user)
        except ValidationError:
            reason = f"角色“{user.get_role_display()}”不能登录管理后台"
            record_failed_sign_in(name=user.username, address=client_address(self.request), reason=reason)
            raise


class OwnPasswordForm(AdminOwnPasswordChangeForm):
    """Changes the own password through the service, which writes the audit entry and lifts the must-change flag."""

    user: User

    def clean(self) -> dict[str, Any] | None:
        data = super().clean()
        new = self.cleaned_data.get("new_password1")
        if new and self.user.check_password(new):
            self.add_error("new_password1", ValidationError("新密码不能与原密码相同。", code="password_unchanged"))
        return data

    def save(self, commit: bool = True) -> User:
        set_password(user=self.user, password=self.cleaned_data["new_password1"], actor=Actor.of(self.user))
        return self.user


class OwnPasswordView(PasswordChangeView):
    form_class = OwnPasswordForm
    template_name = "registration/password_change_form.html"

    def get_success_url(self) -> str:
        messages.success(self.request, "密码已修改。")
        return reverse("admin:index")


class TrackerAdminSite(UnfoldAdminSite):
    """The site of the staff; what a role sees follows from the predicates of `indicators.queries.access`."""

    index_title = "首页"
    enable_nav_sidebar = True
    login_form = StaffLoginForm

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Who comes from a page whose session has ended is told so; `next` leads back to it."""
        text = SESSION_ENDED_TEXT.format(minutes=settings.SESSION_COOKIE_AGE // 60)
        notice = {"session_ended": text} if SESSION_ENDED in request.GET else {}
        return super().login(request, {**notice, **(extra_context or {})})

    def get_sidebar_list(self, request: HttpRequest) -> list[dict[str, Any]]:
        """The navigation, with the number of waiting items beside the inbox; the theme's own badges show also zero."""
        groups: list[dict[str, Any]] = super().get_sidebar_list(request)
        waiting = open_items(request.user) if isinstance(request.user, User) else 0
        for item in (item for group in groups for item in group["items"]):
            if waiting and item["link"] == reverse("admin:indicators_inboxitem_changelist"):
                item["badge"] = str(waiting)
        return groups

    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponseBase:
        request.current_app = self.name
        context = {**self.each_context(request), **(extra_context or {})}
        return OwnPasswordView.as_view(extra_context=context)(request)

    def search(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The command palette; the theme itself trusts the page number."""
        try:
            return super().search(request, extra_context)
        except (InvalidPage, ValueError) as error:
            raise Http404("没有这一页。") from error
