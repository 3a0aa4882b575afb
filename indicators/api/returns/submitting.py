"""`returns/{id}/submit`: handing a return in."""

from django.http import HttpResponseBase
from rest_framework.request import Request

from indicators.api.errors import ApiError
from indicators.api.returns.base import ReturnView, actor_of, refused
from indicators.api.returns.rows import refusal_rows
from indicators.api.returns.shapes import SubmitRequest, SubmittedReturn
from indicators.domain.returns import Step
from indicators.models import User
from indicators.queries.returns.access import refusals_by_step
from indicators.services.returns.gate import ReturnRefusedError
from indicators.services.returns.submitting import open_findings, submit_return


class SubmitReturnView(ReturnView):
    """报送：GET 列出现在报送会被拒绝的全部理由；POST 报送，强制性审核未通过、核实性审核未说明的以 403 逐条列出。"""

    http_method_names = ["get", "head", "post", "options"]
    body = SubmitRequest
    answer = SubmittedReturn

    def get(self, request: Request, pk: int) -> HttpResponseBase:
        self.given(request)
        of = self.return_for(request, pk)
        assert isinstance(request.user, User)
        against = [*refusals_by_step(request.user, of)[Step.SUBMIT], *open_findings(of)]
        return self.answered({"id": of.pk, "state": of.state, "version": of.version, "refusals": refusal_rows(against)})

    def post(self, request: Request, pk: int) -> HttpResponseBase:
        self.given(request)
        of = self.return_for(request, pk)
        given = SubmitRequest(data=request.data if "json" in (request.content_type or "") else {})
        if not given.is_valid():
            raise ApiError(400, "invalid", "请求内容有误：version 应为非负整数", errors=given.errors)
        seen = given.validated_data.get("version")
        try:
            submitted = submit_return(pk=of.pk, actor=actor_of(request), seen=seen)
        except ReturnRefusedError as refusal:
            raise refused(refusal) from refusal
        return self.answered(
            {"id": submitted.pk, "state": submitted.state, "version": submitted.version, "refusals": []}
        )
