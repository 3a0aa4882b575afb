"""What is missing: overdue first, and a need of the site that nobody has looked into."""

from datetime import date
from pathlib import Path

import pytest

from projects.choices import PreliminaryKind as Choices
from projects.domain.preliminaries import NEEDS, Item, PreliminaryKind, missing_on
from tests.case_tables import Row, case_table

CASES = Path(__file__).parent / "cases"


def item(cell: str) -> Item:
    """`kind:name:due:done`; the name `-` is one that is not needed."""
    kind, name, due, done = cell.split(":")
    days = [date.fromisoformat(each) if each else None for each in (due, done)]
    return Item(kind=PreliminaryKind(kind), name=name, is_needed=name != "-", due_on=days[0], done_on=days[1])


@pytest.mark.parametrize("row", case_table(CASES / "preliminaries.csv"))
def test_what_is_missing(row: Row) -> None:
    found = missing_on([item(each) for each in row["items"].split()], date.fromisoformat(row["day"]))
    assert [f"{each.kind}:{each.name}:{each.days_late}" for each in found] == row["missing"].split()


def test_the_kinds_are_those_that_are_stored() -> None:
    assert {str(each) for each in PreliminaryKind} == set(Choices.values)
    assert len(NEEDS) == 5
