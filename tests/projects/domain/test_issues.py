"""Issues rise only upwards; every action with everything that speaks against it."""

from datetime import date
from pathlib import Path

import pytest

from projects import choices
from projects.domain.issues import Action, Issue, Level, action_refusals, content_refusals
from tests.case_tables import Row, case_table

CASES = Path(__file__).parent / "cases"
TODAY = date(2026, 4, 2)


def issue(level: Level = Level.PROJECT, *, resolved_on: date | None = None) -> Issue:
    return Issue(level=level, raised_on=date(2026, 3, 1), due_on=date(2026, 4, 20), resolved_on=resolved_on)


@pytest.mark.parametrize("row", case_table(CASES / "issue_actions.csv"))
def test_what_speaks_against_an_action(row: Row) -> None:
    this = issue(Level(row["level"]), resolved_on=date(2026, 4, 1) if row["resolved"] else None)
    level = Level(row["to_level"]) if row["to_level"] else None
    due_on = date.fromisoformat(row["due_on"]) if row["due_on"] else None
    note = "因为" if row["note_given"] else "  "
    found = content_refusals(this, Action(row["action"]), note=note, today=TODAY, level=level, due_on=due_on)
    assert [each.code for each in found] == row["codes"].split()
    before = [each.code for each in action_refusals(this, Action(row["action"]))]
    assert before == [code for code in row["codes"].split() if code in ("resolved", "highest", "open")]


@pytest.mark.parametrize(
    ("on", "resolved_on", "overdue", "days"),
    [
        (date(2026, 4, 20), None, False, 50),  # the last day itself is in time
        (date(2026, 4, 21), None, True, 51),
        (date(2026, 5, 1), date(2026, 4, 30), False, 60),  # settled late is overdue no more
        (date(2026, 3, 1), None, False, 0),
    ],
)
def test_overdue_and_days_open(on: date, resolved_on: date | None, overdue: bool, days: int) -> None:
    this = issue(resolved_on=resolved_on)
    assert (this.is_overdue(on), this.days_open(on)) == (overdue, days)


def test_the_words_are_those_of_the_fields() -> None:
    assert list(Level) == choices.IssueLevel.values
    assert {*Action, "raised"} == set(choices.IssueAction.values)
