"""`evaluations` and `evaluations/{round}`: where rounds stand, and their grades inside the areas of the account."""

from typing import Any

from django.http import HttpResponseBase
from rest_framework import serializers
from rest_framework.request import Request

from indicators.api.lists import ListView
from indicators.api.schema import DescribedByView
from indicators.api.views import ApiView
from indicators.models import User
from indicators.queries.lists.pages import Listing
from tracker.choices import RoundState, SizeClass
from tracker.queries.evaluations.lists import round_list, round_named, round_row


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
