"""What the first page shows: the figures recorded last, and the newest places of the areas of an account."""

from django.db.models import QuerySet

from indicators.models import Observation, User
from tracker.models import RankingPlace


def newest_figures() -> QuerySet[Observation]:
    """The current figures, those recorded last first: ids grow in that order."""
    return Observation.objects.current().figures().select_related("indicator", "area").order_by("-pk")


def newest_places(user: User) -> QuerySet[RankingPlace]:
    """The places of the areas given to the account among others, the newest period first."""
    return (
        RankingPlace.objects.filter(area__in=user.areas.all(), place__isnull=False, ranking__of__gt=1)
        .select_related("area", "ranking__indicator", "ranking__peer_group")
        .order_by("-ranking__period_end", "ranking__indicator__code", "ranking__peer_group__code", "ranking__basis")
    )
