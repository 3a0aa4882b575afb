"""Every reason against every step of a return: by state, on both sides of every window, and by whose it is."""

from datetime import date
from pathlib import Path

import pytest

from indicators.domain.returns import FROM_STATES, TO_STATE, Standing, State, Step, Window, refusals
from tests.case_tables import Row, case_table, rows_of

CASES = Path(__file__).parent / "cases" / "return_refusals.csv"


def found_in(row: Row) -> list[tuple[str, str]]:
    extended = date.fromisoformat(row["extended"]) if row["extended"] else None
    window = Window(opens_on=date(2026, 10, 1), due_on=date(2026, 10, 20), extended_until=extended)
    standing = Standing(**{name: row[name] == "yes" for name in ("role", "department", "areas")})
    found = refusals(
        Step(row["step"]),
        state=State(row["state"]),
        window=window,
        today=date.fromisoformat(row["today"]),
        standing=standing,
        role_name="填报岗",
    )
    return [(each.code, each.message) for each in found]


@pytest.mark.parametrize("row", case_table(CASES))
def test_exactly_these_reasons(row: Row) -> None:
    found = found_in(row)
    assert sorted(code for code, _ in found) == sorted(row["codes"].split())
    assert all(message for _, message in found)


def test_the_table_holds_every_step_in_every_state() -> None:
    assert {(row["step"], row["state"]) for row in rows_of(CASES)} == {
        (step, state) for step in Step for state in State
    }


def test_reasons_say_who_may_and_until_when() -> None:
    row = {"step": "write", "state": "draft", "today": "2026-10-26", "extended": "2026-10-25"}
    said = dict(found_in({**row, "role": "no", "department": "yes", "areas": "yes"}))
    assert "填报岗" in said["not_your_role"]
    assert "2026-10-25（含延期）" in said["past_deadline"]
    early = dict(found_in({**row, "today": "2026-09-30", "role": "yes", "department": "yes", "areas": "yes"}))
    assert "2026-10-01" in early["not_open_yet"]


def test_every_step_but_writing_and_extending_leads_on() -> None:
    assert Step.WRITE not in TO_STATE
    assert Step.EXTEND not in TO_STATE
    assert FROM_STATES.keys() - TO_STATE.keys() == {Step.WRITE, Step.EXTEND}
    assert all(TO_STATE[step] not in FROM_STATES[step] for step in TO_STATE)
