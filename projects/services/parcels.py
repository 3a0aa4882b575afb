"""Keeping parcels: inside the account's areas, never smaller than what is disposed of, every change with a reason."""

from collections.abc import Iterator

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from indicators.domain.numbers import DECIMALS, INTEGER_DIGITS
from indicators.queries.access_areas import areas_of
from indicators.services.audit import Actor
from indicators.services.records import save_record
from projects.domain.disposals import Disposal as Confirmed
from projects.domain.disposals import balance_fault
from projects.domain.geometry import InvalidGeometryError, check_geometry
from projects.events import land_changed
from projects.models import Disposal, Parcel

Fault = tuple[str, str]  # field and message


@transaction.atomic
def save_parcel(*, parcel: Parcel, actor: Actor, reason: str = "") -> frozenset[str]:
    """Add or change a parcel; returns what changed. Raises `ValidationError` with every fault."""
    stored = Parcel.objects.select_for_update(no_key=True).filter(pk=parcel.pk).first() if parcel.pk else None
    if actor.user and not actor.user.has_perm(f"projects.{'change' if stored else 'add'}_parcel"):
        raise PermissionDenied("地块由填报岗、审核岗或审定发布岗维护")
    faults: dict[str, list[str]] = {}
    for field, message in _faults(parcel, stored, actor, reason):
        faults.setdefault(field, []).append(message)
    if faults:
        raise ValidationError(faults)
    changed = save_record(instance=parcel, key=parcel.code, actor=actor, reason=reason, fixed=["code"])
    if changed & {"area_mu", "park", "ledger"}:
        land_changed.send(sender=Parcel)
    return changed


def _faults(parcel: Parcel, stored: Parcel | None, actor: Actor, reason: str) -> Iterator[Fault]:
    if stored and not reason.strip():
        yield "reason", "修改须写明理由"
    if actor.user:
        own = set(areas_of(actor.user))
        if parcel.park_id and parcel.park_id not in own:
            yield "park", "不在本账号的地区内"
        if stored and stored.park_id not in own:
            raise PermissionDenied("该地块不在本账号的地区内")
    yield from _area_faults(parcel, stored)
    if parcel.started_on and parcel.stopped_on and parcel.stopped_on < parcel.started_on:
        yield "stopped_on", f"停工日期 {parcel.stopped_on} 早于动工日期 {parcel.started_on}"
    if parcel.geometry is not None:
        try:
            check_geometry(parcel.geometry)
        except InvalidGeometryError as error:
            yield "geometry", str(error)
        if not parcel.datum:
            yield "datum", "有图形时须注明坐标系"


def _area_faults(parcel: Parcel, stored: Parcel | None) -> Iterator[Fault]:
    area_mu = parcel.area_mu
    if area_mu is None:
        return  # said by the field itself
    exponent = area_mu.as_tuple().exponent
    if isinstance(exponent, int) and -exponent > DECIMALS:
        yield "area_mu", f"换算成亩后小数超过 {DECIMALS} 位"
    if abs(area_mu) >= 10**INTEGER_DIGITS:
        yield "area_mu", f"面积的整数部分超过 {INTEGER_DIGITS} 位"
    if stored:
        disposals = Disposal.objects.filter(parcel=stored).values_list("confirmed_on", "area_mu")
        if fault := balance_fault(area_mu, (Confirmed(*row) for row in disposals)):
            yield "area_mu", f"面积不能小于已处置的：{fault.message}"
