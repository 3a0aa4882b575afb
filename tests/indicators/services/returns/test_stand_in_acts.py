"""A stand-in takes the steps of whom he stands in for; the trail names both."""

from datetime import timedelta

import pytest
from django.utils import timezone

from indicators.choices import AuditAction, Role
from indicators.models import AuditEntry, Return, StandIn, User
from indicators.services.audit import Actor
from indicators.services.returns.gate import ReturnRefusedError
from indicators.services.returns.reviewing import approve_return
from tests.return_builders import make_account
from tests.return_worlds import World, bring_to, cell, change, fill, make_world, save

VALUE, GROWTH = "TAX/A/value", "TAX/A/growth"


@pytest.fixture
def world(db: None) -> World:
    return make_world()


@pytest.fixture
def deputy(world: World) -> User:
    """A clerk of another department and other areas."""
    return make_account(Role.ENTRY, world.foreign, department=world.other, username="deputy")


def stand_in(principal: User, deputy: User, *, first: int = 0, last: int = 0) -> None:
    """From `first` to `last` day, counted from today."""
    today = timezone.localdate()
    StandIn.objects.create(
        principal=principal,
        deputy=deputy,
        valid_from=today + timedelta(days=first),
        valid_until=today + timedelta(days=last),
        reason="休假",
    )


def against(of: Return, by: User) -> set[str]:
    with pytest.raises(ReturnRefusedError) as refusal:
        save(of, change("5"), by=by)
    assert cell(of).content.blank
    return {each.code for each in refusal.value.refusals}


@pytest.mark.parametrize(("first", "last"), [(0, 0), (-5, 0), (0, 5), (-1, 1)])
def test_the_deputy_acts_on_every_day_of_the_span_and_the_trail_names_both(
    world: World, deputy: User, first: int, last: int
) -> None:
    stand_in(world.clerk, deputy, first=first, last=last)
    save(world.of, change("5"), by=deputy)
    assert cell(world.of).changed_by == deputy
    entry = AuditEntry.objects.filter(object_type="return", action=AuditAction.CHANGED).latest("pk")
    assert entry.actor == deputy
    assert entry.actor_name == f"deputy（代 {world.clerk.username}）"


@pytest.mark.parametrize(("first", "last"), [(-5, -1), (1, 5)])
def test_not_before_and_not_after(world: World, deputy: User, first: int, last: int) -> None:
    stand_in(world.clerk, deputy, first=first, last=last)
    assert against(world.of, deputy) == {"not_your_area", "not_your_department"}


def test_one_whose_role_is_another_by_now_does_not(world: World, deputy: User) -> None:
    stand_in(world.clerk, deputy)
    deputy.role = Role.REVIEWER
    deputy.save()
    assert against(world.of, deputy) == {"not_your_area", "not_your_role"}


def test_nor_for_one_whose_role_is_another_by_now(world: World, deputy: User) -> None:
    stand_in(world.clerk, deputy)
    world.clerk.role = Role.REVIEWER
    world.clerk.save()
    assert against(world.of, deputy) == {"not_your_area", "not_your_department"}


def test_nor_for_a_closed_account(world: World, deputy: User) -> None:
    stand_in(world.clerk, deputy)
    world.clerk.is_active = False
    world.clerk.save()
    assert against(world.of, deputy) == {"not_your_area", "not_your_department"}


def test_a_closed_account_acts_for_nobody(world: World, deputy: User) -> None:
    stand_in(world.clerk, deputy)
    deputy.is_active = False
    deputy.save()
    assert against(world.of, deputy) == {"not_your_area", "not_your_role", "not_your_department"}


def test_the_other_way_round_nothing_is_given(world: World, deputy: User) -> None:
    stand_in(deputy, world.clerk)
    assert against(world.of, deputy) == {"not_your_area", "not_your_department"}


def test_a_stand_in_of_a_stand_in_does_not(world: World, deputy: User) -> None:
    middle = make_account(Role.ENTRY, world.foreign, department=world.other, username="middle")
    stand_in(world.clerk, middle)
    stand_in(middle, deputy)
    assert against(world.of, deputy) == {"not_your_area", "not_your_department"}


def test_who_may_himself_acts_in_his_own_name(world: World) -> None:
    colleague = make_account(Role.ENTRY, world.own, department=world.tax, username="colleague")
    stand_in(world.clerk, colleague)
    save(world.of, change("5"), by=colleague)
    assert AuditEntry.objects.latest("pk").actor_name == "colleague"


def test_rights_of_two_people_are_not_put_together(world: World) -> None:
    """One's own area and the department of another do not make one hat."""
    neighbour = make_account(Role.ENTRY, world.own, department=world.other, username="neighbour")
    colleague = make_account(Role.ENTRY, world.foreign, department=world.tax, username="colleague")
    stand_in(colleague, neighbour)
    assert against(world.of, neighbour) == {"not_your_department"}


def test_a_reviewer_approves_for_a_reviewer(world: World) -> None:
    fill(world.of, {VALUE: "5", GROWTH: "1"})
    bring_to(world.of, "submitted")
    second = make_account(Role.REVIEWER, world.foreign, username="second")
    stand_in(world.reviewer, second)
    of = approve_return(pk=world.of.pk, actor=Actor.of(second))
    assert of.approved_by == second
    assert AuditEntry.objects.filter(action=AuditAction.APPROVED).get().actor_name == "second（代 reviewer）"
