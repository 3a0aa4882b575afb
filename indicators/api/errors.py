"""Every error of the API in one form: `{"code", "message", "detail"}`, also for what Django itself answers."""

import logging
import math
import sys
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views import defaults
from django.views.decorators.csrf import csrf_exempt
from rest_framework import exceptions

from indicators.queries.lists.codes import UnknownCodeError

logger = logging.getLogger(__name__)

RETRY_AFTER_SECONDS = 5
ROOT = "/api/"


class ApiError(exceptions.APIException):
    """A refusal with its own code; `facts` go into `detail`."""

    def __init__(self, status: int, code: str, message: str, **facts: object) -> None:
        super().__init__(message, code)
        self.status_code = status
        self.code = code
        self.message = message
        self.facts = facts or None


# What other code raises, the first match counts.
KNOWN: list[tuple[type[Exception], int, str, str]] = [
    (exceptions.NotAuthenticated, 401, "not_authenticated", "请先登录，或在 Authorization 头中给出令牌。"),
    (exceptions.AuthenticationFailed, 401, "invalid_token", "令牌无效、已吊销，或其账号已停用。"),
    (exceptions.PermissionDenied, 403, "forbidden", "该账号的角色无权查看。"),
    (PermissionDenied, 403, "forbidden", "该账号的角色无权查看。"),
    (exceptions.NotFound, 404, "not_found", "没有这个地址或对象；地址须以 / 结尾。"),
    (Http404, 404, "not_found", "没有这个地址或对象；地址须以 / 结尾。"),
    (exceptions.MethodNotAllowed, 405, "method_not_allowed", "该地址不支持这种请求方法。"),
    (exceptions.NotAcceptable, 406, "not_acceptable", "只能以 JSON 作答；列表另有 ?format=csv。"),
    (exceptions.UnsupportedMediaType, 415, "unsupported_media_type", "请求内容须为 application/json。"),
    (exceptions.Throttled, 429, "throttled", "请求过于频繁，请稍后再试。"),
    (RequestDataTooBig, 413, "too_large", "请求内容过大。"),
    (SuspiciousOperation, 400, "bad_request", "请求有误。"),
    (RecursionError, 400, "bad_request", "请求内容嵌套过深。"),
    (UnicodeEncodeError, 400, "bad_request", "请求内容中有不成对的代理字符。"),
    (exceptions.APIException, 400, "bad_request", "请求有误。"),
    (OperationalError, 503, "busy", "系统繁忙或数据库暂不可用，请稍后再试。"),
    (InterfaceError, 503, "busy", "系统繁忙或数据库暂不可用，请稍后再试。"),
]


def answer_exception(exception: Exception, context: Mapping[str, Any] | None = None) -> HttpResponse:
    """The answer to any exception of a view; an unexpected one is logged and answered without its inside."""
    if isinstance(exception, ApiError):
        return _answer(exception.status_code, exception.code, exception.message, exception.facts)
    if isinstance(exception, UnknownCodeError):
        return _answer(404, "not_found", str(exception), {"parameter": exception.parameter})
    if isinstance(exception, exceptions.PermissionDenied) and str(exception).startswith("CSRF"):
        return _answer(403, "csrf_failed", "缺少有效的 CSRF 令牌：请刷新页面后重试。")
    for kind, status, code, message in KNOWN:
        if isinstance(exception, kind):
            return _with_headers(_answer(status, code, message), exception)
    logger.error("Unexpected exception", exc_info=exception)
    return _answer(500, "internal_error", "系统内部错误，已记入日志。")


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """`handler404`"""
    if request.path_info.startswith(ROOT):
        return answer_exception(Http404())
    return defaults.page_not_found(request, exception)


@csrf_exempt  # nothing is done there, and a refusal would be a page
def unmatched(request: HttpRequest) -> HttpResponse:
    """The view of every address below /api/ that is none."""
    return answer_exception(Http404())


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """`handler400`: a host that is not ours, a body that is too big."""
    if request.path_info.startswith(ROOT):
        known = isinstance(exception, SuspiciousOperation)
        return answer_exception(exception if known else exceptions.ParseError())
    return defaults.bad_request(request, exception)


def server_error(request: HttpRequest) -> HttpResponse:
    """`handler500`: what failed outside the views of the API. Django has logged it."""
    failure = sys.exc_info()[1]
    if request.path_info.startswith(ROOT):
        return answer_exception(failure if isinstance(failure, Exception) else RuntimeError("no exception"))
    return defaults.server_error(request)


def _answer(status: int, code: str, message: str, detail: Mapping[str, object] | None = None) -> HttpResponse:
    body = {"code": code, "message": message, "detail": detail}
    return JsonResponse(body, status=status, json_dumps_params={"ensure_ascii": False})


def _with_headers(answer: HttpResponse, exception: Exception) -> HttpResponse:
    if header := getattr(exception, "auth_header", None):
        answer["WWW-Authenticate"] = header
    if answer.status_code == 503:
        answer["Retry-After"] = str(RETRY_AFTER_SECONDS)
    if isinstance(exception, exceptions.Throttled):
        answer["Retry-After"] = str(max(1, math.ceil(getattr(exception, "wait", None) or 1)))
    return answer
