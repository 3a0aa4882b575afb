"""Accounts: who may change what, and that nobody changes his own."""

from collections.abc import Callable

import pytest
from django.test import Client

from indicators.choices import AuditAction, Role
from indicators.models import Area, AuditEntry, User
from indicators.services.access import issue_token
from tests.admin_clients import BACKEND, OPERATOR, PASSWORD

NEW = {
    "username": "zhang",
    "full_name": "张三",
    "email": "zhang@example.cn",
    "password": PASSWORD,
    "password_again": PASSWORD,
    "must_change_password": "on",
    "reason": "新进人员",
}


@pytest.fixture
def admin(demo: None, client_of: Callable[..., Client]) -> Client:
    return client_of(Role.ADMIN)


@pytest.fixture
def security(demo: None, client_of: Callable[..., Client]) -> Client:
    return client_of(Role.SECURITY)


def change(client: Client, user: User, **data: object) -> None:
    assert client.post(f"/admin/indicators/user/{user.pk}/change/", data).status_code == 302


def test_a_new_account_is_a_viewer_without_areas_who_must_change_the_password(admin: Client) -> None:
    assert admin.post("/admin/indicators/user/add/", NEW).status_code == 302
    user = User.objects.get(username="zhang")
    assert (user.role, user.full_name, user.email) == (Role.VIEWER, "张三", "zhang@example.cn")
    assert user.must_change_password
    assert user.check_password(PASSWORD)
    assert not user.areas.exists()
    assert {entry.action for entry in AuditEntry.objects.filter(object_type="user", object_key="zhang")} == {
        AuditAction.CREATED,
    }


@pytest.mark.parametrize(
    ("faulty", "field"),
    [({"password": "12345678", "password_again": "12345678"}, "password"), ({"password_again": "x"}, "password_again")],
)
def test_a_bad_initial_password_is_refused_at_its_field(admin: Client, faulty: dict[str, str], field: str) -> None:
    response = admin.post("/admin/indicators/user/add/", {**NEW, **faulty})
    assert list(response.context["adminform"].form.errors) == [field]
    assert not User.objects.filter(username="zhang").exists()


def test_a_role_sent_by_the_system_administrator_is_ignored_and_the_page_says_whose_it_is(
    admin: Client, account_of: Callable[..., User]
) -> None:
    user = account_of(Role.VIEWER, "li")
    change(admin, user, username="li", full_name="李四", is_active="on", role=Role.PUBLISHER, reason="")
    user.refresh_from_db()
    assert (user.full_name, user.role) == ("李四", Role.VIEWER)
    text = admin.get(f"/admin/indicators/user/{user.pk}/change/").content.decode()
    assert "角色和地区由安全管理员设定。" in text


def test_the_security_administrator_gives_role_and_areas_and_nothing_else(
    security: Client, account_of: Callable[..., User]
) -> None:
    user = account_of(Role.VIEWER, "li")
    county = Area.objects.get(code="430321")
    change(security, user, role=Role.REVIEWER, areas=[county.pk], username="renamed", reason="任命")
    user.refresh_from_db()
    assert (user.username, user.role, list(user.areas.all())) == ("li", Role.REVIEWER, [county])
    entries = AuditEntry.objects.filter(object_type="user", object_key="li", reason="任命")
    assert [entry.new for entry in entries] == [{"areas": ["430321"]}, {"role": "reviewer"}]
    assert security.post("/admin/indicators/user/add/", NEW).status_code == 403


def test_nobody_changes_his_own_role_areas_or_active_flag(admin: Client, security: Client) -> None:
    for client, username, note in (
        (admin, "admin", "不能停用自己的账号。"),
        (security, "security", "不能修改自己的角色和地区，请由另一位安全管理员办理。"),
    ):
        user = User.objects.get(username=username)
        change(client, user, username=username, role=Role.PUBLISHER, areas=[], reason="")
        user.refresh_from_db()
        assert (user.role, user.is_active, user.areas.count()) == (username, True, 1)
        assert note in client.get(f"/admin/indicators/user/{user.pk}/change/").content.decode()


def test_an_account_is_deactivated_and_never_deleted(
    admin: Client, security: Client, account_of: Callable[..., User]
) -> None:
    user = account_of(Role.PUBLISHER, "li")
    signed_in = Client()
    signed_in.force_login(user, backend=BACKEND)
    assert signed_in.get("/admin/").status_code == 200
    for client in (admin, security):
        assert client.post(f"/admin/indicators/user/{user.pk}/delete/", {"post": "yes"}).status_code == 403
    change(admin, user, username="li", reason="调离")
    user.refresh_from_db()
    assert not user.is_active
    assert AuditEntry.objects.filter(object_key="li", new={"is_active": "False"}).exists()
    assert signed_in.get("/admin/").status_code == 302  # to the log-in


def test_a_reset_password_must_be_changed_and_is_in_the_audit_without_the_secret(
    admin: Client, security: Client, account_of: Callable[..., User]
) -> None:
    user = account_of(Role.VIEWER, "li")
    url = f"/admin/indicators/user/{user.pk}/reset-password/"
    secret = "Another-口令-2026"
    assert security.post(url, {"password": secret, "password_again": secret}).status_code == 403
    assert admin.post(url, {"password": secret, "password_again": secret}).status_code == 302
    user.refresh_from_db()
    assert user.check_password(secret)
    assert user.must_change_password
    entry = AuditEntry.objects.order_by("-pk").first()
    assert (entry.action, entry.actor_name, entry.object_key) == (AuditAction.PASSWORD_SET, "admin", "li")
    assert secret not in str(entry.new)


def test_tokens_are_revoked_by_post_only(security: Client, account_of: Callable[..., User]) -> None:
    user = account_of(Role.EVALUATION, "platform")
    issue_token(user=user, actor=OPERATOR)
    url = f"/admin/indicators/user/{user.pk}/revoke-tokens/"
    assert "1 个" in security.get(url).content.decode()
    assert user.tokens.filter(revoked_at__isnull=True).count() == 1
    assert security.post(url).status_code == 302
    assert user.tokens.filter(revoked_at__isnull=True).count() == 0


@pytest.mark.parametrize("role", [Role.VIEWER, Role.PUBLISHER, Role.AUDITOR])
def test_other_roles_see_no_accounts(demo: None, client_of: Callable[..., Client], role: str) -> None:
    client = client_of(role)
    assert client.get("/admin/indicators/user/").status_code == 403
    assert client.get(f"/admin/indicators/user/{User.objects.get(role=role).pk}/change/").status_code == 403


@pytest.mark.parametrize("lookup", ["password", "password__startswith", "password__regex", "password__isnull"])
@pytest.mark.parametrize("role", [Role.ADMIN, Role.SECURITY])
def test_no_filter_tells_of_a_password(
    client_of: Callable[..., Client], account_of: Callable[..., User], role: str, lookup: str
) -> None:
    account_of(Role.VIEWER, "li", PASSWORD)
    client = client_of(role)
    for value in ("pbkdf2_sha256", "1", "argon2"):
        answer = client.get("/admin/indicators/user/", {lookup: value})
        assert (answer.status_code, answer.get("Location", "?e=1")[-4:]) in ((400, "?e=1"), (302, "?e=1"))


def reset(client: Client, user: User, secret: str = "Another-口令-2026") -> object:
    data = {"password": secret, "password_again": secret}
    return client.post(f"/admin/indicators/user/{user.pk}/reset-password/", data)


@pytest.mark.parametrize("role", [Role.ADMIN, Role.SECURITY, Role.AUDITOR])
def test_the_password_of_an_administrator_is_reset_by_the_security_administrator_alone(
    admin: Client, security: Client, account_of: Callable[..., User], role: str
) -> None:
    user = account_of(role, "li", PASSWORD)
    refused = reset(admin, user)
    assert refused.status_code == 200
    assert "忘记时由安全管理员重设" in refused.context["form"].non_field_errors()[0]
    user.refresh_from_db()
    assert user.check_password(PASSWORD)
    assert "重设密码" in security.get(f"/admin/indicators/user/{user.pk}/change/").content.decode()
    assert reset(security, user).status_code == 302
    user.refresh_from_db()
    assert user.must_change_password
