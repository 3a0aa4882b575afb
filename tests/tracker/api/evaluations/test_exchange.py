"""The evaluation API under load and under watch: whole rounds as CSV, changes since, rates, the audit trail."""

import csv
import io
import json
from datetime import timedelta
from urllib.parse import quote

import pytest
from django.core.cache import cache
from django.http import StreamingHttpResponse
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from indicators.choices import Role
from indicators.models import Area, AuditEntry, User
from indicators.services.access import issue_token
from tests.api_clients import address, results
from tests.builders import TESTER, make_area
from tests.evaluation_builders import C16, enterprise_code, give_facts, make_enterprise, make_round, make_scheme
from tracker.models import Enterprise, Round, ScoreCard
from tracker.services.evaluations.scoring import score_round

pytestmark = pytest.mark.django_db

FACTS, CARDS = "evaluations/R2022/facts", "evaluations/R2022/scorecards"
MANY = 3_000


@pytest.fixture
def city() -> Area:
    return make_area("430300", kind="city")


@pytest.fixture
def round(city: Area) -> Round:
    for number in (1, 2):
        give_facts(make_enterprise(number, city), **C16)
    return make_round("R2022", make_scheme())


@pytest.fixture
def account(city: Area) -> User:
    user = User.objects.create(username="platform", role=Role.EVALUATION, password="!")
    user.areas.add(city)
    return user


def client_of(account: User) -> Client:
    return Client(headers={"Authorization": f"Token {issue_token(user=account, actor=TESTER)}"})


def post(client: Client, *rows: dict) -> int:
    return client.post(address(FACTS), json.dumps(rows), content_type="application/json").status_code


def test_a_whole_round_as_one_csv(account: User, city: Area, round: Round) -> None:
    """Chunk after chunk, in the order of the list, a row an item; names that a spreadsheet would run are escaped."""
    score_round(round=round, actor=TESTER)
    card = ScoreCard.objects.first()
    firms = Enterprise.objects.bulk_create(
        Enterprise(code=enterprise_code(number), name=f"=cmd({number})", area=city, size_class="above")
        for number in range(10, 10 + MANY)
    )
    copies = [ScoreCard(**{**fields(card), "enterprise": firm}) for firm in firms]
    ScoreCard.objects.bulk_create(copies)
    answer = client_of(account).get(address(CARDS), {"format": "csv", "page_size": "10"})
    assert isinstance(answer, StreamingHttpResponse)
    items = card.group.scheme.content["items"]
    rows = list(csv.DictReader(io.StringIO(b"".join(answer).decode("utf-8-sig"))))
    codes = [enterprise_code(number) for number in (1, 2, *range(10, 10 + MANY))]
    assert [row["enterprise"] for row in rows] == [code for code in codes for _ in range(6)]
    assert [row["item"] for row in rows[:6]] == [row["item"] for row in rows[-6:]] == [i["item"] for i in items]
    assert {row["name"] for row in rows[12:]} == {f"'=cmd({number})" for number in range(10, 10 + MANY)}


def fields(card: ScoreCard) -> dict:
    return {field.name: getattr(card, field.name) for field in card._meta.fields if field.name not in ("id",)}


def test_changes_since(account: User, round: Round) -> None:
    client = client_of(account)
    since = timezone.now().isoformat()
    assert results(client, FACTS, updated_since=since) == results(client, CARDS, updated_since=since) == []
    assert post(client, {"enterprise": enterprise_code(1), "tax": "5"}) == 200
    score_round(round=round, actor=TESTER)
    assert [row["enterprise"] for row in results(client, FACTS, updated_since=since)] == [enterprise_code(1)]
    assert len(results(client, CARDS, updated_since=since)) == 2
    later = (timezone.now() + timedelta(hours=1)).isoformat()
    assert results(client, CARDS, updated_since=later) == []
    assert client.get(f"{address(FACTS)}?updated_since={quote(since)}").status_code == 200


@pytest.mark.usefixtures("round")
def test_each_token_has_its_own_rate_to_read_and_to_write(account: User, settings: Settings) -> None:
    rates = {"user": "3/h", "post": "2/h", "anon": "3/h"}
    settings.REST_FRAMEWORK = {**settings.REST_FRAMEWORK, "DEFAULT_THROTTLE_RATES": rates}
    eager, other = client_of(account), client_of(account)
    row = {"enterprise": enterprise_code(1), "tax": "5"}
    assert [post(eager, row) for _ in range(3)] == [200, 200, 429]
    assert [eager.get(address(CARDS)).status_code for _ in range(4)] == [200, 200, 200, 429]
    answer = eager.post(address(FACTS), json.dumps([row]), content_type="application/json")
    assert 1 <= int(answer["Retry-After"]) <= 3_600
    assert post(other, row) == 200


@pytest.mark.usefixtures("round")
def test_every_posting_is_in_the_audit_trail(account: User) -> None:
    client = client_of(account)
    token = account.tokens.get()
    row = {"enterprise": enterprise_code(1), "tax": "5"}
    assert [post(client, row), post(client, row)] == [200, 200]
    assert post(client, {**row, "tax": "x"}) == 400
    entries = AuditEntry.objects.filter(object_type="round", object_key="R2022", action="loaded").order_by("pk")
    counts = [{name: entry.new[name] for name in ("created", "updated", "unchanged")} for entry in entries]
    assert counts == [{"created": 0, "updated": 1, "unchanged": 0}, {"created": 0, "updated": 0, "unchanged": 1}]
    assert all(entry.actor == account and entry.new["token"].startswith(f"{token.pk}（") for entry in entries)


@pytest.mark.usefixtures("round")
def test_the_first_use_of_a_token_a_day_is_in_the_audit_trail(account: User) -> None:
    client = client_of(account)
    for _ in range(3):
        assert client.get(address(CARDS)).status_code == 200
        cache.clear()  # the trail itself says what it holds
    other = client_of(account)
    assert other.get(address(CARDS)).status_code == 200
    entries = AuditEntry.objects.filter(object_type="token_use", object_key="platform").order_by("pk")
    names = [entry.new["token"].partition("（")[0] for entry in entries]
    assert names == [str(token.pk) for token in account.tokens.order_by("pk")]
    assert entries[0].new["address"] == "127.0.0.1"
