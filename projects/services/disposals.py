"""Recording disposals: append-only, never more than what is left of the parcel, checked while the parcel is locked."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from indicators.choices import AuditAction
from indicators.services.audit import Actor, record_all
from indicators.services.records import snapshot
from projects.domain.disposals import Disposal as Confirmed
from projects.domain.disposals import balance_fault
from projects.events import land_changed
from projects.models import Disposal, Parcel
from projects.queries.access import parcels_of

Key = tuple[str, date, str, str]


@dataclass(frozen=True, slots=True)
class DisposalContent:
    """One disposal, 亩; negative with a reason: a relapse."""

    parcel: str
    confirmed_on: date
    area_mu: Decimal
    mode: str
    document: str
    reason: str = ""


class DisposalsRefusedError(Exception):
    """Nothing was stored; `reasons` by parcel."""

    code = "disposals_refused"

    def __init__(self, reasons: Mapping[str, str]) -> None:
        super().__init__("；".join(f"地块 {parcel}：{reason}" for parcel, reason in reasons.items()))
        self.reasons = reasons


@transaction.atomic
def dispose_parcels(*, rows: Sequence[DisposalContent], actor: Actor, reason: str = "") -> list[Disposal]:
    """`record_disposals` for people: who may, inside their areas, with every field there.

    Raises `PermissionDenied` for the wrong role, `DisposalsRefusedError` with every reason.
    """
    codes = {row.parcel for row in rows}
    known = Parcel.objects.filter(code__in=codes)
    if actor.user:
        if not actor.user.has_perm("projects.dispose_parcel"):
            raise PermissionDenied("处置由审核岗或审定发布岗认定")
        known = parcels_of(actor.user).filter(code__in=codes)
    found = set(known.values_list("code", flat=True))
    refused = {code: f"没有代码为“{code}”的地块" for code in codes - found}
    # Locked before the stored ones are read, so that of two with the same document the second is told.
    _locked(found)
    stored = set(
        Disposal.objects.filter(parcel__code__in=found).values_list("parcel__code", "confirmed_on", "document", "mode")
    )
    for row in rows:
        key = (row.parcel, row.confirmed_on, row.document, row.mode)
        if row.parcel in found and (reasons := list(content_faults(row, stored))):
            refused[row.parcel] = "；".join(filter(None, (refused.get(row.parcel), *reasons)))
        stored.add(key)
    if refused:
        raise DisposalsRefusedError(refused)
    return record_disposals(rows=rows, actor=actor, reason=reason)


def content_faults(row: DisposalContent, stored: set[Key]) -> Iterator[str]:
    """What is wrong with a row as it is, whatever is left of the parcel."""
    today = timezone.localdate()
    if row.confirmed_on > today:
        yield f"认定日期 {row.confirmed_on} 在今天之后"
    if row.area_mu == 0:
        yield "处置面积不能为 0：处置为正，反弹为负"
    if row.area_mu < 0 and not row.reason.strip():
        yield "反弹（负数）须写明原因"
    if not row.document.strip():
        yield "须写明认定文件"
    if not row.mode.strip():
        yield "须写明处置方式"
    if (row.parcel, row.confirmed_on, row.document, row.mode) in stored:
        yield f"{row.confirmed_on} 文件“{row.document}”以“{row.mode}”方式的处置已在台账中"


@transaction.atomic
def record_disposals(*, rows: Sequence[DisposalContent], actor: Actor, reason: str = "") -> list[Disposal]:
    """Store every row or none; raises `DisposalsRefusedError` with all parcels that would not hold theirs."""
    codes = {row.parcel for row in rows}
    parcels = {each.code: each for each in _locked(codes)}
    disposals = _stored(codes)
    for row in rows:
        disposals.setdefault(row.parcel, []).append(Confirmed(row.confirmed_on, row.area_mu))
    refused = {
        code: fault.message
        for code, confirmed in disposals.items()
        if (fault := balance_fault(parcels[code].area_mu, confirmed))
    }
    if refused:
        raise DisposalsRefusedError(refused)
    created = Disposal.objects.bulk_create(
        Disposal(
            parcel=parcels[row.parcel],
            confirmed_on=row.confirmed_on,
            area_mu=row.area_mu,
            mode=row.mode,
            document=row.document,
            reason=row.reason,
        )
        for row in rows
    )
    record_all(
        actor=actor,
        action=AuditAction.CREATED,
        object_type="disposal",
        objects=[(each.parcel.code, snapshot(each)) for each in created],
        reason=reason,
    )
    land_changed.send(sender=Disposal)
    return created


def _locked(codes: set[str]) -> list[Parcel]:
    """In one order, so that two who need the same parcels never wait for each other crosswise."""
    return list(Parcel.objects.filter(code__in=codes).order_by("pk").select_for_update(no_key=True))


def _stored(codes: set[str]) -> dict[str, list[Confirmed]]:
    found: dict[str, list[Confirmed]] = {}
    rows = Disposal.objects.filter(parcel__code__in=codes)
    for code, confirmed_on, area_mu in rows.values_list("parcel__code", "confirmed_on", "area_mu"):
        found.setdefault(code, []).append(Confirmed(confirmed_on, area_mu))
    return found
