"""Who may take which step when, as one table for the tests of every write path; it knows nothing of the product's own.

`expected` gives every reason against a step. A path that stores what this table refuses has a hole, one that refuses
what it allows stands in the way of work.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from itertools import product

import pytest
from django.db import transaction
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from indicators.choices import Role
from indicators.models import CellExplanation, Observation, Return, ReturnCell, User
from tests.return_builders import make_account
from tests.return_worlds import World, fill, make_world

VALUE, GROWTH = "TAX/A/value", "TAX/A/growth"
STATES = ["draft", "submitted", "sent_back", "approved", "published", "withdrawn"]
OPEN_STATES = ["draft", "sent_back"]
UNFINISHED = ["draft", "submitted", "sent_back", "approved"]

# Opening day, deadline and extension in days from today; and the reason against filling.
WINDOWS: dict[str, tuple[int, int, int | None, str]] = {
    "before": (1, 10, None, "not_open_yet"),
    "first day": (0, 10, None, ""),
    "last day": (-10, 0, None, ""),
    "after": (-10, -1, None, "past_deadline"),
    "last day of extension": (-10, -5, 0, ""),
    "after extension": (-10, -5, -1, "past_deadline"),
}
INSIDE = "first day"

# What staff read about each reason.
WORDS = {
    "not_your_area": "地区范围",
    "not_your_role": "您的角色不能办理",
    "not_your_department": "由其他部门填报",
    "draft": "还是草稿",
    "submitted": "已报送，等待审核",
    "sent_back": "已退回填报单位修改",
    "approved": "已审核通过，等待发布",
    "published": "已发布；需要修改",
    "withdrawn": "已撤销发布",
    "not_open_yet": "尚未到期",
    "past_deadline": "已过；确需补报",
}

# Who takes a step, and from which states it leads.
STEPS: dict[str, tuple[set[str], list[str]]] = {
    "write": ({"entry"}, OPEN_STATES),
    "submit": ({"entry"}, OPEN_STATES),
    "recall": ({"entry"}, ["submitted"]),
    "send_back": ({"reviewer"}, ["submitted", "approved"]),  # from approved the publisher, see `expected`
    "approve": ({"reviewer"}, ["submitted"]),
    "publish": ({"publisher"}, ["approved"]),
    "withdraw": ({"publisher"}, ["published"]),
    "reopen": ({"publisher"}, ["withdrawn"]),
    "extend": ({"reviewer", "publisher"}, OPEN_STATES),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What an account is to the return."""

    role: str
    own_area: bool
    own_department: bool = True

    def __str__(self) -> str:
        where = "own" if self.own_area else "foreign"
        return f"{self.role} {where} area {'right' if self.own_department else 'wrong'} department"

    @property
    def works_with_returns(self) -> bool:
        return self.role in ("entry", "reviewer", "publisher")


ACCOUNTS = [
    *(Account(role="entry", own_area=area, own_department=own) for area, own in product((True, False), repeat=2)),
    *(Account(role=str(role), own_area=area) for role in Role if role != Role.ENTRY for area in (True, False)),
]
CLERK, STRANGER = ACCOUNTS[0], ACCOUNTS[3]  # everything right, everything but the role wrong


@dataclass(frozen=True, slots=True)
class Situation:
    """One account before the return in one state at one time."""

    account: Account
    state: str
    window: str

    def __str__(self) -> str:
        return f"{self.account}, {self.state}, {self.window}"


EVERY_SITUATION = [Situation(*each) for each in product(ACCOUNTS, STATES, WINDOWS)]
# Every account in every state, and at every time; the clerk and the stranger in every state at every time.
SITUATIONS = [
    at for at in EVERY_SITUATION if at.account in (CLERK, STRANGER) or at.state == "draft" or at.window == INSIDE
]
# For what does not depend on the time.
TIMELESS = [at for at in SITUATIONS if at.window in (INSIDE, "after") and (at.window == INSIDE or at.account == CLERK)]


def expected(step: str, at: Situation) -> set[str]:
    """The codes of every reason against the step; none: it is allowed."""
    roles, states = STEPS[step]
    if step == "send_back" and at.state == "approved":
        roles = {"publisher"}
    reasons = {
        "not_your_area": not at.account.own_area,
        "not_your_role": at.account.role not in roles,
        "not_your_department": not at.account.own_department,
        at.state: at.state not in states,
    }
    late = WINDOWS[at.window][3] if step in ("write", "submit", "recall") else ""
    return {code for code, holds in reasons.items() if holds} | ({late} - {""})


@dataclass(slots=True)
class Scene:
    """The return, filled, and all the accounts."""

    world: World
    users: dict[Account, User]

    @property
    def of(self) -> Return:
        return self.world.of

    def stored(self) -> dict[str, object]:
        """What must not change unseen."""
        of = Return.objects.get(pk=self.of.pk)
        return {
            "cells": list(ReturnCell.objects.order_by("pk").values_list()),
            "explanations": list(CellExplanation.objects.order_by("pk").values_list()),
            "ledger": list(Observation.objects.order_by("pk").values_list()),
            "state": (of.state, of.version, of.extended_until),
        }

    @contextmanager
    def attempt(self, at: Situation) -> Iterator[None]:
        """The return in that situation; whatever happens inside is taken back."""
        with transaction.atomic():
            self.set(at.state, at.window)
            yield
            transaction.set_rollback(True)

    def set(self, state: str, window: str) -> None:
        opens, due, extended, _ = WINDOWS[window]
        today = timezone.localdate()
        Return.objects.filter(pk=self.of.pk).update(
            state=state,
            opens_on=today + timedelta(days=opens),
            due_on=today + timedelta(days=due),
            extended_until=None if extended is None else today + timedelta(days=extended),
        )


def make_scene() -> Scene:
    world = make_world()
    fill(world.of, {VALUE: "5", GROWTH: "1"})
    users = {}
    for number, account in enumerate(ACCOUNTS):
        area = world.own if account.own_area else world.foreign
        department = world.tax if account.own_department else world.other
        users[account] = make_account(account.role, area, department=department, username=f"account{number}")
    return Scene(world, users)


@pytest.fixture(scope="module")
def scene_data(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Scene]:
    """One scene for all tests of a module, taken back after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_scene()
        transaction.set_rollback(True)


@pytest.fixture
def scene(scene_data: Scene, db: None) -> Scene:
    """The scene, for one test to try things on."""
    return scene_data
