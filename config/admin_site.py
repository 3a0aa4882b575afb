"""Our admin site: the password page goes through the service, and bad input is answered in words."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.views import PasswordChangeView
from django.core.paginator import InvalidPage
from django.forms import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from unfold.forms import AdminOwnPasswordChangeForm
from unfold.sites import UnfoldAdminSite

from indicators.models import User
from indicators.services.access import set_password
from indicators.services.audit import Actor


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
