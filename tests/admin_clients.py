"""Fixtures for tests of the admin: the demo figures, and a signed-in client for every role."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import transaction
from django.test import Client
from pytest_django import DjangoDbBlocker

from indicators.choices import Role
from indicators.models import Area, User
from indicators.services.audit import Actor
from indicators.services.packages.load import load_package
from tracker.services.calculations import calculate_everything

DEMO = Path(__file__).resolve().parent.parent / "demo" / "xiangtan"
OPERATOR = Actor(name="测试")
PASSWORD = "Tielu-2026-湘江"
BACKEND = "django.contrib.auth.backends.ModelBackend"
STAFF_ROLES = [role for role in Role if role != Role.EVALUATION]


@pytest.fixture(scope="module")
def demo_data(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The real figures of the demo, taken back after the module."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_package(directory=DEMO, actor=OPERATOR)
        calculate_everything()
        yield
        transaction.set_rollback(True)


@pytest.fixture
def demo(demo_data: None, db: None) -> None:
    """The demo figures, for one test to read and to add to."""


@pytest.fixture
def account_of(db: None) -> Callable[..., User]:
    """Makes an account of a role; without a password, whose hash costs more than most tests."""

    def make(role: str, username: str = "", password: str | None = None, **fields: object) -> User:
        user = User(username=username or str(role), role=role, **fields)
        user.set_password(password)
        user.save()
        user.areas.set(Area.objects.filter(code="430300"))
        return user

    return make


@pytest.fixture
def client_of(account_of: Callable[..., User]) -> Callable[..., Client]:
    """A client signed in with a new account of a role."""

    def make(role: str, username: str = "", **fields: object) -> Client:
        client = Client()
        client.force_login(account_of(role, username, **fields), backend=BACKEND)
        return client

    return make
