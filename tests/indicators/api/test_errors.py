"""Errors have one form, whoever raises them, and a bare 500 does not happen."""

import psycopg
import pytest
from django.db import connection
from django.test import Client
from pytest_django.fixtures import Settings

from indicators.models import User
from tests.api_clients import ClientOf, address


def assert_error(answer: object, status: int, code: str) -> dict:
    assert answer.status_code == status
    assert answer["Content-Type"] == "application/json"
    body = answer.json()
    assert list(body) == ["code", "message", "detail"]
    assert body["code"] == code
    assert body["message"]
    return body


@pytest.mark.parametrize(
    "path",
    [
        "/api/",
        "/api/v1/",
        "/api/v2/areas/",
        "/api/v1/nothing/",
        "/api/v1/areas",
        "/api/v1/areas/430300/",
        "/api/v1/explain/growth/GDP/430300/",
        "/api/v1/health/",
        "/api/%00/",
    ],
)
def test_addresses_that_are_none(viewer: Client, path: str) -> None:
    assert_error(viewer.get(path), 404, "not_found")
    assert_error(Client().get(path), 404, "not_found")


@pytest.mark.parametrize("path", ["/api/v1/areas", "/api/v1/nothing/", "/api/"])
@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_addresses_that_are_none_do_not_ask_for_a_csrf_cookie(db: None, path: str, method: str) -> None:
    assert_error(getattr(Client(enforce_csrf_checks=True), method)(path), 404, "not_found")


def test_a_session_without_a_csrf_token_is_refused_in_the_form_of_the_api(db: None) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(
        User.objects.create(username="li", role="viewer", password="!"), "django.contrib.auth.backends.ModelBackend"
    )
    assert_error(client.post(address("areas"), "{}", content_type="application/json"), 403, "csrf_failed")


def test_pages_outside_the_api_keep_their_own_errors(client: Client) -> None:
    assert client.get("/nothing/")["Content-Type"].startswith("text/html")


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_reading_only(viewer: Client, method: str) -> None:
    answer = getattr(viewer, method)(address("observations"), "{}", content_type="application/json")
    assert_error(answer, 405, "method_not_allowed")
    assert answer["Allow"] == "GET, HEAD, OPTIONS"


def test_json_or_nothing(viewer: Client) -> None:
    for accepted in ("text/html", "application/xml;q=0.9", "text/csv"):
        assert_error(viewer.get(address("areas"), headers={"Accept": accepted}), 406, "not_acceptable")
    browser = "text/html,application/xhtml+xml,*/*;q=0.8"
    assert viewer.get(address("areas"), headers={"Accept": browser}).status_code == 200


@pytest.mark.urls("tests.indicators.api.failing_urls")
def test_a_defect_is_logged_and_told_without_its_inside(viewer: Client, caplog: pytest.LogCaptureFixture) -> None:
    viewer.raise_request_exception = False
    for name in ("defective", "defective-outside"):
        caplog.clear()
        answer = viewer.get(address(name))
        assert_error(answer, 500, "internal_error")
        assert "secret" not in answer.content.decode()
        assert "a secret of the inside" in caplog.text


def test_more_parameters_than_django_reads(viewer: Client) -> None:
    assert_error(viewer.get(f"{address('areas')}?{'a=1&' * 40_001}"), 400, "bad_request")


def test_a_host_that_is_not_ours(viewer: Client) -> None:
    assert_error(viewer.get(address("areas"), headers={"Host": "elsewhere.example"}), 400, "bad_request")


@pytest.mark.parametrize("query", [{}, {"format": "csv"}])
def test_a_database_that_makes_wait_is_busy(viewer: Client, query: dict[str, str]) -> None:
    """Another session holds the table; after a moment the client is told to come back."""
    parameters = connection.get_connection_params()
    wanted = {name: parameters[name] for name in ("dbname", "user", "host", "port") if name in parameters}
    with psycopg.connect(**wanted) as other, connection.cursor() as cursor:
        other.execute("LOCK TABLE indicators_growth IN ACCESS EXCLUSIVE MODE")
        cursor.execute("SET LOCAL lock_timeout = '50ms'")
        answer = viewer.get(address("growth"), query)
    assert_error(answer, 503, "busy")
    assert int(answer["Retry-After"]) > 0


@pytest.fixture
def rate_of_three(settings: Settings) -> None:
    rates = {"user": "3/h", "anon": "3/h"}
    settings.REST_FRAMEWORK = {**settings.REST_FRAMEWORK, "DEFAULT_THROTTLE_RATES": rates}


@pytest.mark.usefixtures("rate_of_three")
def test_who_asks_too_often_has_to_wait(client_of: ClientOf) -> None:
    eager, other = client_of("viewer"), client_of("viewer")
    assert [eager.get(address("areas")).status_code for _ in range(3)] == [200] * 3
    answer = eager.get(address("areas"))
    assert_error(answer, 429, "throttled")
    assert 1 <= int(answer["Retry-After"]) <= 3_600
    assert other.get(address("areas")).status_code == 200


@pytest.mark.usefixtures("rate_of_three", "db")
def test_behind_a_proxy_each_client_is_counted_by_itself(settings: Settings) -> None:
    settings.REST_FRAMEWORK = {**settings.REST_FRAMEWORK, "NUM_PROXIES": 1}

    def ask(forwarded: str) -> int:
        return Client(headers={"X-Forwarded-For": forwarded}).get(address("areas")).status_code

    assert [ask(f"203.0.113.{number}, 198.51.100.7") for number in range(4)] == [401, 401, 401, 429]
    assert ask("198.51.100.8") == 401


@pytest.mark.usefixtures("rate_of_three", "db")
def test_guessing_tokens_is_counted_by_address() -> None:
    def guess(number: int, origin: str = "192.0.2.7") -> int:
        client = Client(headers={"Authorization": f"Token guess{number}"}, REMOTE_ADDR=origin)
        return client.get(address("areas")).status_code

    assert [guess(number) for number in range(4)] == [401, 401, 401, 429]
    assert guess(5, "192.0.2.8") == 401


def test_reading_goes_on_when_nobody_counts(viewer: Client, settings: Settings) -> None:
    """The counter is in Redis, the figures are not."""
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://127.0.0.1:1/0"}
    }
    assert viewer.get(address("areas")).status_code == 200
