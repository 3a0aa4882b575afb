"""The areas an account may know of where what is shown belongs to an area."""

from indicators.models import Area, User


def areas_of(user: User) -> list[int]:
    """The areas given to the account and everything below them."""
    found: set[int] = set()
    for area in user.areas.all():
        found.update(each.pk for each in Area.objects.descendants(area, include_self=True))
    return sorted(found)
