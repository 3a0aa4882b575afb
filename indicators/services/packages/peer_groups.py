"""Peer groups of a package: one row a membership; the group is made with its first member."""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from indicators.choices import AuditAction
from indicators.domain.packages import PEER_GROUPS
from indicators.domain.spans import spans_overlap
from indicators.models import Area, PeerGroup, PeerGroupMember
from indicators.readers.areas import MemberRow, read_members
from indicators.readers.faults import Findings
from indicators.services.audit import Actor, record_all
from indicators.services.packages.areas import NewAreas
from indicators.services.records import snapshot

Member = tuple[str, str]  # group, area


@dataclass(slots=True)
class NewMembers:
    """What the package adds, and the codes of every known group."""

    rows: list[MemberRow] = field(default_factory=list)
    unchanged: int = 0
    groups: set[str] = field(default_factory=set)


def check_members(path: Path | None, areas: NewAreas, findings: Findings) -> NewMembers:
    names = dict(PeerGroup.objects.values_list("code", "name"))
    new = NewMembers(groups=set(names))
    if path is None:
        return new
    known = _stored_spans()
    lines: dict[Member, dict[date | None, int]] = {}
    for row in read_members(path, findings):
        member = (row.group, row.area)
        before = len(findings.faults)
        spans, seen = known.setdefault(member, {}), lines.setdefault(member, {})
        if row.valid_from in seen:
            _fault(findings, row, "area", "conflict", f"成员 {row.area} 重复（首见第 {seen[row.valid_from]} 行）")
        elif row.valid_from in spans and spans[row.valid_from] != row.valid_until:
            message = (
                f"成员 {row.area} 已存的 valid_until 为“{spans[row.valid_from] or ''}”，这里为“{row.valid_until or ''}”"
            )
            _fault(findings, row, "valid_until", "conflict", message)
        elif _overlaps(row, spans):
            _fault(findings, row, "valid_from", "conflict", f"成员 {row.area} 的时段与它的另一时段重叠")
        if row.area and row.area not in areas.validity:
            _fault(findings, row, "area", "unknown_area", f"没有代码为“{row.area}”的地区")
        if (name := names.setdefault(row.group, row.name)) != row.name:
            _fault(findings, row, "name", "conflict", f"比较组 {row.group} 的名称为“{name}”，这里为“{row.name}”")
        seen.setdefault(row.valid_from, row.line)
        if len(findings.faults) > before:
            continue
        if row.valid_from in spans:
            new.unchanged += 1
        else:
            spans[row.valid_from] = row.valid_until
            new.rows.append(row)
    new.groups = set(names)
    return new


def _stored_spans() -> dict[Member, dict[date | None, date | None]]:
    """By group and area the last days of its spans, by their first days."""
    spans: dict[Member, dict[date | None, date | None]] = {}
    rows = PeerGroupMember.objects.values_list("group__code", "area__code", "valid_from", "valid_until")
    for group, area, valid_from, valid_until in rows:
        spans.setdefault((group, area), {})[valid_from] = valid_until
    return spans


def _overlaps(row: MemberRow, spans: dict[date | None, date | None]) -> bool:
    own = (row.valid_from, row.valid_until)
    return any(spans_overlap(own, other) for other in spans.items() if other[0] != row.valid_from)


def _fault(findings: Findings, row: MemberRow, column: str, code: str, message: str) -> None:
    findings.fault(PEER_GROUPS.file, row.line, column, code, message)


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
