"""Signing in: who may, the lock-out, and the initial password that has to be changed first."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.conf import settings
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from indicators.choices import AuditAction, Role
from indicators.models import AuditEntry, User
from tests.admin_clients import PASSWORD

LOGIN = "/admin/login/"
CHANGE = "/admin/password_change/"
NEW_PASSWORD = "Xiangjiang-2027-岸"


def sign_in(client: Client, username: str, password: str = PASSWORD) -> object:
    return client.post(LOGIN, {"username": username, "password": password})


@pytest.fixture
def viewer(account_of: Callable[..., User]) -> User:
    return account_of(Role.VIEWER, password=PASSWORD)


def test_staff_signs_in_and_the_platform_does_not(client: Client, account_of: Callable[..., User]) -> None:
    account_of(Role.EVALUATION, password=PASSWORD)
    response = sign_in(client, "evaluation")
    assert response.status_code == 200
    assert "_auth_user_id" not in client.session
    account_of(Role.ENTRY, password=PASSWORD)
    assert sign_in(client, "entry").url == "/admin/"


def test_wrong_passwords_lock_the_account_and_the_page_says_for_how_long(
    client: Client, viewer: User, client_of: Callable[..., Client]
) -> None:
    for _ in range(settings.AXES_FAILURE_LIMIT):
        response = sign_in(client, "viewer", "wrong")
    assert response.status_code == 429
    text = response.content.decode()
    assert "登录已锁定" in text
    assert "15 分钟" in text
    assert sign_in(client, "viewer").status_code == 429
    security = client_of(Role.SECURITY)
    assert "已锁定" in security.get("/admin/axes/accessattempt/").content.decode()
    attempt = AccessAttempt.objects.get(username="viewer")
    assert client_of(Role.AUDITOR).post(f"/admin/axes/accessattempt/{attempt.pk}/unlock/").status_code == 403
    assert security.post(f"/admin/axes/accessattempt/{attempt.pk}/unlock/").status_code == 302
    entry = AuditEntry.objects.order_by("-pk").first()
    assert (entry.object_type, entry.action, entry.actor_name) == ("accessattempt", AuditAction.DELETED, "security")
    assert sign_in(client, "viewer").status_code == 302


def test_an_initial_password_is_changed_before_anything_else(client: Client, account_of: Callable[..., User]) -> None:
    user = account_of(Role.VIEWER, password=PASSWORD, must_change_password=True)
    sign_in(client, "viewer")
    for url in ("/admin/", "/admin/indicators/observation/", "/"):
        assert client.get(url).url == CHANGE
    assert "请先修改初始密码" in client.get(CHANGE).content.decode()
    refused = client.get("/api/v1/indicators/")
    assert (refused.status_code, refused.json()["code"]) == (403, "password_change_required")

    form = {"old_password": PASSWORD, "new_password1": PASSWORD, "new_password2": PASSWORD}
    assert "新密码不能与原密码相同。" in client.post(CHANGE, form).content.decode()
    response = client.post(CHANGE, {**form, "new_password1": NEW_PASSWORD, "new_password2": NEW_PASSWORD}, follow=True)
    assert "密码已修改。" in response.content.decode()
    user.refresh_from_db()
    assert user.check_password(NEW_PASSWORD)
    assert not user.must_change_password
    entry = AuditEntry.objects.order_by("-pk").first()
    assert (entry.action, entry.actor_name, entry.object_key) == (AuditAction.PASSWORD_SET, "viewer", "viewer")
    assert client.get("/admin/indicators/observation/").status_code == 200


def test_nobody_without_a_login_sees_a_page(db: None, client: Client) -> None:
    for url in ("/admin/", "/admin/indicators/observation/", "/admin/indicators/observation/export.csv", CHANGE):
        assert client.get(url).url.startswith(LOGIN)


def test_behind_a_proxy_only_who_guessed_is_locked_out(viewer: User, settings: Settings) -> None:
    settings.REST_FRAMEWORK = {**settings.REST_FRAMEWORK, "NUM_PROXIES": 1}
    guessing = Client(headers={"X-Forwarded-For": "203.0.113.9"})
    for _ in range(settings.AXES_FAILURE_LIMIT):
        sign_in(guessing, "viewer", "wrong")
    assert sign_in(guessing, "viewer").status_code == 429
    assert AccessAttempt.objects.get().ip_address == "203.0.113.9"
    assert sign_in(Client(headers={"X-Forwarded-For": "203.0.113.10"}), "viewer").status_code == 302


def test_failures_of_several_browsers_add_up_to_the_lock_that_the_list_shows(
    viewer: User, client_of: Callable[..., Client]
) -> None:
    for number in range(settings.AXES_FAILURE_LIMIT):
        response = sign_in(Client(headers={"User-Agent": f"browser {number % 2}"}), "viewer", "wrong")
    assert response.status_code == 429
    sign_in(Client(REMOTE_ADDR="192.0.2.8"), "viewer", "wrong")
    page = client_of(Role.SECURITY).get("/admin/axes/accessattempt/")
    rows = page.context["cl"].result_list
    model_admin = page.context["cl"].model_admin
    shown = {(row.ip_address, row.user_agent): model_admin.locked(row) for row in rows}
    assert shown == {
        ("127.0.0.1", "browser 0"): "已锁定",
        ("127.0.0.1", "browser 1"): "已锁定",
        ("192.0.2.8", "<unknown>"): None,
    }
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(hours=1))
    assert "已锁定" not in client_of(Role.AUDITOR).get("/admin/axes/accessattempt/").content.decode()
