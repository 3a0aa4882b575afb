"""Areas: lineages across successions, membership in a peer group on a day, and single rows for the screens."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db.models import QuerySet

from indicators.models import Area, PeerGroupMember


@dataclass(frozen=True, slots=True)
class Lineages:
    """Which area continues which. A series of an area reads its own figures first, then those of its predecessors."""

    predecessor: Mapping[int, int]
    successor: Mapping[int, int]

    def back_from(self, area: int) -> Iterable[int]:
        """The area itself, then what it continues, newest first."""
        current: int | None = area
        while current is not None:
            yield current
            current = self.predecessor.get(current)

    def forward_from(self, area: int) -> Iterable[int]:
        """The area itself, then what continues it: the areas whose series read its figures."""
        current: int | None = area
        while current is not None:
            yield current
            current = self.successor.get(current)


def lineages() -> Lineages:
    pairs = dict(Area.objects.filter(succeeds__isnull=False).values_list("pk", "succeeds_id"))
    return Lineages(predecessor=pairs, successor={old: new for new, old in pairs.items()})


@dataclass(frozen=True, slots=True)
class Membership:
    """The dated members of one peer group, by area id."""

    spans: list[tuple[int, date | None, date | None]] = field(default_factory=list)

    def on(self, day: date) -> list[int]:
        """Members in force on `day`, both ends included."""
        return [
            area
            for area, valid_from, valid_until in self.spans
            if (valid_from is None or valid_from <= day) and (valid_until is None or day <= valid_until)
        ]


def memberships(groups: Iterable[int] | None = None) -> dict[int, Membership]:
    """The members of every peer group (or of `groups`), in the order of area codes."""
    rows = PeerGroupMember.objects.order_by("area__code").values_list(
        "group_id", "area_id", "valid_from", "valid_until"
    )
    if groups is not None:
        rows = rows.filter(group_id__in=groups)
    found: dict[int, Membership] = {}
    for group, area, valid_from, valid_until in rows:
        found.setdefault(group, Membership()).spans.append((area, valid_from, valid_until))
    return found


def common_parent(members: Iterable[int], parents: Mapping[int, int | None]) -> int | None:
    """The nearest area above all members: the whole that a partition makes up; None without one."""
    chains = [_ancestors(member, parents) for member in members]
    if not chains:
        return None
    shared = set(chains[0]).intersection(*chains[1:])
    return next((area for area in chains[0] if area in shared), None)


def _ancestors(area: int, parents: Mapping[int, int | None]) -> list[int]:
    chain: list[int] = []
    current = parents.get(area)
    while current is not None and current not in chain:
        chain.append(current)
        current = parents.get(current)
    return chain


def area_with_id(pk: int) -> Area | None:
    return Area.objects.filter(pk=pk).first()


def area_and_below(area: Area) -> list[int]:
    """The ids of the area and of everything below it."""
    return [each.pk for each in area.descendants(include_self=True)]


def members_with_ids(ids: Iterable[int]) -> QuerySet[PeerGroupMember]:
    """Memberships as they are stored."""
    return PeerGroupMember.objects.filter(pk__in=list(ids)).select_related("group", "area")
