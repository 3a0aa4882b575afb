"""Revitalised land (盘活): disposals of parcels, never more than what is left, ledgers never added (domain.md §5)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from indicators.domain.exact import exact
from indicators.domain.numbers import plain


class Ledger(StrEnum):
    """园区低效, 闲置, 批而未供: kept apart."""

    INEFFICIENT = "inefficient"
    IDLE = "idle"
    UNSUPPLIED = "unsupplied"


@dataclass(frozen=True, slots=True)
class Disposal:
    """One confirmed by a document; 亩, negative for a relapse."""

    confirmed_on: date
    area_mu: Decimal


@dataclass(frozen=True, slots=True)
class Entry:
    """A disposal in the ledger and mode it belongs to."""

    ledger: Ledger
    mode: str
    area_mu: Decimal


@dataclass(slots=True)
class LedgerTotal:
    """One ledger alone, 亩: its parcels, and what of them is disposed of by mode, relapses taken off."""

    parcels: int = 0
    area_mu: Decimal = Decimal(0)
    disposed_mu: Decimal = Decimal(0)
    by_mode: dict[str, Decimal] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class BalanceFault:
    """`code` is `more_than_left` or `relapse_too_large`, by the end of `day`."""

    code: str
    day: date
    message: str


@exact
def balance_fault(area_mu: Decimal, disposals: Iterable[Disposal]) -> BalanceFault | None:
    """Why the disposals of one parcel do not fit it at the end of some day; None where they do on every one."""
    total, by_day = Decimal(0), _by_day(disposals)
    for day in sorted(by_day):
        before, total = total, total + by_day[day]
        if total > area_mu:
            left = f"地块 {plain(area_mu)} 亩，此前还剩 {plain(area_mu - before)} 亩"
            return BalanceFault("more_than_left", day, f"至 {day} 共处置 {plain(total)} 亩，超过地块面积（{left}）")
        if total < 0:
            message = f"至 {day} 反弹 {plain(-by_day[day])} 亩，多于此前已处置的 {plain(before)} 亩"
            return BalanceFault("relapse_too_large", day, message)
    return None


@exact
def wholly_disposed_on(area_mu: Decimal, disposals: Iterable[tuple[date, Decimal]]) -> date | None:
    """Since when nothing is left of a parcel; None where something is, also after a relapse."""
    total, since = Decimal(0), None
    by_day = _by_day(Disposal(*each) for each in disposals)
    for day in sorted(by_day):
        total += by_day[day]
        since = (since or day) if total >= area_mu else None
    return since


def _by_day(disposals: Iterable[Disposal]) -> dict[date, Decimal]:
    found: dict[date, Decimal] = {}
    for each in disposals:
        found[each.confirmed_on] = found.get(each.confirmed_on, Decimal(0)) + each.area_mu
    return found


@exact
def ledger_totals(
    parcels: Iterable[tuple[Ledger, Decimal]], disposals: Iterable[Entry]
) -> Mapping[Ledger, LedgerTotal]:
    """Totals by ledger, in the order of `Ledger`, for the ledgers that have parcels; there is no total of ledgers."""
    totals: dict[Ledger, LedgerTotal] = {}
    for ledger, area_mu in parcels:
        total = totals.setdefault(ledger, LedgerTotal())
        total.parcels += 1
        total.area_mu += area_mu
    for entry in disposals:
        total = totals[entry.ledger]
        total.disposed_mu += entry.area_mu
        total.by_mode[entry.mode] = total.by_mode.get(entry.mode, Decimal(0)) + entry.area_mu
    for total in totals.values():
        total.by_mode = dict(sorted(total.by_mode.items()))
    return {ledger: totals[ledger] for ledger in Ledger if ledger in totals}
