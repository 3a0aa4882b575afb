"""The pages for editing a plan as a browser without scripts sees them: what a form shows is what it sends."""

import re
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from pytest_django import DjangoDbBlocker

from indicators.models import Area, Indicator
from indicators.services.packages.load import load_package
from tests.builders import TESTER
from tracker.models import Plan

DEMO = Path(__file__).resolve().parent.parent / "demo"


@pytest.fixture(scope="module")
def stored_plans(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The demo plans, taken back after the module."""
    with django_db_blocker.unblock(), transaction.atomic():
        for package in ("xiangtan", "plans"):
            load_package(directory=DEMO / package, actor=TESTER)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def plan(stored_plans: None, db: None) -> Plan:
    """The demo plan of Xiangtan, with every form of target, yearly targets and two decompositions."""
    return Plan.objects.get(code="XT-145")


def prefix(indicator: str, area: str = "430300") -> str:
    """How the form names the line."""
    return f"{Indicator.objects.get(code=indicator).pk}-{Area.objects.get(code=area).pk}"


class _Inputs(HTMLParser):
    """The fields of the form that is sent by POST, in order; of a selection the chosen option."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: list[tuple[str, str]] = []
        self.is_post = False
        self.area: tuple[str, list[str]] | None = None
        self.select = ""

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        given = dict(attrs)
        if tag == "form":
            self.is_post = "method" in given and given["method"] == "post" and "logout" not in given.get("action", "")
        if not self.is_post:
            return
        if tag == "input" and given.get("name"):
            self.sent.append((given["name"], given.get("value") or ""))
        elif tag == "textarea":
            self.area = (given["name"], [])
        elif tag == "select":
            self.select = given["name"]
        elif tag == "option" and self.select and "selected" in given:
            self.sent.append((self.select, given["value"]))

    def handle_data(self, data: str) -> None:
        if self.area:
            self.area[1].append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self.area:
            self.sent.append((self.area[0], "".join(self.area[1]).removeprefix("\n")))
            self.area = None
        elif tag == "select":
            self.select = ""
        elif tag == "form":
            self.is_post = False


def text_of(answer: HttpResponse) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def sent_by(answer: HttpResponse) -> dict[str, list[str]]:
    """What the form of the page sends as it stands."""
    inputs = _Inputs()
    inputs.feed(answer.content.decode())
    fields: dict[str, list[str]] = {}
    for name, value in inputs.sent:
        fields.setdefault(name, []).append(value)
    fields.pop("csrfmiddlewaretoken", None)
    assert fields
    return fields


def send(client: Client, url: str, page: HttpResponse, step: str, changed: Mapping[str, str] | None = None) -> Any:
    """Send the form of `page` with some fields changed."""
    fields = sent_by(page) | {name: [value] for name, value in (changed or {}).items()}
    return client.post(url, {**fields, "step": step})
