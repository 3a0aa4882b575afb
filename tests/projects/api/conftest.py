"""A city with two parks, one of them outside the account's areas, and clients of accounts of the city."""

import pytest
from django.test import Client

from indicators.api.caching import bodies
from indicators.choices import Role
from indicators.models import Area
from tests.api_clients import ClientOf
from tests.builders import make_area, used_token
from tests.return_builders import make_account


@pytest.fixture
def city(db: None) -> Area:
    bodies.clear()
    return make_area("430300", kind="city", name="湘潭市")


@pytest.fixture
def park(city: Area) -> Area:
    return make_area("P01", parent=city)


@pytest.fixture
def elsewhere(db: None) -> Area:
    return make_area("430100", kind="city")


@pytest.fixture
def client_of(city: Area) -> ClientOf:
    """Makes an account of a role whose area is the city; the client holds its token."""

    def make(role: str) -> Client:
        return Client(headers={"Authorization": f"Token {used_token(make_account(role, city))}"})

    return make


@pytest.fixture
def entry(client_of: ClientOf) -> Client:
    return client_of(Role.ENTRY)
