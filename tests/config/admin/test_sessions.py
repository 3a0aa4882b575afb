"""A session ends after half an hour without a request, with its account's rights, and with its password."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from indicators.choices import Role
from indicators.models import User
from indicators.services.access import save_account, set_password
from indicators.services.audit import Actor
from tests.admin_clients import BACKEND, OPERATOR, PASSWORD

LOGIN = "/admin/login/"
LEFT = "/admin/indicators/area/?q=%E6%B9%98%E6%BD%AD"
ENDED = "登录已失效：30 分钟没有操作"
NEW_PASSWORD = "Xiangjiang-2027-岸"
MINUTES_30 = timedelta(minutes=30)


@pytest.fixture
def viewer(account_of: Callable[..., User]) -> User:
    return account_of(Role.VIEWER, "li", password=PASSWORD)


def sign_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


def test_half_an_hour_counts_from_the_last_request(viewer: User) -> None:
    client = sign_in(viewer)
    Session.objects.update(expire_date=timezone.now() + timedelta(seconds=20))
    answer = client.get("/admin/")
    assert answer.status_code == 200
    left = Session.objects.get().expire_date - timezone.now()
    assert MINUTES_30 - timedelta(minutes=1) < left <= MINUTES_30
    assert answer.cookies["sessionid"]["max-age"] == ""  # the browser still names a session that has ended


def test_an_ended_session_is_told_and_the_page_that_was_left_opens_again(viewer: User) -> None:
    client = sign_in(viewer)
    assert client.get(LEFT).status_code == 200
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    login = client.get(LEFT, follow=True)
    (address, _), *others = login.redirect_chain
    assert address.startswith(LOGIN)
    assert others == []
    assert ENDED in login.content.decode()

    wrong = client.post(address, {"username": "li", "password": "wrong"})
    assert wrong.status_code == 200
    assert ENDED not in wrong.content.decode()
    again = client.post(address, {"username": "li", "password": PASSWORD}, follow=True)
    assert again.status_code == 200
    assert again.request["PATH_INFO"] == "/admin/indicators/area/"
    assert again.context["cl"].query == "湘潭"


def test_who_was_not_signed_in_is_told_nothing_of_an_ended_session(client: Client, viewer: User) -> None:
    assert ENDED not in client.get(LEFT, follow=True).content.decode()
    other = sign_in(viewer)
    other.post("/admin/logout/")
    assert ENDED not in other.get(LEFT, follow=True).content.decode()


def test_the_documentation_of_the_api_leads_back_as_well(viewer: User) -> None:
    client = sign_in(viewer)
    Session.objects.all().delete()
    login = client.get("/api/docs/", follow=True)
    assert ENDED in login.content.decode()
    address = login.redirect_chain[0][0]
    assert client.post(address, {"username": "li", "password": PASSWORD}).url == "/api/docs/"


def test_a_new_password_ends_the_other_sessions(viewer: User) -> None:
    here, elsewhere = sign_in(viewer), sign_in(viewer)
    form = {"old_password": PASSWORD, "new_password1": NEW_PASSWORD, "new_password2": NEW_PASSWORD}
    assert here.post("/admin/password_change/", form).status_code == 302
    assert here.get("/admin/").status_code == 200
    assert elsewhere.get("/admin/").url.startswith(LOGIN)
    assert elsewhere.get("/api/v1/areas/").status_code == 401


def test_a_password_that_is_reset_ends_every_session(viewer: User) -> None:
    client = sign_in(viewer)
    set_password(user=User.objects.get(pk=viewer.pk), password=NEW_PASSWORD, actor=OPERATOR)
    assert "或者密码已在别处修改" in client.get(LEFT, follow=True).content.decode()


def test_an_account_that_is_closed_is_out_at_once(viewer: User) -> None:
    client = sign_in(viewer)
    viewer.is_active = False
    save_account(user=viewer, actor=OPERATOR)
    assert client.get("/admin/").url.startswith(LOGIN)
    assert client.get("/api/v1/areas/").status_code == 401


def test_a_role_that_changes_counts_from_the_next_request(viewer: User, account_of: Callable[..., User]) -> None:
    client = sign_in(viewer)
    figures, accounts = "/admin/indicators/observation/", "/admin/indicators/user/"
    assert [client.get(page).status_code for page in (figures, accounts)] == [200, 403]
    viewer.role = Role.ADMIN
    save_account(user=viewer, actor=Actor.of(account_of(Role.SECURITY)))
    assert [client.get(page).status_code for page in (figures, accounts)] == [403, 200]


def test_the_message_names_the_time_that_is_set(viewer: User, settings: Settings) -> None:
    settings.SESSION_COOKIE_AGE = 10 * 60
    client = sign_in(viewer)
    Session.objects.all().delete()
    assert "10 分钟没有操作" in client.get(LEFT, follow=True).content.decode()
