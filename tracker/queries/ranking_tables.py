"""Rankings as readers see them: the record with its places in order."""

from django.db.models import F, Prefetch

from tracker.models import Ranking, RankingPlace


def places_in_order() -> Prefetch:
    """The places of a ranking, best first, members without a figure last; two queries whatever the size."""
    places = RankingPlace.objects.select_related("area").order_by(F("place").asc(nulls_last=True), "area__code")
    return Prefetch("places", queryset=places)


def ranking_table(*, indicator: str, period: str, peer_group: str, basis: str) -> Ranking | None:
    """One ranking by its codes, None when there is none."""
    return (
        Ranking.objects.filter(indicator__code=indicator, period=period, peer_group__code=peer_group, basis=basis)
        .select_related("indicator", "peer_group")
        .prefetch_related(places_in_order())
        .first()
    )
