"""Changing areas and peer groups. Everything derived follows, since places and series hang on them."""

from django.core.exceptions import ValidationError
from django.db import transaction

from indicators.domain.area_codes import area_code_fault, closed_chains
from indicators.models import Area, PeerGroup, PeerGroupMember
from indicators.services.audit import Actor
from indicators.services.calculations import request_all_calculations
from indicators.services.records import delete_record, save_record


@transaction.atomic
def save_area(*, area: Area, actor: Actor, reason: str = "") -> None:
    """Create or change one area; refuses a code that is none and a chain that closes on itself."""
    faults = {}
    if message := area_code_fault(area.kind, area.code):
        faults["code"] = message
    for field, message in (("parent", "上级"), ("succeeds", "承接")):
        links = dict(Area.objects.values_list("code", f"{field}__code"))
        linked_area = getattr(area, field)
        links[area.code] = linked_area.code if linked_area else None
        if area.code in closed_chains(links):
            faults[field] = f"{message}关系绕成了一圈"
    if faults:
        raise ValidationError(faults)
    if save_record(instance=area, key=area.code, actor=actor, reason=reason):
        request_all_calculations()


@transaction.atomic
def save_peer_group(*, group: PeerGroup, actor: Actor, reason: str = "") -> None:
    """Create or rename a peer group."""
    if save_record(instance=group, key=group.code, actor=actor, reason=reason):
        request_all_calculations()


@transaction.atomic
def save_member(*, member: PeerGroupMember, actor: Actor, reason: str = "") -> None:
    """Add a member to a peer group, or change its dates; two spans of one area may not overlap."""
    overlapping = [
        other
        for other in PeerGroupMember.objects.filter(group=member.group, area=member.area).exclude(pk=member.pk)
        if _overlap(member, other)
    ]
    if overlapping:
        raise ValidationError(f"{member.area} 在“{member.group}”中的时段与已有的成员时段重叠")
    if save_record(instance=member, key=_member_key(member), actor=actor, reason=reason):
        request_all_calculations()


@transaction.atomic
def remove_member(*, member: PeerGroupMember, actor: Actor, reason: str = "") -> None:
    """Take back a membership entered by mistake; one that ended gets its last day instead."""
    delete_record(instance=member, key=_member_key(member), actor=actor, reason=reason)
    request_all_calculations()


def _member_key(member: PeerGroupMember) -> str:
    return f"{member.group.code}/{member.area.code}/{member.valid_from or ''}"


def _overlap(one: PeerGroupMember, other: PeerGroupMember) -> bool:
    starts_before_end = one.valid_from is None or other.valid_until is None or one.valid_from <= other.valid_until
    ends_after_start = one.valid_until is None or other.valid_from is None or one.valid_until >= other.valid_from
    return starts_before_end and ends_after_start
