"""Roll-ups: the settings of the system administrator, and the page of a round that says what goes to the ledger."""

from collections.abc import Callable

import pytest
from django.test import Client

from indicators.choices import Role
from indicators.models import Area, AuditEntry, Observation
from tests.builders import TESTER, make_area, make_indicator
from tests.evaluation_builders import C16, give_facts, make_enterprise, make_round, make_scheme
from tracker.models import RollUp, Round
from tracker.services.evaluations.roll_ups import save_roll_up
from tracker.services.evaluations.rounds import lock_round
from tracker.services.evaluations.scoring import score_round

pytestmark = pytest.mark.django_db

ADD = "/admin/tracker/rollup/add/"


@pytest.fixture
def round() -> Round:
    """A scored round of two firms in the account's city and one elsewhere."""
    cities = [make_area(code, kind="city", name=name) for code, name in (("430300", "湘潭市"), ("430200", "株洲市"))]
    for number, city in ((1, cities[0]), (2, cities[0]), (3, cities[1])):
        give_facts(make_enterprise(number, city), **(C16 if number != 2 else {**C16, "tax": None}))
    round = make_round("R2022", make_scheme())
    lock_round(round=round, actor=TESTER)
    score_round(round=round, actor=TESTER)
    return round


def roll_up_of(code: str, quantity: str = "tax") -> RollUp:
    indicator = make_indicator(code, kind="flow", frequency="year", name=f"园区{code}", measure_unit="万元")
    roll_up = RollUp(quantity=quantity, indicator=indicator)
    save_roll_up(roll_up=roll_up, actor=TESTER)
    return roll_up


def test_the_administrator_adds_changes_and_removes(client_of: Callable[..., Client]) -> None:
    admin = client_of(Role.ADMIN)
    yearly = make_indicator("SUM", kind="flow", frequency="year")
    given = {"indicator": yearly.pk, "quantity": "land", "divisor": "1", "reason": "汇总用地"}
    assert admin.post(ADD, given).status_code == 302
    roll_up = RollUp.objects.get()
    page = f"/admin/tracker/rollup/{roll_up.pk}/"
    assert admin.post(f"{page}change/", {"quantity": "tax", "divisor": "10000", "reason": ""}).status_code == 302
    roll_up.refresh_from_db()
    assert (roll_up.quantity, roll_up.divisor) == ("tax", 10_000)
    assert "税收" in admin.get("/admin/tracker/rollup/").content.decode()
    assert admin.post(f"{page}delete/", {"post": "yes"}).status_code == 302
    assert not RollUp.objects.exists()
    entries = AuditEntry.objects.filter(object_type="rollup").order_by("pk")
    assert [(entry.action, entry.actor_name) for entry in entries] == [
        ("created", "admin"),
        ("changed", "admin"),
        ("deleted", "admin"),
    ]


def test_an_indicator_that_takes_no_sum_is_refused_in_words(client_of: Callable[..., Client]) -> None:
    quarterly = make_indicator("Q", kind="flow", frequency="quarter")
    given = {"indicator": quarterly.pk, "quantity": "tax", "divisor": "1", "reason": ""}
    answer = client_of(Role.ADMIN).post(ADD, given)
    assert answer.status_code == 200
    assert "指标的频率须为年" in answer.content.decode()
    assert not RollUp.objects.exists()


def test_the_page_of_a_round_says_what_goes_to_the_ledger(client_of: Callable[..., Client], round: Round) -> None:
    roll_up_of("TAX")
    publisher = client_of(Role.PUBLISHER)
    page = f"/admin/tracker/round/{round.pk}/"
    assert f"{page}roll-ups/" in publisher.get(f"{page}change/").content.decode()
    [row] = publisher.get(f"{page}roll-ups/").context["rows"]
    assert (row.area, row.value, row.given, row.absent, row.ledger) == ("湘潭市", "600 万元", 1, 1, "与台账不同")
    assert publisher.post(f"{page}publish/", {}).status_code == 302
    answer = publisher.get(f"{page}roll-ups/")
    assert [row.ledger for row in answer.context["rows"]] == ["台账已有此数"]
    assert "本批次发布时已入台账" in answer.content.decode()
    areas = Observation.objects.filter(indicator__code="TAX").values_list("area__code", flat=True)
    assert set(areas) == set(Area.objects.values_list("code", flat=True))


def test_a_trial_says_so(client_of: Callable[..., Client], round: Round) -> None:
    roll_up_of("TAX")
    Round.objects.update(trial=True)
    html = client_of(Role.ENTRY).get(f"/admin/tracker/round/{round.pk}/roll-ups/").content.decode()
    assert "试评批次的汇总数不入台账" in html
    assert "没有汇总数" in html
