"""Every address × every role × an object of one's own, a foreign one and none: as `tests/access_pages/` says."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import transaction
from django.test import Client

from indicators.choices import AuditAction, Role
from indicators.models import AuditEntry, User
from indicators.services.sign_ins import ENTRIES_A_MINUTE, PAGE, SIGN_IN
from tests.access_objects import OBJECTS, Made
from tests.access_pages import PAGES, Page, addresses
from tests.admin_clients import BACKEND
from tests.builders import used_token

ENDS_THE_SESSION = "admin:logout"
REFUSED = (401, 403, 404, 405)
PLACEHOLDER = re.compile(r"<(?:\w+:)?\w+>")
OBJECT_PAGE = re.compile(r"^/admin/(\w+)/(\w+)/<path:object_id>/")


@dataclass(frozen=True)
class Address:
    """One address to ask for; `which` object it names: own, foreign, missing, or "" where it names none."""

    name: str
    url: str
    which: str = ""

    @property
    def page(self) -> Page:
        return PAGES[self.name]

    @property
    def in_admin(self) -> bool:
        return self.url.startswith("/admin/")


@pytest.fixture
def asked(demo: None, own_cache: None) -> list[Address]:
    """Every address, filled with every kind of object that there is."""
    made = {name: build() for name, build in OBJECTS.items()}
    return [each for name, pattern in addresses() if name in PAGES for each in filled(name, pattern, made)]


def filled(name: str, pattern: str, made: dict[str, Made]) -> Iterator[Address]:
    page, in_admin = PAGES[name], OBJECT_PAGE.match(pattern)
    url = page.address or PLACEHOLDER.sub("{key}", pattern)
    model = page.model or ("_".join(in_admin.groups()) if in_admin and not page.address else "")
    if not model:
        assert "{key}" not in url, f"Say in the table which object or which address to ask for: {name} {pattern}"
        yield Address(name, url)
        return
    assert url.count("{key}") == 1, f"Say in the table which address to ask for: {name} {pattern}"
    for which, key in made[model].keys().items():
        yield Address(name, url.format(key=key), which)


@pytest.fixture
def ask(account_of: Callable[..., User]) -> Callable[..., Callable[[Address, str], int]]:
    """Asks as a role: with a session in the admin, with a token at the API."""

    def by(role: Role) -> Callable[[Address, str], int]:
        user = account_of(role)
        session, token = Client(), used_token(user)
        session.force_login(user, backend=BACKEND)
        program = Client(headers={"Authorization": f"Token {token}"})

        def status(address: Address, method: str) -> int:
            client = session if address.in_admin else program
            client.raise_request_exception = False
            return client.generic(method, address.url).status_code

        return status

    return by


def contents() -> dict[str, object]:
    """All that is stored but sessions and who was refused what."""
    kept = {
        model._meta.label: list(model._default_manager.order_by("pk").values_list())
        for model in apps.get_models()
        if model not in (Session, AuditEntry) and not model._meta.proxy
    }
    return {**kept, "trail": list(AuditEntry.objects.exclude(object_type__in=(SIGN_IN, PAGE)).values_list("pk"))}


def test_every_address_is_in_the_table_and_the_table_names_no_other() -> None:
    there = {name for name, _ in addresses()}
    assert len(there) > 100
    assert there - PAGES.keys() == set(), "Say in tests/access_pages/ who may do what there."
    assert PAGES.keys() - there == set()


@pytest.mark.parametrize("role", Role)
def test_who_is_let_in_where(
    asked: list[Address], ask: Callable[..., Callable[[Address, str], int]], role: Role
) -> None:
    status = ask(role)
    expected, answered = {}, {}
    for each in asked:
        expected[each] = each.page.status(role, in_admin=each.in_admin, method="GET", which=each.which)
        answered[each] = status(each, "GET")
    assert {each: answered[each] for each in asked if answered[each] != expected[each]} == {}
    assert 200 in answered.values()
    assert 403 in answered.values()


@pytest.mark.parametrize("role", Role)
def test_whose_form_is_looked_at(
    asked: list[Address], ask: Callable[..., Callable[[Address, str], int]], role: Role
) -> None:
    """An empty form changes nothing but what is done by confirming; and who is not let in changes nothing at all."""
    status = ask(role)
    before, faults, looked_at = contents(), {}, 0
    for each in asked:
        if each.name == ENDS_THE_SESSION:
            continue
        expected = each.page.status(role, in_admin=each.in_admin, method="POST", which=each.which)
        if expected is not None:
            answered = status(each, "POST")
            ok = answered == expected
        else:
            with transaction.atomic():
                answered = status(each, "POST")
                # What the right role has confirmed is taken back, so that the next page finds its object.
                transaction.set_rollback(each.page.post is not None)
            looked_at += 1
            ok = answered < 500 and (each.page.post is None or answered not in REFUSED)
        if not ok:
            faults[each] = answered
    assert faults == {}
    assert looked_at
    after = contents()
    assert [name for name in before if before[name] != after[name]] == []


def test_without_a_login_nothing_is_open_but_what_says_so(asked: list[Address], client: Client) -> None:
    client.raise_request_exception = False
    before = contents()
    for method in ("GET", "POST"):
        for each in asked:
            answer = client.generic(method, each.url)
            expected = each.page.status_anonymous(in_admin=each.in_admin)
            if method == "POST" and each.page.anonymous is not None:
                assert answer.status_code < 500 or answer.status_code == expected, each
                continue
            assert answer.status_code == expected, (method, each)
            leads_to_login = each.in_admin and each.page.anonymous is None and each.name != ENDS_THE_SESSION
            assert not leads_to_login or answer["Location"].startswith("/admin/login/?next="), each
    after = contents()
    assert [name for name in before if before[name] != after[name]] == []


def test_what_a_role_is_refused_stands_in_the_trail(
    asked: list[Address], ask: Callable[..., Callable[[Address, str], int]]
) -> None:
    status = ask(Role.VIEWER)
    refused = [each.url for each in asked if status(each, "GET") == 403]
    entries = AuditEntry.objects.filter(action=AuditAction.REFUSED, actor__role=Role.VIEWER).order_by("pk")
    assert len(refused) > ENTRIES_A_MINUTE
    assert list(entries.values_list("object_key", flat=True)) == refused[:ENTRIES_A_MINUTE]


def test_every_model_of_the_admin_has_an_object_to_ask_for() -> None:
    shown = {name.removeprefix("admin:").removesuffix("_changelist") for name in PAGES if name.endswith("_changelist")}
    assert shown == OBJECTS.keys()
