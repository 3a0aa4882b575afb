"""Rule C25: idle or not on a date, with the reason in words."""

from datetime import date
from pathlib import Path

import pytest

from projects.domain.idle import ParcelState, idle_checks, idleness
from tests.case_tables import Row, case_table, number

CASES = Path(__file__).parent / "cases"


def day(cell: str) -> date | None:
    return date.fromisoformat(cell) if cell else None


@pytest.mark.parametrize("row", case_table(CASES / "idle.csv"))
def test_idle_on_a_day(row: Row) -> None:
    state = ParcelState(
        **{name: day(row[name]) for name in ("agreed_start", "started_on", "stopped_on")},
        **{name: number(row[name]) for name in ("due_mu", "developed_mu", "invested_share")},
    )
    found = idleness(state, date.fromisoformat(row["on"]))
    assert (found.reason or "", found.is_idle) == (row["reason"], bool(row["reason"]))
    assert found.words


def test_the_words_name_what_falls_short() -> None:
    state = ParcelState(
        started_on=date(2022, 1, 1),
        due_mu=number("90"),
        developed_mu=number("29"),
        invested_share=number("24.5"),
        stopped_on=date(2024, 1, 1),
    )
    assert idleness(state, date(2025, 2, 1)).words == (
        "应动工 90 亩，已动工 29 亩，不足三分之一，已投资 24.5%，不足 25%，且 2024-01-01 起停工，至 2025-02-01 满一年"
    )


@pytest.mark.parametrize("row", case_table(CASES / "idle.csv"))
def test_the_checks_lead_to_the_same_answer(row: Row) -> None:
    state = ParcelState(
        **{name: day(row[name]) for name in ("agreed_start", "started_on", "stopped_on")},
        **{name: number(row[name]) for name in ("due_mu", "developed_mu", "invested_share")},
    )
    on = date.fromisoformat(row["on"])
    [started, *rest] = idle_checks(state, on)
    if not started.holds:
        found = all(check.holds for check in rest)
    else:
        found = len(rest) == 4 and bool(rest[0].holds and rest[1].holds and (rest[2].holds or rest[3].holds))
    assert found == idleness(state, on).is_idle
    assert all(check.condition and check.inputs for check in [started, *rest])
