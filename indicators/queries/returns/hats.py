"""Whose rights count when an account works with returns: its own, and those of the people it stands in for today."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils import timezone

from indicators.choices import Role
from indicators.models import Area, StandIn, User


@dataclass(frozen=True, slots=True)
class Hat:
    """An account whose rights count, the areas it was given, and all areas below them."""

    user: User
    granted: frozenset[int]
    covered: frozenset[int]

    def covers(self, areas: Iterable[int]) -> bool:
        return self.covered.issuperset(areas)

    def fills_for(self, department: int | None, areas: Iterable[int]) -> bool:
        """Whether a clerk is of the department; without one, of the own office of the areas: given these themselves."""
        if self.user.role != Role.ENTRY:
            return True
        if department is None:
            return self.granted.issuperset(areas)
        return department == self.user.department_id

    def can_work_with(self, department: int | None, areas: frozenset[int]) -> bool:
        return self.fills_for(department, areas) and self.covers(areas)


def hats_of(user: User) -> list[Hat]:
    """One's own rights first. A stand-in counts while both accounts are active and have the same role."""
    parents = parents_of_areas()
    return [hat_of(each, parents) for each in (user, *principals_of(user))]


def principals_of(user: User) -> list[User]:
    """Those the account stands in for today."""
    stand_ins = stand_ins_on(timezone.localdate()).filter(deputy=user).select_related("principal").order_by("pk")
    people = (each.principal for each in stand_ins)
    return [each for each in people if user.is_active and each.is_active and each.role == user.role]


def stand_ins_on(day: date) -> QuerySet[StandIn]:
    """The arrangements in force on a day; both ends count."""
    return StandIn.objects.filter(valid_from__lte=day, valid_until__gte=day)


def hat_of(user: User, parents: Mapping[int, int | None]) -> Hat:
    """The rights of one account; `parents` names the area above each."""
    granted = frozenset(area.pk for area in user.areas.all())
    return Hat(user, granted, frozenset(area for area in parents if _is_below(area, granted, parents)))


def parents_of_areas() -> dict[int, int | None]:
    """The area above each."""
    return dict(Area.objects.values_list("pk", "parent_id"))


def _is_below(area: int | None, granted: frozenset[int], parents: Mapping[int, int | None]) -> bool:
    while area is not None:
        if area in granted:
            return True
        area = parents.get(area)
    return False
