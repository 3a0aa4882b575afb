"""Which projects and parcels an account may know of: those inside its areas, whatever its role."""

from django.db.models import QuerySet

from indicators.models import User
from indicators.queries.access_areas import areas_of
from indicators.queries.lists.codes import UnknownCodeError, area_named, areas_under
from projects.models import Disposal, Parcel, Project


def projects_of(user: User) -> QuerySet[Project]:
    return Project.objects.filter(area__in=areas_of(user))


def parcels_of(user: User) -> QuerySet[Parcel]:
    return Parcel.objects.filter(park__in=areas_of(user))


def disposals_of(user: User) -> QuerySet[Disposal]:
    return Disposal.objects.filter(parcel__park__in=areas_of(user))


def own_area(user: User, code: str, parameter: str) -> int:
    """The area a filter names; raises `UnknownCodeError` for one outside the account's, as if there were none."""
    found = area_named(code, parameter).pk
    if found not in areas_of(user):
        raise UnknownCodeError(parameter, code)
    return found


def own_areas_under(user: User, code: str) -> list[int]:
    """The part of a subtree that is the account's; raises `UnknownCodeError` where it is empty."""
    found = sorted(set(areas_under(code)).intersection(areas_of(user)))
    if not found:
        raise UnknownCodeError("area_under", code)
    return found
