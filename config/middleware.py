"""What is settled before any page: no NUL characters, and a password chosen by somebody else is changed first."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.functional import cached_property

API = "/api/"
HEALTH = "/api/v1/health/"


class NulCharacterMiddleware:
    """Refuses query strings with a NUL character, which PostgreSQL cannot store; the API does so by itself."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(API) and any(
            "\x00" in text for key, values in request.GET.lists() for text in (key, *values)
        ):
            raise BadRequest("A NUL character in the query string.")
        return self.get_response(request)


class InitialPasswordMiddleware:
    """Leads sessions of accounts with `must_change_password` to the password page; tokens are not concerned."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    @cached_property
    def open_pages(self) -> frozenset[str]:
        return frozenset(reverse(f"admin:{name}") for name in ("password_change", "logout", "login", "jsi18n"))

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # A probe must answer while the database is away, so its session is not looked up.
        if request.path in self.open_pages or request.path.startswith(HEALTH):
            return self.get_response(request)
        if not getattr(request.user, "must_change_password", False):
            return self.get_response(request)
        message = "使用系统前，请先修改初始密码。"
        if request.path.startswith(API):
            answer = {"code": "password_change_required", "message": message, "detail": None}
            return JsonResponse(answer, status=403, json_dumps_params={"ensure_ascii": False})
        messages.warning(request, message)
        return HttpResponseRedirect(reverse("admin:password_change"))
