"""Disposals of a package: append-only, and together with the stored ones never more than the parcel."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from django.utils import timezone

from indicators.readers.faults import Fault, Findings
from indicators.services.audit import Actor
from indicators.services.packages import PackageRefusedError
from indicators.services.packages.keys import Keys, is_stored_so
from projects.domain.disposals import BalanceFault, balance_fault
from projects.domain.disposals import Disposal as Confirmed
from projects.domain.package_tables import DISPOSALS
from projects.models import Disposal
from projects.readers.land import DisposalRow, read_disposals
from projects.services.disposals import DisposalContent, DisposalsRefusedError, record_disposals
from projects.services.package.parcels import NewParcels

ADVICE = "处置记录不可更改，反弹请以负数另列一行"


@dataclass(slots=True)
class NewDisposals:
    rows: list[DisposalRow] = field(default_factory=list)
    unchanged: int = 0


def check_disposals(path: Path | None, parcels: NewParcels, findings: Findings) -> NewDisposals:
    new, keys = NewDisposals(), Keys()
    if path is None:
        return new
    stored = {
        tuple(key): {"area_mu": area_mu, "reason": reason}
        for area_mu, reason, *key in Disposal.objects.values_list(
            "area_mu", "reason", "parcel__code", "confirmed_on", "document", "mode"
        )
    }
    today = timezone.localdate()
    for row in read_disposals(path, findings):
        key = (row.parcel, row.confirmed_on, row.document, row.mode)
        if row.parcel not in parcels.areas:
            row.cells.fault("parcel", "unknown_parcel", f"没有代码为“{row.parcel}”的地块")
        elif row.confirmed_on > today:
            row.cells.fault("confirmed_on", "in_future", f"认定日期 {row.confirmed_on} 在今天之后")
        elif not keys.is_first(row.cells, "parcel", key):
            continue
        elif key not in stored:
            new.rows.append(row)
        elif is_stored_so(row.cells, {"area_mu": row.area_mu, "reason": row.reason}, stored[key], ADVICE):
            new.unchanged += 1
    _check_balances(new.rows, stored, parcels)
    return new


def _check_balances(rows: Sequence[DisposalRow], stored: Mapping[tuple, Mapping], parcels: NewParcels) -> None:
    """The fault stands at the last row of the parcel that the fault's day includes and that pushes its way."""
    before: dict[str, list[Confirmed]] = {}
    for (parcel, confirmed_on, *_), content in stored.items():
        before.setdefault(parcel, []).append(Confirmed(confirmed_on, content["area_mu"]))
    added: dict[str, list[DisposalRow]] = {}
    for row in rows:
        added.setdefault(row.parcel, []).append(row)
    for parcel, new in added.items():
        area_mu = parcels.areas[parcel]
        if not area_mu:
            continue  # the parcel's own row is at fault
        confirmed = [*before.get(parcel, []), *(Confirmed(row.confirmed_on, row.area_mu) for row in new)]
        if fault := balance_fault(area_mu, confirmed):
            _at_fault(new, fault).cells.fault("area_mu", fault.code, fault.message)


def _at_fault(rows: Sequence[DisposalRow], fault: BalanceFault) -> DisposalRow:
    until = [row for row in rows if row.confirmed_on <= fault.day]
    pushing = [row for row in until if (row.area_mu > 0) == (fault.code == "more_than_left")]
    return max(pushing or until, key=lambda row: (row.confirmed_on, row.cells.row.number))


def store_disposals(new: NewDisposals, actor: Actor, reason: str) -> int:
    rows = [
        DisposalContent(row.parcel, row.confirmed_on, row.area_mu, row.mode, row.document, row.reason)
        for row in new.rows
    ]
    try:
        return len(record_disposals(rows=rows, actor=actor, reason=reason))
    except DisposalsRefusedError as refusal:
        # Somebody else disposed of the same parcel between check and write.
        raise PackageRefusedError([Fault(DISPOSALS.file, 0, "", "changed_meanwhile", str(refusal))]) from refusal
