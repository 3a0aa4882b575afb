"""A parcel and a row of the summary with everything they rest on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from indicators.domain.numbers import plain
from indicators.models import AuditEntry, User
from indicators.queries.lists.codes import UnknownCodeError
from projects.domain.counted import CountedArea, Rule
from projects.domain.disposals import Ledger, LedgerTotal
from projects.domain.parcel_way import WayLine
from projects.models import Disposal, Parcel
from projects.queries.access import own_area, parcels_of
from projects.queries.land_counting import counted_by_parcel, land_rules
from projects.queries.land_totals import totals_by_ledger
from projects.queries.parcel_facts import disposals_with_entries, entries_about, parcels_with_disposed, way_of


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplainedParcel:
    parcel: Parcel
    disposed_mu: Decimal
    left_mu: Decimal
    disposals: Sequence[Disposal]
    counted: Sequence[CountedArea]
    way: Sequence[WayLine]
    entries: Sequence[AuditEntry]


def explained_parcel(user: User, code: str, on: date) -> ExplainedParcel:
    """Raises `UnknownCodeError` for one outside the account's areas, as if there were none."""
    parcel = None if "\0" in code else parcels_with_disposed(user).filter(code=code).first()
    if parcel is None:
        raise UnknownCodeError("parcel", code)
    alone = Parcel.objects.filter(pk=parcel.pk)
    return ExplainedParcel(
        parcel=parcel,
        disposed_mu=parcel.disposed_mu,
        left_mu=parcel.left_mu,
        disposals=disposals_with_entries(parcel),
        counted=counted_by_parcel(alone).get(parcel.pk, ()),
        way=way_of(parcel, on),
        entries=list(entries_about(parcel)),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplainedLedger:
    """One row of the summary: its parcels, their disposals, and which parts of these count from when."""

    total: LedgerTotal
    rules: Sequence[Rule]
    parcels: QuerySet[Parcel]
    disposals: Mapping[int, Sequence[Disposal]]
    counted: Mapping[int, Sequence[CountedArea]]


def explained_ledger(
    user: User, ledger: str, *, park: str | None = None, until: date | None = None
) -> ExplainedLedger | None:
    """None where the account has no parcel of the ledger."""
    parcels = parcels_of(user).filter(ledger=ledger).select_related("park").order_by("code")
    if park is not None:
        parcels = parcels.filter(park=own_area(user, park, "park"))
    total = totals_by_ledger(parcels, until).get(Ledger(ledger))
    if total is None:
        return None
    disposals: dict[int, list[Disposal]] = {}
    for each in Disposal.objects.filter(parcel__in=parcels.order_by().values("pk")).order_by("confirmed_on", "pk"):
        disposals.setdefault(each.parcel_id, []).append(each)
    return ExplainedLedger(
        total=total, rules=land_rules(), parcels=parcels, disposals=disposals, counted=counted_by_parcel(parcels)
    )


def disposal_row(disposal: Disposal) -> dict[str, Any]:
    return {
        "confirmed_on": disposal.confirmed_on.isoformat(),
        "area_mu": plain(disposal.area_mu),
        "mode": disposal.mode,
        "document": disposal.document,
        "reason": disposal.reason or None,
    }
