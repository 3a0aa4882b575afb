"""Clients, addresses and requests for tests of returns over HTTP."""

from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from indicators.models import Area, Department, User
from tests.builders import figure, used_token
from tests.return_builders import make_account
from tests.return_worlds import World, bring_to, fill, make_world

PAST = (
    figure("TAX", "A", "2025-Q4", "98.1", "4"),
    figure("TAX", "A", "2025-Q1", "118.20", "-2.5"),
)


@pytest.fixture
def world(db: None) -> World:
    return make_world(published=PAST)


def client_for(user: User) -> Client:
    return Client(headers={"Authorization": f"Token {used_token(user)}"})


@pytest.fixture
def clerk(world: World) -> Client:
    return client_for(world.clerk)


def someone(role: str, *areas: Area, department: Department | None = None) -> Client:
    return client_for(make_account(role, *areas, department=department, username=f"x{User.objects.count()}"))


def page_url(world: World, rest: str = "") -> str:
    return f"/api/v1/returns/{world.of.pk}/{rest}"


def page(client: Client, world: World) -> dict[str, Any]:
    answer = client.get(page_url(world))
    assert answer.status_code == 200, answer.content.decode()
    return answer.json()


def patch(client: Client, world: World, *changes: dict[str, Any], **body: Any) -> HttpResponse:
    return client.patch(page_url(world, "cells/"), body or {"changes": changes}, content_type="application/json")


def typed(content: str | None = None, *, measure: str = "value", seen: int = 0, **fields: Any) -> dict[str, Any]:
    sent = {"indicator": "TAX", "area": "A", "measure": measure, "seen": seen, **fields}
    return sent if content is None else {**sent, "content": content}


def bring_to_submitted(world: World) -> None:
    fill(world.of, {"TAX/A/value": "5", "TAX/A/growth": "1"})
    bring_to(world.of, "submitted")
