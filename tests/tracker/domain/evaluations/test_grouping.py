"""Participants, groups, class T."""

from datetime import date

import pytest

from tests.case_tables import Row, case_table
from tests.tracker.domain.evaluations.evaluation_cases import CASES, firm, full_scheme, scheme_of
from tracker.domain.evaluations.facts import FirmFacts, SizeClass
from tracker.domain.evaluations.grouping import group_of, groups_of, takes_part, unrated_note

SCHEME = scheme_of(full_scheme() | {"group_by": ["industry", "park", "size_class"]})


@pytest.mark.parametrize("row", case_table(CASES / "unrated.csv"))
def test_class_t(row: Row) -> None:
    since = date.fromisoformat(row["in_production_from"]) if row["in_production_from"] else None
    facts = FirmFacts(year=int(row["year"]), exempt_reason=row["year_reason"])
    note = unrated_note(firm("F", in_production_from=since, exempt_reason=row["firm_reason"]), facts)
    assert (note.code if note else "") == row["unrated"]
    if note is not None and note.code == "exempt":
        assert note.words == f"不参评：{row['year_reason'] or row['firm_reason']}"


@pytest.mark.parametrize(
    ("own", "of_the_year", "year", "takes"),
    [
        (SizeClass.ABOVE, None, 2023, True),
        (SizeClass.BELOW, None, 2023, False),
        (SizeClass.BELOW, SizeClass.ABOVE, 2023, True),
        (SizeClass.ABOVE, SizeClass.BELOW, 2023, False),
        (SizeClass.ABOVE, None, 2022, False),
    ],
)
def test_participants(own: SizeClass, of_the_year: SizeClass | None, year: int, takes: bool) -> None:
    facts = FirmFacts(year=year, size_class=of_the_year)
    assert takes_part(SCHEME, firm("F", size_class=own), facts) is takes


def test_a_group_is_the_values_of_its_fields_in_their_order() -> None:
    facts = FirmFacts(year=2023, size_class=SizeClass.ABOVE)
    below = firm("F", park="高新区", industry="制造业", size_class=SizeClass.BELOW)
    assert group_of(SCHEME, below, facts) == ("制造业", "高新区", "above")


def test_groups_are_sorted_and_keep_the_order_of_firms() -> None:
    firms = [firm("3", park="b"), firm("1", park="b"), firm("2", park="a"), firm("4", park="a")]
    facts = {code: FirmFacts(year=2023) for code in "123"}
    groups = groups_of(SCHEME, firms, facts)
    assert [(key, [each.code for each in members]) for key, members in groups.items()] == [
        (("", "a", "above"), ["2"]),
        (("", "b", "above"), ["3", "1"]),
    ]
