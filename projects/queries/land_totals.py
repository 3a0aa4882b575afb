"""What each ledger comes to: by mode, by park, by year. There is no total of ledgers."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet

from indicators.domain.exact import exact
from projects.domain.counted import CountedArea, main_mode
from projects.domain.disposals import Entry, Ledger, LedgerTotal, ledger_totals
from projects.models import Disposal, Parcel
from projects.queries.land_counting import counted_by_parcel

Cell = tuple[str, int]  # mode and year


def totals_by_ledger(parcels: QuerySet[Parcel], until: date | None = None) -> Mapping[Ledger, LedgerTotal]:
    """Everything confirmed; with a day what counts up to and including it, by the dated settings."""
    held = [(Ledger(ledger), area_mu) for ledger, area_mu in parcels.values_list("ledger", "area_mu")]
    return ledger_totals(held, _confirmed(parcels) if until is None else _counted(parcels, until))


def _confirmed(parcels: QuerySet[Parcel]) -> Iterator[Entry]:
    rows = Disposal.objects.filter(parcel__in=parcels).values_list("parcel__ledger", "mode", "area_mu")
    return (Entry(Ledger(ledger), mode, area_mu) for ledger, mode, area_mu in rows)


def _counted(parcels: QuerySet[Parcel], until: date) -> Iterator[Entry]:
    ledgers = dict(parcels.values_list("pk", "ledger"))
    for parcel, areas in counted_by_parcel(parcels).items():
        for each in counted_until(areas, until):
            yield Entry(Ledger(ledgers[parcel]), each.mode, each.area_mu)


def counted_until(areas: Iterable[CountedArea], until: date) -> Iterator[CountedArea]:
    return (each for each in areas if each.counted_on is not None and each.counted_on <= until)


@dataclass(slots=True)
class ParkTotal:
    """One park in one ledger, 亩."""

    code: str
    name: str
    parcels: int = 0
    area_mu: Decimal = Decimal(0)
    disposed_mu: Decimal = Decimal(0)

    @property
    @exact
    def left_mu(self) -> Decimal:
        return self.area_mu - self.disposed_mu


@dataclass(slots=True)
class LedgerBoard:
    """One ledger alone: its parks by code, and what counts by main mode and year."""

    parks: Mapping[str, ParkTotal]
    by_mode_and_year: Mapping[Cell, Decimal]

    @property
    def years(self) -> list[int]:
        return sorted({year for _, year in self.by_mode_and_year})

    @property
    def modes(self) -> list[str]:
        return sorted({mode for mode, _ in self.by_mode_and_year})


@exact
def land_board(parcels: QuerySet[Parcel], until: date) -> Mapping[Ledger, LedgerBoard]:
    """Ledger by ledger, what counts up to and including a day; a fixed number of queries."""
    counted = counted_by_parcel(parcels)
    parks: dict[Ledger, dict[str, ParkTotal]] = {}
    cells: dict[Ledger, dict[Cell, Decimal]] = {}
    rows = parcels.order_by("park__code").values_list("pk", "ledger", "area_mu", "park__code", "park__name")
    for pk, in_ledger, area_mu, code, name in rows:
        ledger = Ledger(in_ledger)
        park = parks.setdefault(ledger, {}).setdefault(code, ParkTotal(code, name))
        by_mode = cells.setdefault(ledger, {})
        park.parcels += 1
        park.area_mu += area_mu
        for each in counted_until(counted.get(pk, ()), until):
            assert each.counted_on is not None
            park.disposed_mu += each.area_mu
            cell = main_mode(each.mode), each.counted_on.year
            by_mode[cell] = by_mode.get(cell, Decimal(0)) + each.area_mu
    return {ledger: LedgerBoard(parks[ledger], cells[ledger]) for ledger in Ledger if ledger in parks}
