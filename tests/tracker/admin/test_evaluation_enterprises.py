"""Firms: those inside the areas, with every version of their facts and their score cards."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from indicators.choices import Role
from tests.evaluation_builders import C16, give_facts, make_enterprise
from tests.evaluation_worlds import EvaluationWorld, make_evaluation_world

pytestmark = pytest.mark.django_db
LIST = "/admin/tracker/enterprise/"


@pytest.fixture
def world() -> EvaluationWorld:
    return make_evaluation_world()


@pytest.fixture
def clerk(world: EvaluationWorld, client_of: Callable[..., Client]) -> Client:
    return client_of(Role.ENTRY)


def test_the_list_has_the_firms_inside_the_areas(world: EvaluationWorld, clerk: Client) -> None:
    listed = clerk.get(LIST).context["cl"].queryset
    assert {firm.name for firm in listed} == {f"企业{number}" for number in range(1, 8)}
    assert [firm.name for firm in clerk.get(f"{LIST}?q=企业3").context["cl"].queryset] == ["企业3"]
    assert not clerk.get(f"{LIST}?q=企业900").context["cl"].queryset


def test_every_version_of_the_facts_is_shown(world: EvaluationWorld, clerk: Client) -> None:
    firm = world.firms[1]
    give_facts(firm, **{**C16, "tax": "650"})
    give_facts(firm, 2021, **{**C16, "tax": "500"})
    answer = clerk.get(f"{LIST}{firm.pk}/change/")
    facts = dict(answer.context["facts"])
    assert [(fact.year, fact.version) for fact, _ in answer.context["versions"]] == [(2022, 1), (2022, 0), (2021, 0)]
    assert facts["税收（万元）"] == ["650", "600", "500"]
    assert "第 1 版（已被取代）" in answer.content.decode()
    [(_, labels, url, score, grade)] = answer.context["cards"]
    assert (score, grade) == ("87.67", "A 重点支持")
    assert "试评，不与政策挂钩" in labels
    assert clerk.get(url).status_code == 200


def test_outside_the_areas_a_firm_is_not_found(world: EvaluationWorld, clerk: Client) -> None:
    assert clerk.get(f"{LIST}{world.foreign.pk}/change/").status_code == 404


def test_the_list_takes_a_fixed_number_of_queries(world: EvaluationWorld, clerk: Client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            assert clerk.get(LIST).status_code == 200
        return len(caught)

    queries()
    few = queries()
    for number in range(20, 30):
        make_enterprise(number, world.area, park=world.parks[0])
    assert queries() == few
