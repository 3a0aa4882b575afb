"""`rankings`: places inside a peer group."""

from collections.abc import Iterable, Sequence
from typing import Any

from rest_framework import serializers
from rest_framework.request import Request

from indicators.api.links import ExplanationLinks
from indicators.api.lists import ListView, Row
from indicators.api.parameters import INDICATOR, PEER_GROUP, PERIOD, choice
from indicators.domain.ranking import FIRST_THIRD, TOP_THREE
from indicators.queries.lists.pages import Listing, Record
from tracker.choices import Basis
from tracker.queries.lists import ranking_list

BASIS = choice("basis", "依据：增速或数值", Basis.values)


class PlaceRow(serializers.Serializer):
    """One member's place; a member without a figure has none and is not counted."""

    area = serializers.CharField(help_text="地区代码")
    value = serializers.CharField(allow_null=True, help_text="参排数值，已按指标小数位取舍")
    place = serializers.IntegerField(allow_null=True, help_text="位次；并列同位，随后位次顺延")
    previous_place = serializers.IntegerField(allow_null=True, help_text="上期位次")
    year_ago_place = serializers.IntegerField(allow_null=True, help_text="上年同期位次")
    bands = serializers.ListField(
        child=serializers.ChoiceField([TOP_THREE, FIRST_THIRD]), help_text="三甲、第一方阵（前三分之一）"
    )


class RankingRow(serializers.Serializer):
    """A ranking as a record; `of` is N, the members that have a figure."""

    indicator = serializers.CharField(help_text="指标代码")
    period = serializers.CharField(help_text="期别")
    peer_group = serializers.CharField(help_text="比较组代码；成员以期别最后一日为准")
    basis = serializers.ChoiceField(Basis.choices, help_text="依据")
    of = serializers.IntegerField(help_text="参排个数 N")
    method = serializers.CharField(help_text="方法版本")
    places = PlaceRow(many=True)
    explain = serializers.URLField(help_text="追溯：规则、每个输入及其来源")


class RankingList(ListView):
    """排名：每个指标、期别、比较组、依据一条；CSV 每个位次一行。"""

    name = "rankings"
    permission = "tracker.view_ranking"
    filters = (INDICATOR, PERIOD, PEER_GROUP, BASIS)
    answer = RankingRow

    def listing(self, **given: Any) -> Listing:
        return ranking_list(**given)

    def finish(self, request: Request, records: Iterable[Record], given: dict[str, Any]) -> None:
        links = ExplanationLinks(request, "explain-ranking", 4)
        for record in records:
            row = record.row
            row["explain"] = links.to(row["indicator"], row["period"], row["peer_group"], row["basis"])

    @property
    def header(self) -> Sequence[str]:
        head = [str(name) for name in RankingRow().fields if str(name) not in ("places", "explain")]
        return (*head, *PlaceRow().fields, "explain")

    def cells(self, row: Row) -> Iterable[Sequence[object]]:
        head = [value for name, value in row.items() if name not in ("places", "explain")]
        for place in row["places"]:
            yield (*head, *{**place, "bands": " ".join(place["bands"])}.values(), row["explain"])
