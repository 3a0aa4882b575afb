"""The firms a round needs facts of, and the directory that rows are matched against."""

import pytest
from django.db import transaction

from indicators.choices import AuditAction
from indicators.services.audit import record
from tests.builders import TESTER
from tests.evaluation_builders import give_facts, make_enterprise
from tests.fact_builders import alias_of
from tests.fact_worlds import FactWorld, make_fact_world
from tracker.domain.evaluations.matching_candidates import CandidateFinder
from tracker.queries.evaluations.supply_firms import directory_of, firms_of_round

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> FactWorld:
    return make_fact_world()


def test_the_class_of_the_year_counts_before_that_of_the_firm(world: FactWorld) -> None:
    risen = make_enterprise(801, world.city, size_class="below")
    give_facts(risen, size_class="above")
    give_facts(world.firms[1], size_class="below")
    found = set(firms_of_round(world.round, world.clerk).values_list("code", flat=True))
    assert found == {world.firms[2].code, world.firms[3].code, risen.code}


def test_a_name_that_was_changed_is_remembered_as_an_earlier_one(world: FactWorld) -> None:
    with transaction.atomic():
        record(
            actor=TESTER,
            action=AuditAction.CHANGED,
            object_type="enterprise",
            object_key=world.firms[2].code,
            old={"name": "湘潭 老厂"},
            new={"name": "企业2"},
        )
    found = CandidateFinder(directory_of(world.clerk)).find("", "湘潭老厂")
    assert [(each.code, each.reason) for each in found] == [(world.firms[2].code, "曾用名")]


def test_aliases_of_firms_outside_the_areas_lead_nowhere(world: FactWorld) -> None:
    alias_of(world.firms[1], "甲厂")
    alias_of(world.foreign, "外地厂")
    known = directory_of(world.clerk)
    assert known.find("", "甲厂").code == world.firms[1].code
    assert known.find("", "外地厂").code is None
