"""Who may read what: roles, tokens, sessions."""

import pytest
from django.test import Client

from indicators.choices import Role
from indicators.models import User
from indicators.services.access import issue_token, revoke_tokens
from tests.admin_clients import BACKEND
from tests.api_clients import EXPLANATIONS, FIGURES, LISTS, MASTER_DATA, READERS, ClientOf, address
from tests.builders import TESTER

pytestmark = pytest.mark.usefixtures("demo")


@pytest.mark.parametrize("role", Role.values)
def test_each_role_reads_what_it_may(client_of: ClientOf, role: str) -> None:
    client = client_of(role)
    for name in MASTER_DATA:
        assert client.get(address(name)).status_code == 200, name
    asked = [(name, {}) for name in (*FIGURES, *EXPLANATIONS)] + [(name, {"format": "csv"}) for name in FIGURES]
    for name, query in asked:
        answer = client.get(address(name), query)
        if role in READERS:
            assert answer.status_code == 200, name
        else:
            assert (answer.status_code, answer.json()["code"]) == (403, "forbidden"), name


def test_nothing_but_health_is_open() -> None:
    for name in (*LISTS, *EXPLANATIONS):
        answer = Client().get(address(name))
        assert (answer.status_code, answer.json()["code"]) == (401, "not_authenticated"), name
        assert answer["WWW-Authenticate"] == "Token"
    assert Client().get("/api/schema/").status_code == 401
    assert Client().get("/api/v1/health/live/").status_code == 200


@pytest.mark.parametrize(
    "header", ["Token", "Token ", "Token x", "Token x y", "token 令牌".encode().decode("latin-1"), "Token \x00"]
)
def test_a_wrong_token_is_refused(header: str) -> None:
    answer = Client(headers={"Authorization": header}).get(address("areas"))
    assert (answer.status_code, answer.json()["code"]) == (401, "invalid_token")
    assert answer["WWW-Authenticate"] == "Token"


@pytest.mark.parametrize("header", ["Bearer x", "Basic eDp5", ""])
def test_other_schemes_are_no_login(header: str) -> None:
    answer = Client(headers={"Authorization": header}).get(address("areas"))
    assert (answer.status_code, answer.json()["code"]) == (401, "not_authenticated")


@pytest.fixture
def user(db: None) -> User:
    return User.objects.create(username="reader", role=Role.VIEWER, password="!")


def client_with(token: str) -> Client:
    return Client(headers={"Authorization": f"Token {token}"})


def test_a_revoked_token_ends_and_a_new_one_works(user: User) -> None:
    old = issue_token(user=user, actor=TESTER)
    assert client_with(old).get(address("areas")).status_code == 200
    revoke_tokens(user=user, actor=TESTER)
    assert client_with(old).get(address("areas")).json()["code"] == "invalid_token"
    assert client_with(issue_token(user=user, actor=TESTER)).get(address("areas")).status_code == 200


def test_the_token_of_a_closed_account_is_refused(user: User) -> None:
    client = client_with(issue_token(user=user, actor=TESTER))
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert client.get(address("areas")).json()["code"] == "invalid_token"


def test_a_role_taken_away_counts_at_once_also_for_kept_bodies(user: User) -> None:
    client = client_with(issue_token(user=user, actor=TESTER))
    tag = client.get(address("observations"))["ETag"]
    User.objects.filter(pk=user.pk).update(role=Role.ADMIN)
    answer = client.get(address("observations"), headers={"If-None-Match": tag})
    assert answer.status_code == 403


def test_the_session_of_the_admin_reads_too(user: User) -> None:
    client = Client()
    client.force_login(user, backend=BACKEND)
    assert client.get(address("observations")).status_code == 200


def test_an_initial_password_closes_the_session_but_not_the_token(user: User) -> None:
    User.objects.filter(pk=user.pk).update(must_change_password=True)
    client = Client()
    client.force_login(user, backend=BACKEND)
    answer = client.get(address("areas"))
    assert (answer.status_code, answer.json()["code"]) == (403, "password_change_required")
    assert client_with(issue_token(user=user, actor=TESTER)).get(address("areas")).status_code == 200
