"""What one person is responsible for and has not finished, and who could take all of it over."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.db.models import QuerySet

from indicators.choices import Role
from indicators.domain.returns import UNFINISHED
from indicators.models import FormUnit, InboxItem, Return, User
from indicators.queries.returns.hats import hat_of, parents_of_areas

FIELDS = {Role.ENTRY: "clerk", Role.REVIEWER: "reviewer"}
DUTIES = frozenset({Role.ENTRY, Role.REVIEWER, Role.PUBLISHER})


@dataclass(frozen=True, slots=True)
class Work:
    """A return or a unit, as far as it decides who can do it."""

    name: str
    department: int | None
    areas: frozenset[int]


@dataclass(frozen=True, slots=True)
class Duties:
    """Unfinished returns, units whose next returns are on the way, and open inbox items of one person."""

    returns: list[Return]
    units: list[FormUnit]
    items: list[InboxItem]

    def works(self) -> Iterator[Work]:
        """What a taker must be able to do; a return that an item is about as well."""
        about = {each.pk: each for each in [*self.returns, *(item.about for item in self.items if item.about)]}
        for each in about.values():
            yield _work(str(each), each)
        for unit in self.units:
            yield _work(f"{unit.form} {unit}", unit)


def _work(name: str, of: Return | FormUnit) -> Work:
    return Work(name, of.department_id, frozenset(area.pk for area in of.areas.all()))


def open_returns_of(person: User) -> QuerySet[Return]:
    """Unfinished returns whose clerk or reviewer the person is; publishers are named nowhere."""
    responsible = _responsible(person)
    states = [str(state) for state in UNFINISHED]
    rows = Return.objects.filter(**responsible, state__in=states) if responsible else Return.objects.none()
    return rows.select_related("form", "unit").prefetch_related("areas").order_by("period_end", "form", "unit")


def units_of(person: User) -> QuerySet[FormUnit]:
    """Active units whose clerk or reviewer the person is."""
    responsible = _responsible(person)
    rows = FormUnit.objects.filter(**responsible, is_active=True) if responsible else FormUnit.objects.none()
    return rows.select_related("form").prefetch_related("areas").order_by("form", "code")


def open_items_of(person: User) -> QuerySet[InboxItem]:
    """What waits in the person's own inbox."""
    rows = InboxItem.objects.filter(recipient=person, done_at=None)
    return rows.select_related("about__form", "about__unit").prefetch_related("about__areas").order_by("pk")


def is_responsible(person: User) -> bool:
    """Whether a unit or an unfinished return names the person; its duties go by its role, so that must stay."""
    return units_of(person).exists() or open_returns_of(person).exists()


def _responsible(person: User) -> dict[str, User]:
    field = FIELDS.get(Role(person.role))
    return {field: person} if field else {}


def duties_of(person: User) -> Duties:
    """A fixed number of queries, however much it is."""
    return Duties(list(open_returns_of(person)), list(units_of(person)), list(open_items_of(person)))


def takers_of(giver: User, duties: Duties) -> list[User]:
    """The active accounts of the giver's role that could do all of it."""
    works = list(duties.works())
    parents = parents_of_areas()
    people = User.objects.filter(is_active=True, role=giver.role).exclude(pk=giver.pk).select_related("department")
    return [
        each for each in people.prefetch_related("areas").order_by("username") if not out_of_reach(each, works, parents)
    ]


def out_of_reach(person: User, works: list[Work], parents: Mapping[int, int | None]) -> list[str]:
    """What lies outside the person's own department or areas, by name."""
    hat = hat_of(person, parents)
    return [work.name for work in works if not hat.can_work_with(work.department, work.areas)]
