"""Quantities of a firm: land, tax by components, absent and zero."""

from datetime import date

import pytest

from tests.case_tables import Row, case_table, number
from tests.tracker.domain.evaluations.evaluation_cases import CASES, facts_of, firm
from tracker.domain.evaluations.facts import QUANTITY_NAMES, FirmFacts, Quantity, SizeClass, size_class_of


@pytest.mark.parametrize("row", case_table(CASES / "quantities.csv"))
def test_quantities(row: Row) -> None:
    facts = facts_of(dict(cell.split("=", 1) for cell in row["row"].split()))
    assert facts.quantity(Quantity(row["quantity"]), tuple(row["components"].split())) == number(row["value"])


def test_every_quantity_can_be_asked_for_and_has_a_name() -> None:
    assert len(Quantity) == 13
    for quantity in Quantity:
        assert facts_of({}).quantity(quantity) is None
        assert QUANTITY_NAMES[quantity]


def test_the_list_of_the_year_overrides_the_size_class() -> None:
    below = firm("F", size_class=SizeClass.BELOW, in_production_from=date(2010, 1, 1))
    assert size_class_of(below, FirmFacts(year=2023)) is SizeClass.BELOW
    assert size_class_of(below, FirmFacts(year=2023, size_class=SizeClass.ABOVE)) is SizeClass.ABOVE
