"""`evaluations/{round}/facts`: the facts of the firms of an account, read and posted."""

from typing import Any

from django.http import HttpResponse, HttpResponseBase
from drf_spectacular.utils import OpenApiResponse
from rest_framework import serializers
from rest_framework.request import Request

from indicators.api.errors import ApiError
from indicators.api.lists import ListView
from indicators.api.parameters import UPDATED_SINCE, Parameter
from indicators.api.schema import DescribedByView, ErrorBody
from indicators.api.views import JSON, to_json
from indicators.models import ApiToken, User
from indicators.queries.lists.pages import Listing
from tracker.domain.evaluation_tables import MARKS, QUANTITIES
from tracker.queries.evaluations.lists import fact_list, round_named
from tracker.services.evaluations.fact_locks import RoundLockedError
from tracker.services.evaluations.posting import FactsRefusedError, post_facts

ENTERPRISE = Parameter(name="enterprise", description="统一社会信用代码")


def _quantity() -> serializers.CharField:
    return serializers.CharField(allow_null=True, required=False)


class FactRow(serializers.Serializer):
    """The facts of one firm and year: money 万元, land 亩, energy 吨标准煤, electricity 万千瓦时, emissions 吨."""

    enterprise = serializers.CharField(help_text="统一社会信用代码")
    year = serializers.IntegerField(help_text="年度")
    veto = serializers.CharField(allow_null=True, help_text="一票否决：yes 或空")
    version = serializers.IntegerField(help_text="版次，0 为首次")
    recorded_at = serializers.DateTimeField(help_text="入库时间")

    def get_fields(self) -> dict[str, Any]:
        fields = super().get_fields()
        tail = {name: fields.pop(name) for name in ("veto", "version", "recorded_at")}
        veto = {"veto": tail.pop("veto")}
        between = {name: _quantity() for name in QUANTITIES} | veto | {name: _quantity() for name in MARKS}
        return {**fields, **between, **tail}


class PostedFacts(serializers.Serializer):
    """What posting did."""

    created = serializers.IntegerField(help_text="新增行数")
    updated = serializers.IntegerField(help_text="更新行数，旧值保留")
    unchanged = serializers.IntegerField(help_text="未变行数")


class DescribedFacts(DescribedByView):
    """Posting has answers of its own."""

    def get_response_serializers(self) -> Any:
        if self.method == "GET":
            return super().get_response_serializers()
        return {
            200: OpenApiResponse(PostedFacts, description="已存入"),
            400: OpenApiResponse(ErrorBody, description="invalid：detail.faults 为全部错误，按行和字段"),
            403: OpenApiResponse(ErrorBody, description="该账号的角色不能报送"),
            409: OpenApiResponse(ErrorBody, description="locked：detail.reasons 为全部锁定理由"),
            413: OpenApiResponse(ErrorBody, description="请求内容过大"),
            415: OpenApiResponse(ErrorBody, description="请求内容须为 application/json"),
        }


class FactList(ListView):
    """企业年度数据：GET 为现行数据；POST 为 1 至 10000 行的列表，整批存入或一行不存，未给出的字段不变，null 清除。"""

    schema = DescribedFacts()
    name = "facts"
    permission = "tracker.view_enterprisefact"
    kept = False
    http_method_names = ["get", "head", "post", "options"]
    filters = (ENTERPRISE, UPDATED_SINCE)
    answer = FactRow
    body = FactRow(many=True)

    def listing(self, **given: Any) -> Listing:
        assert isinstance(self.request.user, User)
        return fact_list(round_named(given.pop("round")), self.request.user, **given)

    def post(self, request: Request, round: str) -> HttpResponseBase:
        self.given(request)
        assert isinstance(request.user, User)
        found = round_named(round)
        if not request.user.has_perm("tracker.post_facts"):
            raise ApiError(403, "forbidden", "该账号的角色不能报送企业数据。")
        try:
            token = request.auth if isinstance(request.auth, ApiToken) else None
            posted = post_facts(round=found, rows=request.data, user=request.user, token=token)
        except RoundLockedError as locked:
            raise ApiError(409, "locked", str(locked), reasons=locked.reasons) from locked
        except FactsRefusedError as refusal:
            faults = [
                {"row": each.row, "field": each.field, "code": each.code, "message": each.message}
                for each in refusal.faults
            ]
            raise ApiError(400, "invalid", str(refusal), faults=faults) from refusal
        body = {"created": posted.created, "updated": posted.updated, "unchanged": posted.unchanged}
        return HttpResponse(to_json(body), content_type=JSON, headers={"Cache-Control": "private, no-store"})
