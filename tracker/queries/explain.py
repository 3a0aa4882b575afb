"""What stands behind a ranking: the figure of every member, and the rankings its places are compared with."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from indicators.domain.periods import Period
from indicators.models import Growth, Indicator, PeerGroup
from indicators.queries.explain import Input, computation_inputs
from tracker.choices import FigureSource
from tracker.domain.standings import SOURCE_COLUMNS
from tracker.models import Ranking


@dataclass(frozen=True, slots=True)
class RankedFigure:
    """What a member was ranked by, before rounding, and the published figures it rests on."""

    number: Decimal
    inputs: list[Input]


@dataclass(frozen=True, slots=True, kw_only=True)
class RankingExplanation:
    """`figures` by area code; `compared` holds the periods of the earlier rankings its places are compared with."""

    ranking: Ranking
    figures: Mapping[str, RankedFigure]
    compared: Mapping[str, str | None]


def ranking_explanation(
    indicator: Indicator, period: Period, peer_group: PeerGroup, basis: str
) -> RankingExplanation | None:
    """None when there is no such ranking. A fixed number of queries."""
    family = Ranking.objects.filter(indicator=indicator, peer_group=peer_group, basis=basis)
    ranking = family.filter(period=str(period)).first()
    if ranking is None:
        return None
    earlier = {"previous": str(period.previous()), "year_ago": str(period.year_before())}
    known = set(family.filter(period__in=earlier.values(), source=ranking.source).values_list("period", flat=True))
    return RankingExplanation(
        ranking=ranking,
        figures=_figures_of(ranking, indicator, period),
        compared={name: text if text in known else None for name, text in earlier.items()},
    )


def _figures_of(ranking: Ranking, indicator: Indicator, period: Period) -> dict[str, RankedFigure]:
    column = SOURCE_COLUMNS[ranking.basis, ranking.source]
    rows = Growth.objects.filter(
        indicator=indicator,
        period=ranking.period,
        area__in=ranking.places.filter(place__isnull=False).values("area"),
    ).select_related("area", "observation__indicator", "observation__area", "observation__audit_entry")
    computed: dict[int, list[Input]] = {}
    if ranking.source == FigureSource.COMPUTED:
        computed = computation_inputs(indicator, [row.area_id for row in rows], period)
    return {
        row.area.code: RankedFigure(
            getattr(row, column),
            computed.get(row.area_id) or ([Input(["ranked"], row.observation)] if row.observation else []),
        )
        for row in rows
    }
