"""Parcels and disposals as the interface lists them, and what each ledger comes to."""

from collections.abc import Sequence
from datetime import date

from django.utils import timezone

from indicators.domain.numbers import plain
from indicators.models import User
from indicators.queries.lists.codes import UnknownCodeError
from indicators.queries.lists.pages import Listing, Record, Rows
from indicators.queries.lists.texts import Column, Day, OrNull, Plain
from projects.domain.idle import ParcelState, idleness
from projects.domain.package_tables import DISPOSALS, PARCEL_STATE, PARCELS
from projects.models import Parcel
from projects.queries.access import disposals_of, own_area, own_areas_under, parcels_of
from projects.queries.land_totals import totals_by_ledger

WRITTEN: dict[str, Column] = {
    "park": "park__code",
    "parcel": "parcel__code",
    **{name: Plain(name) for name in ("area_mu", "due_mu", "developed_mu", "invested_share")},
    **{name: Day(name) for name in ("agreed_start", "started_on", "stopped_on", "confirmed_on")},
    **{name: OrNull(name) for name in ("holder", "reason")},
}
PARCEL_COLUMNS: dict[str, Column] = {name: WRITTEN.get(name, name) for name in PARCELS.columns}
DISPOSAL_COLUMNS: dict[str, Column] = {name: WRITTEN.get(name, name) for name in DISPOSALS.columns}


def parcel_list(
    user: User,
    *,
    park: str | None = None,
    area_under: str | None = None,
    ledger: str | None = None,
    on: date | None = None,
) -> Listing:
    """The parcels inside the account's areas, each with whether it is idle on a day, by default today."""
    rows = parcels_of(user)
    if park is not None:
        rows = rows.filter(park=own_area(user, park, "park"))
    if area_under is not None:
        rows = rows.filter(park__in=own_areas_under(user, area_under))
    if ledger is not None:
        rows = rows.filter(ledger=ledger)
    day = on or timezone.localdate()
    return Listing(queryset=rows, key=("code",), columns=PARCEL_COLUMNS, complete=lambda records: _judge(records, day))


def _judge(records: Sequence[Record], day: date) -> None:
    codes = [record.row["code"] for record in records]
    values = Parcel.objects.filter(code__in=codes).values_list("code", *PARCEL_STATE)
    states = {code: ParcelState(**dict(zip(PARCEL_STATE, state, strict=True))) for code, *state in values}
    for record in records:
        found = idleness(states[record.row["code"]], day)
        record.row |= {"idle": found.is_idle, "idle_words": found.words}


def disposal_list(
    user: User, *, parcel: str | None = None, mode: str | None = None, park: str | None = None, year: int | None = None
) -> Listing:
    rows = disposals_of(user)
    if parcel is not None:
        if not parcels_of(user).filter(code=parcel).exists():
            raise UnknownCodeError("parcel", parcel)
        rows = rows.filter(parcel__code=parcel)
    if park is not None:
        rows = rows.filter(parcel__park=own_area(user, park, "park"))
    if mode is not None:
        rows = rows.filter(mode=mode)
    if year is not None:
        rows = rows.filter(confirmed_on__year=year)
    return Listing(queryset=rows, key=("id",), columns=DISPOSAL_COLUMNS)


def land_summary(user: User, *, park: str | None = None, until: date | None = None) -> Rows:
    """One row a ledger that has parcels: what of them is disposed of, counted up to and including a day."""
    parcels = parcels_of(user)
    if park is not None:
        parcels = parcels.filter(park=own_area(user, park, "park"))
    totals = totals_by_ledger(parcels, until)
    return Rows(
        [
            {
                "ledger": str(ledger),
                "parcels": total.parcels,
                "area_mu": plain(total.area_mu),
                "disposed_mu": plain(total.disposed_mu),
                "by_mode": {mode: plain(area_mu) for mode, area_mu in total.by_mode.items()},
            }
            for ledger, total in totals.items()
        ]
    )
