"""Recording disposals: append-only, never more than what is left of the parcel, checked while the parcel is locked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction

from indicators.choices import AuditAction
from indicators.services.audit import Actor, record_all
from indicators.services.records import snapshot
from projects.domain.disposals import Disposal as Confirmed
from projects.domain.disposals import balance_fault
from projects.models import Disposal, Parcel


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
