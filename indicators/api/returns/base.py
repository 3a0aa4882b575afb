"""What the addresses of returns share: outside one's areas nothing exists, inside them the role decides."""

from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseBase
from drf_spectacular.utils import OpenApiResponse
from rest_framework.request import Request

from indicators.api.errors import ApiError
from indicators.api.returns.rows import refusal_rows
from indicators.api.schema import DescribedByView, ErrorBody
from indicators.api.views import JSON, ApiView, to_json
from indicators.models import Return, User
from indicators.queries.returns.access import return_for
from indicators.services.audit import Actor
from indicators.services.returns.drafting import CELL_FAULTS
from indicators.services.returns.gate import ReturnRefusedError


class DescribedReturn(DescribedByView):
    """The list and one return are read at addresses of the same name; writing has answers of its own."""

    def get_operation_id(self) -> str:
        return f"{super().get_operation_id()}_one"

    def get_response_serializers(self) -> Any:
        answers = super().get_response_serializers()
        if self.method == "GET":
            return answers
        return {
            **{status: answer for status, answer in answers.items() if status != 304},
            403: OpenApiResponse(ErrorBody, description="无权办理；refused：detail.refusals 为全部理由"),
            409: OpenApiResponse(ErrorBody, description="conflict：detail.conflicts 为他人已改的单元格"),
            415: OpenApiResponse(ErrorBody, description="请求内容须为 application/json"),
        }


class ReturnView(ApiView):
    """One return that the account works with."""

    schema = DescribedReturn()
    permission = "indicators.view_return"
    kept: ClassVar[bool] = False

    def return_for(self, request: Request, pk: int) -> Return:
        """404 outside the account's areas, 403 for a return of another department."""
        assert isinstance(request.user, User)
        try:
            return return_for(request.user, pk)
        except Return.DoesNotExist as error:
            raise Http404 from error
        except PermissionDenied as error:
            message = "这张表由其他部门或其他填报单位填报，该账号不能查看或填写。"
            raise ApiError(403, "not_your_department", message) from error

    def answered(self, body: dict[str, Any]) -> HttpResponseBase:
        return HttpResponse(to_json(body), content_type=JSON, headers={"Cache-Control": "private, no-store"})


def actor_of(request: Request) -> Actor:
    assert isinstance(request.user, User)
    return Actor.of(request.user)


def refused(refusal: ReturnRefusedError) -> ApiError:
    """403 with every reason; 400 where not the account but what it sent is at fault."""
    rows = refusal_rows(refusal.refusals)
    if all(each.code in CELL_FAULTS for each in refusal.refusals):
        return ApiError(400, "invalid", str(refusal), refusals=rows)
    return ApiError(403, refusal.code, str(refusal), refusals=rows)
