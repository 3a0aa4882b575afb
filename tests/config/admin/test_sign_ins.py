"""Signing in and out, failures, lock-outs and refusals stand in the audit trail, and the auditor reads them there."""

from collections.abc import Callable

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from indicators.choices import AuditAction, Role
from indicators.models import AuditEntry, User
from tests.admin_clients import BACKEND, PASSWORD
from tests.builders import used_token

LOGIN = "/admin/login/"
TRAIL = "/admin/indicators/auditentry/"
ACTIONS = (
    AuditAction.SIGNED_IN,
    AuditAction.SIGNED_OUT,
    AuditAction.SIGN_IN_FAILED,
    AuditAction.LOCKED_OUT,
    AuditAction.REFUSED,
)
pytestmark = pytest.mark.usefixtures("own_cache")

Entry = tuple[str, str, str | None, str]  # action, name, account, object


def entries() -> list[Entry]:
    found = AuditEntry.objects.filter(action__in=ACTIONS).order_by("pk").select_related("actor")
    return [(e.action, e.actor_name, e.actor and e.actor.username, e.object_key) for e in found]


def try_to_sign_in(client: Client, name: str, password: str = "a wrong secret") -> int:
    return client.post(LOGIN, {"username": name, "password": password}).status_code


def test_signing_in_and_out(client: Client, account_of: Callable[..., User]) -> None:
    account_of(Role.VIEWER, "li", password=PASSWORD)
    assert try_to_sign_in(client, "li", PASSWORD) == 302
    assert client.post("/admin/logout/").status_code == 200
    assert client.post("/admin/logout/").status_code == 302
    assert entries() == [("signed_in", "li", "li", "li"), ("signed_out", "li", "li", "li")]
    assert set(AuditEntry.objects.filter(action__in=ACTIONS).values_list("new__address", flat=True)) == {"127.0.0.1"}


def test_a_failure_names_what_was_typed_and_never_the_password(client: Client, account_of: Callable[..., User]) -> None:
    account_of(Role.VIEWER, "li", password=PASSWORD)
    account_of(Role.VIEWER, "gone", password=PASSWORD, is_active=False)
    for name in ("li", "nobody"):
        assert try_to_sign_in(client, name) == 200
    assert try_to_sign_in(client, "gone", PASSWORD) == 200
    assert entries() == [("sign_in_failed", name, None, name) for name in ("li", "nobody", "gone")]
    stored = " ".join(map(str, AuditEntry.objects.values()))
    assert "a wrong secret" not in stored
    assert PASSWORD not in stored


def test_a_name_that_no_account_can_have_is_refused_by_the_form(client: Client, db: None) -> None:
    answer = client.post(LOGIN, {"username": "王" * 300, "password": "x"})
    assert answer.status_code == 200
    assert "150" in answer.content.decode()
    assert entries() == []


def test_an_account_of_programs_is_not_let_in_with_its_password(
    client: Client, account_of: Callable[..., User]
) -> None:
    account_of(Role.EVALUATION, "platform", password=PASSWORD)
    assert try_to_sign_in(client, "platform", PASSWORD) == 200
    assert entries() == [("sign_in_failed", "platform", None, "platform")]
    assert "不能登录管理后台" in AuditEntry.objects.get(action=AuditAction.SIGN_IN_FAILED).reason


def test_the_failure_that_locks_is_an_entry_and_trying_on_is_not_many(
    client: Client, account_of: Callable[..., User]
) -> None:
    account_of(Role.VIEWER, "li", password=PASSWORD)
    answers = [try_to_sign_in(client, "li") for _ in range(settings.AXES_FAILURE_LIMIT)]
    answers += [try_to_sign_in(client, "li", PASSWORD) for _ in range(3)]
    assert answers == [200] * (settings.AXES_FAILURE_LIMIT - 1) + [429] * 4
    failed = [("sign_in_failed", "li", None, "li")] * (settings.AXES_FAILURE_LIMIT - 1)
    assert entries() == [*failed, ("locked_out", "li", None, "li")]


def test_a_refused_page_is_an_entry_by_get_and_by_post(client_of: Callable[..., Client]) -> None:
    client = client_of(Role.VIEWER, "li")
    page = "/admin/indicators/area/add/"
    assert [client.get(page).status_code, client.get(page).status_code, client.post(page).status_code] == [403] * 3
    refused = AuditEntry.objects.filter(action=AuditAction.REFUSED).order_by("pk")
    assert [entry.new for entry in refused] == [
        {"method": method, "status": 403, "address": "127.0.0.1"} for method in ("GET", "POST")
    ]
    assert entries()[1:] == [("refused", "li", "li", page)] * 2


def test_a_refused_call_of_the_api_names_the_account_of_the_token(account_of: Callable[..., User]) -> None:
    calls = Client(headers={"Authorization": f"Token {used_token(account_of(Role.ADMIN, 'gao'))}"})
    assert calls.get("/api/v1/observations/").status_code == 403
    assert calls.get("/api/v1/observations/?page=2").status_code == 403
    assert Client(headers={"Authorization": "Token none"}).get("/api/v1/observations/").status_code == 401
    _, *refused = entries()  # the first is the use of the token
    assert refused == [("refused", "gao", "gao", "/api/v1/observations/")]


@pytest.mark.parametrize("path", ["/admin/indicators/area/add/", "/api/v1/areas/"])
def test_a_form_from_elsewhere_is_a_refusal_of_the_account_it_was_sent_for(
    account_of: Callable[..., User], path: str
) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(account_of(Role.ADMIN, "gao"), backend=BACKEND)
    assert client.post(path, {}, content_type="application/json").status_code == 403
    assert entries()[1:] == [("refused", "gao", "gao", path)]


def test_who_is_not_signed_in_and_what_is_not_there_are_no_refusals(client_of: Callable[..., Client]) -> None:
    stranger = Client(enforce_csrf_checks=True)
    assert stranger.post(LOGIN, {"username": "li", "password": "x"}).status_code == 403
    assert stranger.get("/admin/indicators/area/add/").status_code == 302
    assert client_of(Role.VIEWER, "li").get("/admin/indicators/area/0/change/").status_code == 404
    assert [action for action, *_ in entries()] == ["signed_in"]


def test_an_initial_password_that_was_not_changed_is_a_refusal(client_of: Callable[..., Client]) -> None:
    client = client_of(Role.VIEWER, "li", must_change_password=True)
    assert client.get("/api/v1/areas/").status_code == 403
    assert entries()[1:] == [("refused", "li", "li", "/api/v1/areas/")]


def test_a_trail_that_cannot_be_written_does_not_change_the_answer(
    client_of: Callable[..., Client], caplog: pytest.LogCaptureFixture
) -> None:
    client = client_of(Role.VIEWER, "li")
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE indicators_auditentry RENAME TO out_of_reach")
        assert client.get("/admin/indicators/area/add/").status_code == 403
        assert client.post("/admin/logout/").status_code == 200
        cursor.execute("ALTER TABLE out_of_reach RENAME TO indicators_auditentry")
    assert [action for action, *_ in entries()] == ["signed_in"]
    assert "Not in the audit trail: refused /admin/indicators/area/add/ by li" in caplog.text


def test_the_auditor_reads_it_in_words(client: Client, client_of: Callable[..., Client]) -> None:
    for _ in range(settings.AXES_FAILURE_LIMIT):
        try_to_sign_in(client, "wang")
    refused = client_of(Role.VIEWER, "li")
    refused.get("/admin/indicators/area/add/")
    refused.post("/admin/logout/")
    text = client_of(Role.AUDITOR).get(TRAIL).content.decode()
    for words in ("登录失败", "登录锁定", "登录", "退出", "拒绝访问", "页面或接口", "/admin/indicators/area/add/"):
        assert words in text
    for words in ("来源地址：127.0.0.1", "请求方式：GET", "应答代码：403"):
        assert words in text
    rows = client_of(Role.AUDITOR, "second").get(f"{TRAIL}?action__exact=locked_out").context["cl"].result_list
    assert [row.actor_name for row in rows] == ["wang"]
