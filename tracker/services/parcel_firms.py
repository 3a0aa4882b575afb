"""Linking firms to the parcels they use: dated, and one firm not twice on one parcel at a time."""

from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from indicators.services.audit import Actor
from indicators.services.records import save_record
from projects.models import Parcel
from projects.queries.access import parcels_of
from tracker.models import ParcelFirm
from tracker.queries.evaluations.access import enterprises_of


@transaction.atomic
def save_parcel_firm(*, link: ParcelFirm, actor: Actor, reason: str = "") -> frozenset[str]:
    """Link a firm, or end or correct a link; raises `ValidationError` with every fault."""
    if actor.user and not actor.user.has_perm(f"tracker.{'change' if link.pk else 'add'}_parcelfirm"):
        raise PermissionDenied("用地企业由审定发布岗关联")
    faults: dict[str, str] = {}
    if link.pk and not reason.strip():
        faults["reason"] = "修改须写明理由"
    if link.parcel_id and link.enterprise_id:
        # Two links of one parcel follow one another.
        Parcel.objects.select_for_update(no_key=True).get(pk=link.parcel_id)
        faults |= _faults(link, actor)
    if faults:
        raise ValidationError(faults)
    key = link_key(link) if link.parcel_id and link.enterprise_id else ""
    return save_record(instance=link, key=key, actor=actor, reason=reason, fixed=["parcel", "enterprise"])


def link_key(link: ParcelFirm) -> str:
    return f"{link.parcel.code}/{link.enterprise.code}"


def _faults(link: ParcelFirm, actor: Actor) -> dict[str, str]:
    faults = {}
    if actor.user and not parcels_of(actor.user).filter(pk=link.parcel_id).exists():
        faults["parcel"] = "不在本账号的地区内"
    if actor.user and not enterprises_of(actor.user).filter(pk=link.enterprise_id).exists():
        faults["enterprise"] = "不在本账号的地区内"
    others = ParcelFirm.objects.filter(parcel=link.parcel_id, enterprise=link.enterprise_id).exclude(pk=link.pk)
    for other in others:
        if link.valid_from and _overlap(link, other):
            until = other.valid_until or "今"
            faults["valid_from"] = f"该企业 {other.valid_from} 至 {until} 已在这一地块"
    return faults


def _overlap(one: ParcelFirm, other: ParcelFirm) -> bool:
    """Both ends count."""
    return one.valid_from <= (other.valid_until or date.max) and other.valid_from <= (one.valid_until or date.max)
