"""Areas and peer groups as lists."""

from collections.abc import Sequence
from datetime import date

from indicators.models import Area, PeerGroup, PeerGroupMember
from indicators.models.areas import valid_on
from indicators.queries.lists.codes import area_named, areas_under, peer_group_named
from indicators.queries.lists.pages import Listing, Record
from indicators.queries.lists.texts import Column, Day, OrNull

AREA_COLUMNS: dict[str, Column] = {
    "code": "code",
    "name": "name",
    "kind": "kind",
    "parent": "parent__code",
    "valid_from": Day("valid_from"),
    "valid_until": Day("valid_until"),
    "succeeds": "succeeds__code",
    "class": OrNull("area_class"),
}


def area_list(
    *,
    area: str | None = None,
    area_under: str | None = None,
    kind: str | None = None,
    parent: str | None = None,
) -> Listing:
    rows = Area.objects.all()
    if area is not None:
        rows = rows.filter(pk=area_named(area).pk)
    if area_under is not None:
        rows = rows.filter(pk__in=areas_under(area_under))
    if kind is not None:
        rows = rows.filter(kind=kind)
    if parent is not None:
        rows = rows.filter(parent=area_named(parent, "parent"))
    return Listing(queryset=rows, key=("code",), columns=AREA_COLUMNS)


def peer_group_list(*, peer_group: str | None = None, area: str | None = None, day: date | None = None) -> Listing:
    """Groups with their members; `area` chooses the groups it belongs to, `day` the members in force on it."""
    members = PeerGroupMember.objects.all() if day is None else PeerGroupMember.objects.filter(valid_on(day))
    rows = PeerGroup.objects.all()
    if peer_group is not None:
        rows = rows.filter(pk=peer_group_named(peer_group).pk)
    if area is not None:
        rows = rows.filter(pk__in=members.filter(area=area_named(area)).values("group"))

    def add_members(records: Sequence[Record]) -> None:
        found: dict[str, list[dict[str, str | None]]] = {}
        listed = members.filter(group__code__in=[record.row["group"] for record in records])
        for group, *values in listed.order_by("area__code", "valid_from").values_list(
            "group__code", "area__code", Day("valid_from"), Day("valid_until")
        ):
            member = dict(zip(("area", "valid_from", "valid_until"), values, strict=True))
            found.setdefault(group, []).append(member)
        for record in records:
            record.row["members"] = found.get(record.row["group"], [])

    columns = {"group": "code", "name": "name"}
    return Listing(queryset=rows, key=("code",), columns=columns, complete=add_members)
