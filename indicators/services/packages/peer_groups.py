"""Peer groups of a package: one row a membership; the group is made with its first member."""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from indicators.choices import AuditAction
from indicators.domain.packages import PEER_GROUPS
from indicators.models import Area, PeerGroup, PeerGroupMember
from indicators.readers.areas import MemberRow, read_members
from indicators.readers.faults import Findings
from indicators.services.audit import Actor, record_all
from indicators.services.packages.areas import NewAreas
from indicators.services.records import snapshot

Key = tuple[str, str, date | None]


@dataclass(slots=True)
class NewMembers:
    """What the package adds, and the codes of every known group."""

    rows: list[MemberRow] = field(default_factory=list)
    unchanged: int = 0
    groups: set[str] = field(default_factory=set)


def check_members(path: Path, areas: NewAreas, findings: Findings) -> NewMembers:
    names = dict(PeerGroup.objects.values_list("code", "name"))
    new = NewMembers(groups=set(names))
    if not path.is_file():
        return new
    stored: dict[Key, date | None] = {
        (group, area, valid_from): valid_until
        for group, area, valid_from, valid_until in PeerGroupMember.objects.values_list(
            "group__code", "area__code", "valid_from", "valid_until"
        )
    }
    first_seen: dict[Key, int] = {}
    for row in read_members(path, findings):
        key = (row.group, row.area, row.valid_from)
        faults_before = len(findings.faults)
        if key in first_seen:
            message = f"比较组 {row.group} 的成员 {row.area} 重复（首见第 {first_seen[key]} 行）"
            findings.fault(PEER_GROUPS.file, row.line, "area", "conflict", message)
        first_seen.setdefault(key, row.line)
        if row.area and row.area not in areas.validity:
            findings.fault(PEER_GROUPS.file, row.line, "area", "unknown_area", f"没有代码为“{row.area}”的地区")
        if (name := names.setdefault(row.group, row.name)) != row.name:
            message = f"比较组 {row.group} 的名称为“{name}”，这里为“{row.name}”"
            findings.fault(PEER_GROUPS.file, row.line, "name", "conflict", message)
        if key in stored and stored[key] != row.valid_until:
            message = f"成员 {row.area} 已存的 valid_until 为“{stored[key] or ''}”，这里为“{row.valid_until or ''}”"
            findings.fault(PEER_GROUPS.file, row.line, "valid_until", "conflict", message)
        if len(findings.faults) > faults_before:
            continue
        if key in stored:
            new.unchanged += 1
        else:
            new.rows.append(row)
    new.groups = set(names)
    return new


def store_members(new: NewMembers, actor: Actor, reason: str) -> int:
    if not new.rows:
        return 0
    names = {row.group: row.name for row in new.rows}
    known = set(PeerGroup.objects.filter(code__in=names).values_list("code", flat=True))
    created_groups = PeerGroup.objects.bulk_create(
        PeerGroup(code=code, name=name) for code, name in names.items() if code not in known
    )
    groups = PeerGroup.objects.in_bulk(names, field_name="code")
    areas = Area.objects.in_bulk({row.area for row in new.rows}, field_name="code")
    created = PeerGroupMember.objects.bulk_create(
        PeerGroupMember(
            group=groups[row.group], area=areas[row.area], valid_from=row.valid_from, valid_until=row.valid_until
        )
        for row in new.rows
    )
    for object_type, objects in (
        ("peergroup", [(group.code, snapshot(group)) for group in created_groups]),
        (
            "peergroupmember",
            [(f"{each.group.code}/{each.area.code}/{each.valid_from or ''}", snapshot(each)) for each in created],
        ),
    ):
        record_all(actor=actor, action=AuditAction.CREATED, object_type=object_type, objects=objects, reason=reason)
    return len(created)
