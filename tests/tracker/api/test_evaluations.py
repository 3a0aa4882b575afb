"""The evaluation API: rounds, posting facts, score cards, explanations; inside the areas of the account alone."""

import json
from typing import Any

import pytest
from django.test import Client

from indicators.choices import Role
from indicators.models import Area, User
from indicators.services.access import issue_token
from tests.api_clients import address, results
from tests.builders import TESTER, make_area
from tests.evaluation_builders import C16, enterprise_code, give_facts, make_enterprise, make_round, make_scheme
from tracker.models import EnterpriseFact, Round
from tracker.services.evaluations.rounds import lock_round
from tracker.services.evaluations.scoring import score_round

pytestmark = pytest.mark.django_db

FACTS, CARDS = "evaluations/R2022/facts", "evaluations/R2022/scorecards"
ONE = enterprise_code(1)


@pytest.fixture
def city() -> Area:
    return make_area("430300", kind="city")


@pytest.fixture
def elsewhere() -> Area:
    return make_area("430200", kind="city")


@pytest.fixture
def round(city: Area, elsewhere: Area) -> Round:
    park = make_area("park-a", parent=city)
    for number in range(1, 7):
        give_facts(
            make_enterprise(number, city, park=park, industry="制造业"), **{**C16, "tax": str(700 - 100 * number)}
        )
    give_facts(make_enterprise(9, elsewhere), **C16)
    return make_round("R2022", make_scheme())


def client_in(area: Area, role: Role) -> Client:
    user = User.objects.create(username=f"{role}-{area.code}-{User.objects.count()}", role=role, password="!")
    user.areas.add(area)
    return Client(headers={"Authorization": f"Token {issue_token(user=user, actor=TESTER)}"})


@pytest.fixture
def platform(city: Area) -> Client:
    return client_in(city, Role.EVALUATION)


def post(client: Client, rows: Any, path: str = FACTS) -> tuple[int, dict]:
    answer = client.post(address(path), json.dumps(rows), content_type="application/json")
    return answer.status_code, answer.json()


@pytest.mark.usefixtures("round")
def test_posting_is_idempotent_and_keeps_what_is_not_sent(platform: Client) -> None:
    rows = [
        {"enterprise": ONE, "tax": "650", "staff": None},
        {"enterprise": enterprise_code(2), "year": 2021, "tax": "1"},
    ]
    assert post(platform, rows) == (200, {"created": 1, "updated": 1, "unchanged": 0})
    assert post(platform, rows) == (200, {"created": 0, "updated": 0, "unchanged": 2})
    row = next(each for each in results(platform, FACTS, enterprise=ONE) if each["year"] == 2022)
    assert (row["tax"], row["land_owned"], row["staff"], row["version"]) == ("650", "30", None, 1)


@pytest.mark.usefixtures("round")
@pytest.mark.parametrize(
    ("rows", "field", "code"),
    [
        ([], "", "bad_list"),
        ({"enterprise": ONE}, "", "bad_list"),
        (["x"], "", "not_an_object"),
        ([{"tax": "1"}], "enterprise", "required"),
        ([{"enterprise": enterprise_code(99), "tax": "1"}], "enterprise", "unknown_enterprise"),
        ([{"enterprise": enterprise_code(9), "tax": "1"}], "enterprise", "unknown_enterprise"),
        ([{"enterprise": ONE, "taxes": "1"}], "taxes", "unknown_field"),
        ([{"enterprise": ONE, "tax": 1.5}], "tax", "not_a_string"),
        ([{"enterprise": ONE, "tax": "1e3"}], "tax", "not_a_number"),
        ([{"enterprise": ONE, "tax": "NaN"}], "tax", "not_a_number"),
        ([{"enterprise": ONE, "land_owned": "-1"}], "land_owned", "negative"),
        ([{"enterprise": ONE, "veto": "no"}], "veto", "not_a_choice"),
        ([{"enterprise": ONE, "size_class": "huge"}], "size_class", "not_a_choice"),
        ([{"enterprise": ONE, "promotion": "a\0b"}], "promotion", "bad_character"),
        ([{"enterprise": ONE, "year": 2019}], "year", "wrong_year"),
        ([{"enterprise": ONE}, {"enterprise": ONE, "tax": "2"}], "enterprise", "conflict"),
    ],
)
def test_wrong_rows_are_named_and_nothing_is_stored(platform: Client, rows: Any, field: str, code: str) -> None:
    before = EnterpriseFact.objects.count()
    status, body = post(
        platform, [{"enterprise": enterprise_code(2), "tax": "5"}, *rows] if rows and isinstance(rows, list) else rows
    )
    assert (status, body["code"]) == (400, "invalid")
    assert (field, code) in {(each["field"], each["code"]) for each in body["detail"]["faults"]}
    assert EnterpriseFact.objects.count() == before


def test_a_locked_round_answers_409_with_every_reason(platform: Client, round: Round) -> None:
    lock_round(round=round, actor=TESTER)
    status, body = post(platform, [{"enterprise": ONE, "tax": "1"}])
    assert (status, body["code"], len(body["detail"]["reasons"])) == (409, "locked", 1)


def test_facts_of_a_year_before_that_is_locked_stay(platform: Client, round: Round) -> None:
    earlier = make_round("R2021", year=2021, state="locked")
    rows = [{"enterprise": enterprise_code(1), "year": year, "tax": "7"} for year in (2021, 2022)]
    status, body = post(platform, rows)
    assert (status, body["code"], len(body["detail"]["reasons"])) == (409, "locked", 1)
    assert post(platform, rows[1:])[0] == 200
    earlier.trial = True
    earlier.save(update_fields=["trial"])
    assert post(platform, rows)[0] == 200


def test_score_cards_carry_every_item(platform: Client, round: Round) -> None:
    score_round(round=round, actor=TESTER)
    cards = results(platform, CARDS)
    assert [card["enterprise"] for card in cards] == [enterprise_code(number) for number in range(1, 7)]
    first = cards[0]
    expected = {"score": "87.67", "score_exact": "87.672168", "rank": 1, "of": 7, "grade": "A", "group": "above"}
    assert {name: first[name] for name in expected} == expected
    item = first["items"][0]
    assert (item["value"], item["baseline"], item["weight"], item["score"]) == (
        "20.000000",
        "24.097",
        "30",
        "24.899365",
    )
    assert results(platform, CARDS, grade="D") == cards[-1:]
    assert len(results(platform, CARDS, park="park-a", industry="制造业")) == 6
    body = platform.get(first["explain"]).json()
    assert body["inputs"]["facts"]["tax"] == "600"
    assert any(each["field"] == "items.tax_per_mu" and "24.899365" in each["symbols"] for each in body["formula"])


def test_csv_has_a_line_an_item(platform: Client, round: Round) -> None:
    score_round(round=round, actor=TESTER)
    content = b"".join(platform.get(address(CARDS), {"format": "csv"})).decode("utf-8-sig").strip().splitlines()
    assert len(content) == 1 + 6 * 6
    assert len({line.count(",") for line in content}) == 1
    first = dict(zip(content[0].split(","), content[1].split(","), strict=True))
    shown = {name: first[name] for name in ("item", "item_value", "item_baseline", "item_weight", "item_score")}
    assert list(shown.values()) == ["tax_per_mu", "20.000000", "24.097", "30", "24.899365"]


def test_the_round_counts_what_lies_inside(platform: Client, round: Round) -> None:
    score_round(round=round, actor=TESTER)
    body = platform.get(address("evaluations/R2022")).json()
    assert (body["state"], body["provisional"], body["groups"][0]["cards"]) == ("collecting", True, 6)
    assert sum(body["grades"].values()) == 6
    assert body["schemes"][0]["scheme"] == "huangyan"


def test_outside_ones_areas_nothing_exists(elsewhere: Area, round: Round) -> None:
    score_round(round=round, actor=TESTER)
    other = client_in(elsewhere, Role.EVALUATION)
    assert [card["enterprise"] for card in results(other, CARDS)] == [enterprise_code(9)]
    assert other.get(address(f"explain/evaluations/R2022/{ONE}")).status_code == 404
    assert {row["enterprise"] for row in results(other, FACTS)} == {enterprise_code(9)}
    assert other.get(address("evaluations/NONE/facts")).status_code == 404


@pytest.mark.usefixtures("round")
def test_roles(city: Area) -> None:
    for role in Role:
        client = client_in(city, role)
        reads = role in (Role.ENTRY, Role.REVIEWER, Role.PUBLISHER, Role.EVALUATION)
        for path in ("evaluations", "evaluations/R2022", FACTS, CARDS):
            assert client.get(address(path)).status_code == (200 if reads else 403)
        posts = role in (Role.PUBLISHER, Role.EVALUATION)
        assert post(client, [{"enterprise": ONE}])[0] == (200 if posts else 403)
