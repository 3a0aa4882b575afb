"""`evaluations/…`: rounds, the facts they rest on, score cards, and how each score was reached."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBase
from drf_spectacular.utils import OpenApiResponse
from rest_framework import serializers
from rest_framework.request import Request

from indicators.api.errors import ApiError
from indicators.api.explain.figures import FormulaRow
from indicators.api.links import ExplanationLinks
from indicators.api.lists import ListView, Row
from indicators.api.parameters import UPDATED_SINCE, Parameter
from indicators.api.schema import DescribedByView, ErrorBody
from indicators.api.views import JSON, ApiView, to_json
from indicators.domain.numbers import plain_rounded, plain_six
from indicators.models import User
from indicators.queries.lists.pages import Listing, Record
from tracker.choices import RoundState, SizeClass
from tracker.domain.evaluation_tables import MARKS, QUANTITIES
from tracker.domain.evaluations.scorecard import SCORE_DIGITS
from tracker.queries.evaluations.lists import card_list, card_of, fact_list, round_list, round_named, round_row
from tracker.services.evaluations.posting import FactsRefusedError, RoundLockedError, post_facts

ENTERPRISE = Parameter(name="enterprise", description="统一社会信用代码")
PARK = Parameter(name="park", description="园区代码")
INDUSTRY = Parameter(name="industry", description="行业")
GRADE = Parameter(name="grade", description="档次，T 为不参评")
NESTED = ("items", "adjustments")


class RoundRow(serializers.Serializer):
    """One round."""

    round = serializers.CharField(help_text="代码")
    name = serializers.CharField(help_text="名称")
    year = serializers.IntegerField(help_text="年度")
    trial = serializers.BooleanField(help_text="试评，不与政策挂钩")
    state = serializers.ChoiceField(RoundState.choices, help_text="状态")


class RoundList(ListView):
    """评价批次。"""

    name = "evaluations"
    permission = "tracker.view_round"
    answer = RoundRow

    def listing(self, **given: Any) -> Listing:
        return round_list()


class SchemeRow(serializers.Serializer):
    """A scheme of a round."""

    scheme = serializers.CharField(help_text="代码")
    name = serializers.CharField(help_text="名称")
    size_class = serializers.ChoiceField(SizeClass.choices, help_text="规模")
    official = serializers.BooleanField(help_text="正式标准；否则权重只作演示")


class GroupRow(serializers.Serializer):
    """A group inside the account's areas."""

    scheme = serializers.CharField(help_text="评价标准代码")
    group = serializers.CharField(help_text="分组")
    cards = serializers.IntegerField(help_text="评分卡张数")
    rated = serializers.IntegerField(help_text="其中参排的")


class RoundBody(RoundRow):
    """A round with its schemes, groups and grades."""

    provisional = serializers.BooleanField(help_text="锁定并评分之前的结果是试算")
    schemes = SchemeRow(many=True)
    groups = GroupRow(many=True)
    grades = serializers.DictField(child=serializers.IntegerField(), help_text="各档户数，none 为未定档，T 为不参评")
    scored_at = serializers.DateTimeField(allow_null=True, help_text="评分时间")
    published_at = serializers.DateTimeField(allow_null=True, help_text="发布时间")
    sha256 = serializers.CharField(allow_null=True, help_text="发布结果的 SHA-256")


class DescribedRound(DescribedByView):
    """The list and one round are read at addresses of the same name."""

    def get_operation_id(self) -> str:
        return f"{super().get_operation_id()}_one"


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


class RoundView(ApiView):
    """一个评价批次：状态、标准、分组和各档户数（只计该账号地区内的企业）。"""

    schema = DescribedRound()
    permission = "tracker.view_round"
    kept = False
    answer = RoundBody

    def get(self, request: Request, round: str) -> HttpResponseBase:
        self.given(request)
        assert isinstance(request.user, User)
        user = request.user
        return self.conditionally(request, lambda: round_row(round_named(round), user))


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
            posted = post_facts(round=found, rows=request.data, user=request.user)
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


class ItemRow(serializers.Serializer):
    """One item of a score card, to be recomputed with a calculator."""

    item = serializers.CharField(help_text="代码")
    name = serializers.CharField(help_text="名称")
    numerator = serializers.CharField(allow_null=True, help_text="分子")
    denominator = serializers.CharField(allow_null=True, help_text="分母，只看一个数量时为 1")
    last_year = serializers.ListField(
        child=serializers.CharField(allow_null=True), allow_null=True, help_text="变化项：上年的分子、分母"
    )
    value = serializers.CharField(allow_null=True, help_text="数值，六位小数")
    baseline = serializers.CharField(allow_null=True, help_text="基准值")
    weight = serializers.CharField(help_text="权重")
    score = serializers.CharField(help_text="得分，六位小数")
    note = serializers.CharField(allow_null=True, help_text="缺数、封顶、保底等说明")


ITEM_FIELDS = [str(name) for name in ItemRow().fields]


class AdjustmentRow(serializers.Serializer):
    """What stands between items and total, rank and grade."""

    step = serializers.CharField(help_text="环节")
    words = serializers.CharField(help_text="说明")
    points = serializers.CharField(allow_null=True, required=False, help_text="对总分的增减")
    grade = serializers.CharField(allow_null=True, required=False, help_text="此后的档次")
    code = serializers.CharField(required=False, help_text="未定档、不参评的原因代码")


class ScoreCardRow(serializers.Serializer):
    """The score card of one firm."""

    enterprise = serializers.CharField(help_text="统一社会信用代码")
    name = serializers.CharField(help_text="企业名称")
    scheme = serializers.CharField(help_text="评价标准代码")
    group = serializers.CharField(help_text="分组")
    score = serializers.CharField(allow_null=True, help_text="总分，两位小数")
    score_exact = serializers.CharField(allow_null=True, help_text="总分，六位小数，按它排名")
    rank = serializers.IntegerField(allow_null=True, help_text="位次")
    of = serializers.IntegerField(allow_null=True, help_text="参排户数 N")
    grade = serializers.CharField(allow_null=True, help_text="档次")
    items = ItemRow(many=True)
    adjustments = AdjustmentRow(many=True)
    explain = serializers.URLField(help_text="追溯：逐项算式和所据数据")


class ScoreCardList(ListView):
    """评分卡：该账号地区内的企业，每户一行；CSV 每项一行。"""

    name = "scorecards"
    permission = "tracker.view_scorecard"
    kept = False
    filters = (PARK, INDUSTRY, GRADE, ENTERPRISE, UPDATED_SINCE)
    answer = ScoreCardRow

    def listing(self, **given: Any) -> Listing:
        assert isinstance(self.request.user, User)
        return card_list(round_named(given.pop("round")), self.request.user, **given)

    def finish(self, request: Request, records: Iterable[Record], given: dict[str, Any]) -> None:
        links = ExplanationLinks(request, "explain-scorecard", 2)
        for record in records:
            record.row["explain"] = links.to(given["round"], record.row["enterprise"])

    @property
    def header(self) -> Sequence[str]:
        head = [str(name) for name in ScoreCardRow().fields if str(name) not in NESTED]
        return (*head, *(name if name == "item" else f"item_{name}" for name in ITEM_FIELDS))

    def cells(self, row: Row) -> Iterable[Sequence[object]]:
        head = [value for name, value in row.items() if name not in NESTED]
        for item in row["items"] or [{}]:  # stored JSON has no order of its own
            numbers = (item.get(name) for name in ITEM_FIELDS)
            yield (*head, *(" ".join(map(str, each)) if isinstance(each, list) else each for each in numbers))


class ScoreCardExplanationBody(ScoreCardRow):
    """A score card with its formulas and the facts it was scored from."""

    round = serializers.CharField(help_text="评价批次代码")
    state = serializers.ChoiceField(RoundState.choices, help_text="批次状态")
    method = serializers.CharField(help_text="方法版本")
    formula = FormulaRow(many=True)
    inputs = serializers.DictField(help_text="按年度：评分时所据的数据")


class ScoreCardExplanationView(ApiView):
    """评分的来历：逐项算式、基准值、所据数据。"""

    permission = "tracker.view_scorecard"
    kept = False
    answer = ScoreCardExplanationBody

    def get(self, request: Request, round: str, enterprise: str) -> HttpResponseBase:
        self.given(request)
        assert isinstance(request.user, User)
        card = card_of(round_named(round), request.user, enterprise)
        if card is None:
            raise Http404
        body = {
            "enterprise": card.enterprise.code,
            "name": card.enterprise.name,
            "scheme": card.scheme.code,
            "group": card.group,
            "score": None if card.score is None else plain_rounded(card.score, SCORE_DIGITS),
            "score_exact": plain_six(card.score),
            "rank": card.rank,
            "of": card.of,
            "grade": card.grade or None,
            "items": card.items,
            "adjustments": card.adjustments,
            "explain": request.build_absolute_uri(),
            "round": card.round.code,
            "state": card.round.state,
            "method": card.method,
            "formula": card.explanation,
            "inputs": card.inputs,
        }
        return self.conditionally(request, lambda: body)
