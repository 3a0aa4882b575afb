"""`explain/rankings/…`: the rules and the figures behind the places."""

from typing import Any

from django.http import Http404, HttpResponseBase
from rest_framework import serializers
from rest_framework.request import Request

from indicators.api.explain.figures import FormulaRow, InputRow, formula_rows, input_rows, period_named
from indicators.api.links import ExplanationLinks
from indicators.api.views import ApiView
from indicators.domain.kinds import Direction
from indicators.domain.numbers import plain, plain_six
from indicators.domain.ranking import TIE_RULE
from indicators.queries.lists.codes import indicator_named, peer_group_named
from tracker.api.rankings import PlaceRow
from tracker.choices import Basis, FigureSource
from tracker.domain.rules import ranking_formula
from tracker.queries.explain import RankedFigure, RankingExplanation, ranking_explanation
from tracker.queries.lists import places_with_bands


class ExplainedPlaceRow(PlaceRow):
    """A place with the figure behind it."""

    unrounded = serializers.CharField(allow_null=True, help_text="取舍前的数值；推算数为六位小数")
    inputs = InputRow(many=True, help_text="所据的公布数；推算数则为其全部输入")
    explain = serializers.URLField(allow_null=True, help_text="该数的来历")


class ComparedWith(serializers.Serializer):
    """The rankings that previous and year-ago places come from; null where there is none from the same source."""

    previous = serializers.URLField(allow_null=True, help_text="上期排名")
    year_ago = serializers.URLField(allow_null=True, help_text="上年同期排名")


class RankingExplanationBody(serializers.Serializer):
    """A ranking with its rules and every input."""

    indicator = serializers.CharField(help_text="指标代码")
    indicator_name = serializers.CharField(help_text="指标名称")
    period = serializers.CharField(help_text="期别")
    peer_group = serializers.CharField(help_text="比较组代码")
    peer_group_name = serializers.CharField(help_text="比较组名称")
    members_on = serializers.DateField(help_text="成员以该日为准")
    basis = serializers.ChoiceField(Basis.choices, help_text="依据")
    source = serializers.ChoiceField(  # type: ignore[assignment]
        FigureSource.choices, help_text="公布数或推算数，全组一致，从不混用"
    )
    direction = serializers.ChoiceField(list(Direction), help_text="方向")
    digits = serializers.IntegerField(help_text="取舍小数位")
    tie_rule = serializers.CharField(help_text="并列规则")
    of = serializers.IntegerField(help_text="参排个数 N")
    formula = FormulaRow(many=True)
    method = serializers.CharField(help_text="方法版本")
    places = ExplainedPlaceRow(many=True)
    compared_with = ComparedWith()


class RankingExplanationView(ApiView):
    """排名的来历：规则、方法版本、每个成员所据的数及其出处。"""

    permission = "tracker.view_ranking"
    answer = RankingExplanationBody

    def get(self, request: Request, indicator: str, period: str, peer_group: str, basis: str) -> HttpResponseBase:
        self.given(request)
        return self.conditionally(request, lambda: self.body(request, indicator, period, peer_group, basis))

    def body(self, request: Request, indicator_code: str, period: str, group_code: str, basis: str) -> dict[str, Any]:
        indicator, group = indicator_named(indicator_code), peer_group_named(group_code)
        explanation = ranking_explanation(indicator, period_named(period), group, basis)
        if explanation is None:
            raise Http404
        ranking = explanation.ranking
        links = ExplanationLinks(request, "explain-ranking", 4)
        return {
            "indicator": indicator.code,
            "indicator_name": indicator.name,
            "period": period,
            "peer_group": group.code,
            "peer_group_name": group.name,
            "members_on": ranking.period_end.isoformat(),
            "basis": basis,
            "source": ranking.source,
            "direction": ranking.direction,
            "digits": ranking.digits,
            "tie_rule": TIE_RULE,
            "of": ranking.of,
            "formula": formula_rows([ranking_formula(Direction(ranking.direction), ranking.digits)]),
            "method": ranking.method,
            "places": _explained_places(request, explanation, indicator.code),
            "compared_with": {
                name: earlier and links.to(indicator.code, earlier, group.code, basis)
                for name, earlier in explanation.compared.items()
            },
        }


def _explained_places(request: Request, explanation: RankingExplanation, indicator: str) -> list[dict[str, Any]]:
    ranking = explanation.ranking
    published = ranking.source == FigureSource.PUBLISHED
    links = ExplanationLinks(request, "explain-observation" if published else "explain-growth", 3)
    places = []
    for place in places_with_bands({ranking.pk: ranking.of})[ranking.pk]:
        figure = explanation.figures.get(place["area"])
        places.append({**place, **_inputs(figure, links.to(indicator, place["area"], ranking.period), published)})
    return places


def _inputs(figure: RankedFigure | None, link: str, published: bool) -> dict[str, Any]:
    if figure is None:
        return {"unrounded": None, "inputs": [], "explain": None}
    return {
        "unrounded": plain(figure.number) if published else plain_six(figure.number),
        "inputs": input_rows(figure.inputs),
        "explain": link,
    }
