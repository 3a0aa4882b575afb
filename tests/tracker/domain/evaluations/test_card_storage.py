"""Inputs survive being stored: a zero stays a zero and what is absent stays absent."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from tests.tracker.domain.evaluations.evaluation_cases import facts_of, firm
from tracker.domain.evaluations.card_storage import inputs_from_json, inputs_to_json


def test_inputs_survive_being_stored() -> None:
    member = firm("F1", name="甲", park="a", in_production_from=date(2010, 5, 1))
    facts = facts_of({"tax": "0", "land_owned": "30.50", "energy": "", "veto": "yes", "taxes": "增值税=0"})
    stored = inputs_to_json(member, facts, None)
    assert stored["facts"] == {"year": 2023, "tax": "0", "land_owned": "30.5", "veto": True, "taxes": {"增值税": "0"}}
    assert inputs_from_json(stored) == (member, facts, None)


def test_a_firm_without_facts_of_the_year_before_differs_from_one_with_zeros() -> None:
    facts = facts_of({"tax": "1"})
    before = replace(facts, year=2022, tax=Decimal(0))
    assert inputs_from_json(inputs_to_json(firm("F1"), facts, before))[2] == before
