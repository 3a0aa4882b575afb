"""Disposals fit their parcel at the end of every day; totals by ledger and mode, ledgers apart."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from projects.domain.disposals import Disposal, Entry, Ledger, balance_fault, ledger_totals
from tests.case_tables import Row, case_table

CASES = Path(__file__).parent / "cases"


@pytest.mark.parametrize("row", case_table(CASES / "balances.csv"))
def test_disposals_lie_between_nothing_and_the_parcel(row: Row) -> None:
    parts = [part.split(":") for part in row["disposals"].split()]
    disposals = [Disposal(date.fromisoformat(day), Decimal(area_mu)) for day, area_mu in parts]
    fault = balance_fault(Decimal(row["area_mu"]), disposals)
    found = (fault.code, str(fault.day)) if fault else ("", "")
    assert found == (row["code"], row["day"])


def test_totals_keep_ledgers_and_modes_apart() -> None:
    parcels = [(Ledger.IDLE, Decimal("10")), (Ledger.INEFFICIENT, Decimal("27.5")), (Ledger.INEFFICIENT, Decimal("2"))]
    entries = [
        Entry(Ledger.INEFFICIENT, "政策赋能", Decimal("12")),
        Entry(Ledger.INEFFICIENT, "增产扩资", Decimal("5.5")),
        Entry(Ledger.INEFFICIENT, "政策赋能", Decimal("-2")),
    ]
    totals = ledger_totals(parcels, entries)
    assert list(totals) == [Ledger.INEFFICIENT, Ledger.IDLE]
    inefficient, idle = totals[Ledger.INEFFICIENT], totals[Ledger.IDLE]
    assert (inefficient.parcels, inefficient.area_mu, inefficient.disposed_mu) == (2, Decimal("29.5"), Decimal("15.5"))
    assert inefficient.by_mode == {"增产扩资": Decimal("5.5"), "政策赋能": Decimal("10")}
    assert (idle.parcels, idle.area_mu, idle.disposed_mu, idle.by_mode) == (1, Decimal("10"), 0, {})
