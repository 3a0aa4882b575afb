"""Which firms and results an account may know of: those inside its areas, whatever its role."""

from django.db.models import Q, QuerySet

from indicators.models import User
from indicators.queries.access_areas import areas_of
from tracker.models import Enterprise, ScoreCard


def enterprises_of(user: User) -> QuerySet[Enterprise]:
    """Firms that lie in an area, or in a park, of the account."""
    areas = areas_of(user)
    return Enterprise.objects.filter(Q(area__in=areas) | Q(park__in=areas))


def cards_of(user: User) -> QuerySet[ScoreCard]:
    areas = areas_of(user)
    return ScoreCard.objects.filter(Q(enterprise__area__in=areas) | Q(enterprise__park__in=areas))
