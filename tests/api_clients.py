"""Fixtures for tests of the API: the demo figures, and a client with a token for every role."""

from collections.abc import Callable

import pytest
from django.test import Client

from indicators.api.caching import bodies
from indicators.choices import Role
from indicators.models import User
from tests.admin_clients import demo_data
from tests.builders import figure, publish, used_token
from tracker.services.calculations import drain_pending_calculations

__all__ = ["client_of", "demo", "demo_data", "publish_now", "viewer"]

ClientOf = Callable[[str], Client]
MASTER_DATA = ["areas", "peer-groups", "indicators"]
FIGURES = ["observations", "growth", "rankings"]
LISTS = [*MASTER_DATA, *FIGURES]
EXPLANATIONS = [
    "explain/observations/GDP/430300/2015-Q4",
    "explain/growth/GDP/430300/2015-Q4",
    "explain/rankings/GDP/2015-Q4/hunan-cities/growth",
]
READERS = [Role.ENTRY, Role.REVIEWER, Role.PUBLISHER, Role.VIEWER, Role.EVALUATION]


def address(name: str) -> str:
    return f"/api/v1/{name}/"


def results(client: Client, name: str, **query: str) -> list[dict]:
    """The rows of one page of a list, by default of the largest."""
    answer = client.get(address(name), {"page_size": "1000", **query})
    assert answer.status_code == 200, answer.content.decode()
    return answer.json()["results"]


def publish_now(*args: str, **fields: str) -> None:
    """Publish one figure through the write gate and bring growth and rankings up to date."""
    publish(figure(*args, **fields))
    drain_pending_calculations()


@pytest.fixture
def demo(demo_data: None, db: None) -> None:
    """The demo figures, for one test to read and to add to."""
    bodies.clear()  # the version of the data goes back with the transaction of each test


@pytest.fixture
def client_of(db: None) -> ClientOf:
    """Makes an account of a role; the client holds its token."""

    def make(role: str) -> Client:
        user = User.objects.create(username=f"{role}{User.objects.count()}", role=role, password="!")
        return Client(headers={"Authorization": f"Token {used_token(user)}"})

    return make


@pytest.fixture
def viewer(client_of: ClientOf) -> Client:
    return client_of(Role.VIEWER)
