"""The score card: everything to compute it again stands on the page, frozen, and inside the areas alone."""

from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from indicators.choices import Role
from tests.evaluation_builders import C16, give_facts
from tests.evaluation_worlds import EvaluationWorld, make_evaluation_world
from tracker.admin.score_cards import CardPage
from tracker.models import Enterprise, Round

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> EvaluationWorld:
    return make_evaluation_world()


@pytest.fixture
def clerk(world: EvaluationWorld, client_of: Callable[..., Client]) -> Client:
    return client_of(Role.ENTRY)


def url_of(round: Round, firm: Enterprise) -> str:
    return f"/admin/tracker/round/{round.pk}/cards/{firm.code}/"


def page_of(client: Client, world: EvaluationWorld, number: int) -> CardPage:
    return client.get(url_of(world.round, world.firms[number])).context["page"]


def test_case_c16_is_on_the_page_with_all_its_numbers(world: EvaluationWorld, clerk: Client) -> None:
    page = page_of(clerk, world, 1)
    assert [item.score for item in page.items] == [
        *("24.899365", "17.626322", "17.817372", "9.128141", "9.922822", "8.278146"),
    ]
    tax = page.items[0]
    assert (tax.numerator, tax.denominator, tax.value, tax.baseline, tax.weight) == (
        *("600", "30", "20.000000", "24.097", "30"),
    )
    assert (page.score, page.total, page.card.rank, page.card.group.of) == ("87.67", "87.672168", 1, 7)
    assert (page.grade, list(page.policies)) == ("A 重点支持", ["优先供地"])
    assert ("用地面积", "亩", ["30"]) in page.facts
    html = clerk.get(url_of(world.round, world.firms[1])).content.decode()
    for text in (
        "600 ÷ 30 ÷ 24.097 × 30 → 24.899365",
        "87.672168",
        "试评，不与政策挂钩",
        "演示权重，非官方",
        "优先供地",
    ):
        assert text in html


@pytest.mark.parametrize("number", [1, 2, 3, 4, 5, 6])
def test_a_person_recomputes_the_card_from_the_page(world: EvaluationWorld, clerk: Client, number: int) -> None:
    """Value ÷ baseline × weight with six decimals, then the sum with the points of the adjustments."""
    page = page_of(clerk, world, number)
    total = Decimal(0)
    for item in page.items:
        score = Decimal(item.score)
        if item.value != "—":
            exact = Decimal(item.numerator) / Decimal(item.denominator) / Decimal(item.baseline) * Decimal(item.weight)
            assert score == exact.quantize(Decimal("0.000001"), ROUND_HALF_UP)
        total += score
    total += sum(Decimal(points) for _, points, _ in page.adjustments if points)
    assert total == Decimal(page.total)
    assert page.score == str(total.quantize(Decimal("0.01"), ROUND_HALF_UP))


def test_veto_bonus_missing_value_and_class_t_say_why(world: EvaluationWorld, clerk: Client) -> None:
    vetoed, rewarded, missing, exempt = (page_of(clerk, world, number) for number in (2, 3, 4, 7))
    assert vetoed.grade == "D 倒逼整治"
    assert ("一票否决：定为 D，得分和位次不变", "", "D") in vetoed.adjustments
    assert ("加分 2", "2", "") in rewarded.adjustments
    [gap] = [item for item in missing.items if item.value == "—"]
    assert (gap.name, gap.denominator, gap.note[:5]) == ("单位排放增加值", "—", "缺分母数据")
    assert (exempt.grade, exempt.score, list(exempt.items)) == ("T 不参评", "—", [])
    assert "公用事业" in exempt.adjustments[0][0]


def test_a_later_fact_does_not_touch_the_card(world: EvaluationWorld, clerk: Client) -> None:
    before = page_of(clerk, world, 1)
    give_facts(world.firms[1], **{**C16, "tax": "1"})
    after = page_of(clerk, world, 1)
    assert (after.items, after.facts, after.total) == (before.items, before.facts, before.total)


def test_outside_the_areas_and_without_a_card_there_is_nothing(world: EvaluationWorld, clerk: Client) -> None:
    missing = f"/admin/tracker/round/{world.round.pk}/cards/"
    addresses = [url_of(world.round, world.foreign), f"{missing}none/", f"{missing}%00/"]
    assert [clerk.get(address).status_code for address in addresses] == [404, 404, 404]
    assert clerk.get(url_of(world.round, world.firms[1])).status_code == 200


@pytest.mark.parametrize("role", [Role.VIEWER, Role.ADMIN, Role.SECURITY, Role.AUDITOR])
def test_roles_outside_the_evaluation_are_refused(
    world: EvaluationWorld, client_of: Callable[..., Client], role: Role
) -> None:
    assert client_of(role).get(url_of(world.round, world.firms[1])).status_code == 403


def test_a_card_takes_a_few_queries(world: EvaluationWorld, clerk: Client) -> None:
    with CaptureQueriesContext(connection) as caught:
        assert clerk.get(url_of(world.round, world.firms[1])).status_code == 200
    assert len(caught) < 20
