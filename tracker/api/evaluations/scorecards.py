"""`evaluations/{round}/scorecards`, and how each score was reached."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.http import Http404, HttpResponseBase
from rest_framework import serializers
from rest_framework.request import Request

from indicators.api.explain.figures import FormulaRow
from indicators.api.links import ExplanationLinks
from indicators.api.lists import ListView, Row
from indicators.api.parameters import UPDATED_SINCE, Parameter
from indicators.api.views import ApiView
from indicators.domain.numbers import plain_rounded, plain_six
from indicators.models import User
from indicators.queries.lists.pages import Listing, Record
from tracker.api.evaluations.facts import ENTERPRISE
from tracker.choices import RoundState
from tracker.domain.evaluations.card_writing import explanation_to_json, items_to_json
from tracker.domain.evaluations.scorecard import SCORE_DIGITS
from tracker.queries.evaluations.cards import CardReader
from tracker.queries.evaluations.lists import card_list, card_of, round_named

PARK = Parameter(name="park", description="园区代码")
INDUSTRY = Parameter(name="industry", description="行业")
GRADE = Parameter(name="grade", description="档次，T 为不参评")
NESTED = ("items", "adjustments")


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
        for item in row["items"] or [{}]:
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
        reader = CardReader()
        scheme, shown = reader.scheme(card.group.scheme), reader.card(card)
        body = {
            "enterprise": card.enterprise.code,
            "name": card.enterprise.name,
            "scheme": card.group.scheme.code,
            "group": card.group.name,
            "score": None if card.score is None else plain_rounded(card.score, SCORE_DIGITS),
            "score_exact": plain_six(card.score),
            "rank": card.rank,
            "of": card.group.of,
            "grade": card.grade or None,
            "items": items_to_json(scheme, shown),
            "adjustments": card.adjustments,
            "explain": request.build_absolute_uri(),
            "round": card.round.code,
            "state": card.round.state,
            "method": card.group.method,
            "formula": explanation_to_json(scheme, shown),
            "inputs": card.inputs,
        }
        return self.conditionally(request, lambda: body)
