"""Rankings as readers see them: the record with its places in order, and the rankings around it."""

from collections.abc import Iterable

from django.db.models import F, Prefetch, QuerySet

from tracker.models import Ranking, RankingPlace


def places_in_order() -> QuerySet[RankingPlace]:
    """Places with the best first and the members without a figure last, each part by area code."""
    return RankingPlace.objects.select_related("area").order_by(F("place").asc(nulls_last=True), "area__code")


def places_of(ranking: Ranking) -> QuerySet[RankingPlace]:
    return places_in_order().filter(ranking=ranking)


def ranking_table(*, indicator: str, period: str, peer_group: str, basis: str) -> Ranking | None:
    """One ranking by its codes with its places in order, None when there is none; two queries whatever the size."""
    return (
        Ranking.objects.filter(indicator__code=indicator, period=period, peer_group__code=peer_group, basis=basis)
        .select_related("indicator", "peer_group")
        .prefetch_related(Prefetch("places", queryset=places_in_order()))
        .first()
    )


def rankings_of_periods(ranking: Ranking, periods: Iterable[str]) -> QuerySet[Ranking]:
    """The rankings of the same indicator and peer group in `periods`, on every basis."""
    return Ranking.objects.filter(indicator=ranking.indicator, peer_group=ranking.peer_group, period__in=set(periods))


def rankings_of_other_groups(ranking: Ranking) -> QuerySet[Ranking]:
    """The same indicator, period and basis among other areas."""
    same = Ranking.objects.filter(indicator=ranking.indicator, period=ranking.period, basis=ranking.basis)
    return same.exclude(pk=ranking.pk).select_related("peer_group")
