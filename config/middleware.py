"""What holds around every page: refusals are recorded, ended sessions told, initial passwords changed first."""

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import BadRequest
from django.db import Error
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.functional import cached_property

from indicators.api.client_address import client_address
from indicators.models import User
from indicators.services.sign_ins import REFUSED_STEP, record_refusal

API = "/api/"
HEALTH = "/api/v1/health/"
SESSION_ENDED = "session_ended"


class RefusalMiddleware:
    """Puts what was refused to an account that is signed in into the audit trail, after the answer is made.

    A page that says the refusal otherwise than by its status marks the request.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # Kept apart: the API puts the account of a token in its place, and nobody where the CSRF token is missing.
        of_session = request.user
        response = self.get_response(request)
        reasons = getattr(request, REFUSED_STEP, "")
        if (reasons or response.status_code == 403) and (user := self.signed_in(request.user, of_session)):
            record_refusal(
                user=user,
                method=str(request.method),
                path=request.path,
                status=response.status_code,
                address=client_address(request),
                reasons=reasons,
            )
        return response

    def signed_in(self, *accounts: object) -> User | None:
        """The first of `accounts` that is one; those of sessions are looked up only now."""
        try:
            return next((account for account in accounts if isinstance(account, User)), None)
        except Error:
            return None  # the database went away after the answer was made


class EndedSessionMiddleware:
    """Where the way leads to the login because a session has ended, the login page is to say so."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    @cached_property
    def login(self) -> str:
        return f"{reverse('admin:login')}?"

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        leads_to_login = response.status_code == 302 and response["Location"].startswith(self.login)
        if leads_to_login and request.COOKIES.get(settings.SESSION_COOKIE_NAME) and request.session.is_empty():
            response["Location"] += f"&{SESSION_ENDED}=1"
        return response


class NulCharacterMiddleware:
    """Refuses the NUL character, which PostgreSQL cannot store: no address has one, and a query string with one is bad.

    The API reads its query strings itself.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\x00" in request.path:
            raise Http404
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
