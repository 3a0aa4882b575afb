"""Which firms and results an account may know of: those inside its areas, whatever its role."""

from django.db.models import Q, QuerySet

from indicators.models import Area, User
from tracker.models import Enterprise, ScoreCard


def areas_of(user: User) -> list[int]:
    """The areas given to the account and everything below them."""
    found: set[int] = set()
    for area in user.areas.all():
        found.update(each.pk for each in Area.objects.descendants(area, include_self=True))
    return sorted(found)


def enterprises_of(user: User) -> QuerySet[Enterprise]:
    """Firms that lie in an area, or in a park, of the account."""
    areas = areas_of(user)
    return Enterprise.objects.filter(Q(area__in=areas) | Q(park__in=areas))


def cards_of(user: User) -> QuerySet[ScoreCard]:
    areas = areas_of(user)
    return ScoreCard.objects.filter(Q(enterprise__area__in=areas) | Q(enterprise__park__in=areas))
