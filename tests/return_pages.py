"""Clients and addresses for the pages of returns in the admin."""

import pytest
from django.http import HttpResponse
from django.test import Client

from indicators.models import Return, User
from tests.admin_clients import BACKEND
from tests.builders import figure
from tests.return_worlds import World, make_world

URL = "/admin/indicators/return/"
LAST_YEAR = figure("TAX", "A", "2025-Q1", "118.20", "-2.5")


@pytest.fixture
def world(db: None) -> World:
    return make_world(published=(LAST_YEAR,))


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


def page_url(world: World, rest: str = "change/") -> str:
    return f"{URL}{world.of.pk}/{rest}"


def state_of(world: World) -> str:
    return Return.objects.get(pk=world.of.pk).state


def text_of(answer: HttpResponse) -> str:
    return answer.content.decode()
