"""Changing areas and peer groups. Everything derived follows, since places and series hang on them."""

from django.core.exceptions import ValidationError
from django.db import transaction

from indicators.domain.area_codes import area_code_fault, closed_chains
from indicators.domain.spans import spans_overlap
from indicators.models import Area, PeerGroup, PeerGroupMember
from indicators.models.advisory import AdvisoryLock, hold
from indicators.services.audit import Actor
from indicators.services.calculations import bump_definitions_version, request_all_calculations
from indicators.services.records import delete_record, save_record


@transaction.atomic
def save_area(*, area: Area, actor: Actor, reason: str = "") -> None:
    """Create or change one area; refuses a code that is none and a chain that closes on itself."""
    hold(AdvisoryLock.LEDGER)
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
    is_new = area.pk is None
    changed = save_record(instance=area, key=area.code, actor=actor, reason=reason, fixed=["code"])
    if changed:
        bump_definitions_version()
    if changed & {"parent", "succeeds"} and not (is_new and area.succeeds is None):
        request_all_calculations()


@transaction.atomic
def save_peer_group(*, group: PeerGroup, actor: Actor, reason: str = "") -> None:
    """Create or rename a peer group."""
    hold(AdvisoryLock.LEDGER)
    if save_record(instance=group, key=group.code, actor=actor, reason=reason, fixed=["code"]):
        bump_definitions_version()


@transaction.atomic
def save_member(*, member: PeerGroupMember, actor: Actor, reason: str = "") -> None:
    """Add a member to a peer group, or change its dates; two spans of one area may not overlap."""
    hold(AdvisoryLock.LEDGER)
    others = PeerGroupMember.objects.filter(group=member.group, area=member.area).exclude(pk=member.pk)
    span = (member.valid_from, member.valid_until)
    if any(spans_overlap(span, (other.valid_from, other.valid_until)) for other in others):
        raise ValidationError(f"{member.area} 在“{member.group}”中的时段与已有的成员时段重叠")
    if save_record(instance=member, key=_member_key(member), actor=actor, reason=reason):
        bump_definitions_version()
        request_all_calculations()


@transaction.atomic
def remove_member(*, member: PeerGroupMember, actor: Actor, reason: str = "") -> None:
    """Take back a membership entered by mistake; one that ended gets its last day instead."""
    hold(AdvisoryLock.LEDGER)
    delete_record(instance=member, key=_member_key(member), actor=actor, reason=reason)
    bump_definitions_version()
    request_all_calculations()


def _member_key(member: PeerGroupMember) -> str:
    return f"{member.group.code}/{member.area.code}/{member.valid_from or ''}"
