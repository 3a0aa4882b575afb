"""Handing over and standing in: all or nothing, nobody gains a right, and the trail names both people."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from indicators.choices import AuditAction, InboxKind, Role
from indicators.domain.returns import Step
from indicators.models import Area, AuditEntry, Department, FormUnit, InboxItem, Return, StandIn, User
from indicators.queries.handover import duties_of, takers_of
from indicators.queries.inbox import inbox_of, open_items
from indicators.queries.returns.access import acting_hat, returns_of
from indicators.services.audit import Actor
from indicators.services.handover import arrange_stand_in, end_stand_in, hand_over
from tests.builders import make_area, make_indicator
from tests.return_builders import make_account, make_department, make_form, make_unit, open_now

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class World:
    """One unit of a department, its return, its clerk, and somebody who could be its clerk."""

    area: Area
    bureau: Department
    unit: FormUnit
    opened: Return
    clerk: User
    colleague: User


@pytest.fixture
def world() -> World:
    area, bureau = make_area("A"), make_department("税务局")
    clerk = make_account(Role.ENTRY, area, department=bureau, username="zhang")
    colleague = make_account(Role.ENTRY, area, department=bureau, username="li")
    unit = make_unit(make_form("tax", make_indicator("TAX")), area, department=bureau, clerk=clerk)
    return World(area, bureau, unit, open_now(unit, "2025-Q4"), clerk, colleague)


def faults_of(giver: User, taker: User, actor: Actor, reason: str = "调离") -> list[str]:
    with pytest.raises(ValidationError) as refused:
        hand_over(giver=giver, taker=taker, reason=reason, actor=actor)
    return refused.value.messages


def test_returns_units_and_items_move_in_one_step_and_the_trail_names_both(world: World) -> None:
    moved = hand_over(giver=world.clerk, taker=world.colleague, reason="调离", actor=Actor.of(world.clerk))
    assert ([each.pk for each in moved.returns], len(moved.units), len(moved.items)) == ([world.opened.pk], 1, 1)
    assert Return.objects.get().clerk == FormUnit.objects.get().clerk == world.colleague
    assert not InboxItem.objects.filter(recipient=world.clerk, done_at=None).exists()
    kinds = {item.kind: item.text for item in InboxItem.objects.filter(recipient=world.colleague)}
    assert kinds.keys() == {InboxKind.FILL, InboxKind.HANDED_OVER}
    assert "填报表 1 张" in kinds[InboxKind.HANDED_OVER]
    entries = AuditEntry.objects.filter(action=AuditAction.HANDED_OVER)
    assert {(entry.object_type, entry.object_key) for entry in entries} == {
        ("return", "tax/A/2025-Q4"),
        ("formunit", "tax/A"),
        ("user", "zhang"),
    }
    for entry in entries:
        assert (entry.old, entry.new) == ({"responsible": "zhang"}, {"responsible": "li"})
        assert (entry.actor, entry.reason) == (world.clerk, "调离")


def test_every_reason_against_a_taker_is_named_and_nothing_moves(world: World) -> None:
    stranger = make_account(Role.ENTRY, make_area("B"), department=make_department("统计局"), username="wang")
    faults = faults_of(world.clerk, stranger, Actor.of(world.clerk), reason=" ")
    assert faults[0] == "请写明理由"
    assert [text for text in faults if f"“{world.opened}”不在“wang”的部门或地区范围内" in text]
    assert len(faults) == 3  # the unit, whose next returns would be his, as well
    assert Return.objects.get().clerk == world.clerk
    assert InboxItem.objects.get().recipient == world.clerk


@pytest.mark.parametrize("lacking", ["area", "department"])
def test_a_unit_alone_needs_a_taker_who_can_fill_it(world: World, lacking: str) -> None:
    """The returns of a unit that come later would be nobody's otherwise."""
    giver = make_account(Role.ENTRY, world.area, department=world.bureau, username="zhao")
    make_unit(make_form("land", make_indicator("LAND")), world.area, department=world.bureau, clerk=giver)
    area = make_area("B") if lacking == "area" else world.area
    bureau = make_department("统计局") if lacking == "department" else world.bureau
    taker = make_account(Role.ENTRY, area, department=bureau, username="wang")
    assert "“land A”不在“wang”的部门或地区范围内" in faults_of(giver, taker, Actor.of(giver))[0]


@pytest.mark.parametrize(
    ("role", "active", "message"),
    [(Role.REVIEWER, True, "接收人须是启用中的填报岗账号"), (Role.ENTRY, False, "接收人须是启用中的填报岗账号")],
)
def test_the_taker_has_the_same_role_and_is_active(world: World, role: str, active: bool, message: str) -> None:
    taker = make_account(role, world.area, department=world.bureau, username="wang", is_active=active)
    assert message in faults_of(world.clerk, taker, Actor.of(world.clerk))


def test_who_is_neither_the_giver_nor_the_system_administrator_moves_nothing(world: World) -> None:
    for role in (Role.ENTRY, Role.SECURITY, Role.PUBLISHER):
        actor = Actor.of(make_account(role, world.area, username=f"actor-{role}"))
        assert "由系统管理员移交" in faults_of(world.clerk, world.colleague, actor)[0]
    administrator = make_account(Role.ADMIN, username="admin")
    hand_over(giver=world.clerk, taker=world.colleague, reason="休假", actor=Actor.of(administrator))
    assert Return.objects.get().clerk == world.colleague


def test_the_work_of_a_closed_account_is_handed_over_by_the_administrator(world: World) -> None:
    world.clerk.is_active = False
    world.clerk.save()
    administrator = make_account(Role.ADMIN, username="admin")
    hand_over(giver=world.clerk, taker=world.colleague, reason="离职", actor=Actor.of(administrator))
    assert open_items(world.colleague) == 2


def test_who_has_nothing_to_do_hands_nothing_over(world: World) -> None:
    """A second click on the button must not announce nothing."""
    hand_over(giver=world.clerk, taker=world.colleague, reason="调离", actor=Actor.of(world.clerk))
    assert "没有未办结的工作" in faults_of(world.clerk, world.colleague, Actor.of(world.clerk))[0]
    assert InboxItem.objects.filter(kind=InboxKind.HANDED_OVER).count() == 1


def test_what_the_taker_has_already_is_not_there_twice_and_no_news_is_lost(world: World) -> None:
    InboxItem.objects.create(
        recipient=world.colleague, about=world.opened, kind=InboxKind.FILL, text="旧", created_by=""
    )
    third = make_account(Role.ENTRY, world.area, department=world.bureau, username="wang")
    InboxItem.objects.create(recipient=third, about=world.opened, kind=InboxKind.REMINDER, text="催报", created_by="")
    hand_over(giver=third, taker=world.clerk, reason="甲", actor=Actor.of(third))
    hand_over(giver=world.clerk, taker=world.colleague, reason="乙", actor=Actor.of(world.clerk))
    texts = list(InboxItem.objects.filter(recipient=world.colleague, done_at=None).values_list("kind", "text"))
    assert [kind for kind, _ in texts].count(InboxKind.FILL) == 1
    news = [text for kind, text in texts if kind == InboxKind.HANDED_OVER]
    assert sorted(text[-1] for text in news) == ["乙", "甲"]


def test_the_work_of_a_publisher_is_his_inbox(world: World) -> None:
    giver, taker = (make_account(Role.PUBLISHER, world.area, username=name) for name in ("p1", "p2"))
    InboxItem.objects.create(recipient=giver, about=world.opened, kind=InboxKind.PUBLISH, text="请发布", created_by="")
    hand_over(giver=giver, taker=taker, reason="调离", actor=Actor.of(giver))
    assert set(InboxItem.objects.filter(recipient=taker).values_list("kind", flat=True)) == {"publish", "handed_over"}


def test_takers_are_those_whom_the_service_lets_take_it(world: World) -> None:
    others = [
        make_account(Role.ENTRY, make_area("B"), department=world.bureau, username="elsewhere"),
        make_account(Role.ENTRY, world.area, username="no-department"),
        make_account(Role.REVIEWER, world.area, department=world.bureau, username="reviewer"),
        make_account(Role.ENTRY, world.area, department=world.bureau, username="closed", is_active=False),
    ]
    offered = takers_of(world.clerk, duties_of(world.clerk))
    assert offered == [world.colleague]
    for each in others:
        assert faults_of(world.clerk, each, Actor.of(world.clerk))


def test_an_own_office_is_taken_over_only_by_who_was_given_the_area_itself(world: World) -> None:
    city = make_area("430300", kind="city")
    county = make_area("430321", kind="county", parent=city)
    clerk = make_account(Role.ENTRY, county, username="county-clerk")
    make_unit(make_form("county", make_indicator("GDP")), county, clerk=clerk)
    above = make_account(Role.ENTRY, city, username="city-clerk")
    beside = make_account(Role.ENTRY, county, username="beside")
    assert takers_of(clerk, duties_of(clerk)) == [beside]
    assert "地区范围" in faults_of(clerk, above, Actor.of(clerk))[0]


def test_queries_for_what_moves_and_who_can_take_it_do_not_grow(world: World) -> None:
    def counted() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert takers_of(world.clerk, duties_of(world.clerk))
        return len(captured)

    before = counted()
    for quarter in ("2025-Q1", "2025-Q2", "2025-Q3"):
        open_now(world.unit, quarter)
    for number in range(5):
        make_account(Role.ENTRY, world.area, department=world.bureau, username=f"more{number}")
    assert counted() == before


# Standing in


def stand_in(world: World, *, first: int = 0, last: int = 7, **people: User) -> StandIn:
    today = timezone.localdate()
    return StandIn(
        principal=people.get("principal", world.clerk),
        deputy=people.get("deputy", world.colleague),
        valid_from=today + timedelta(days=first),
        valid_until=today + timedelta(days=last),
        reason="休假",
    )


def arranged(world: World, **fields: object) -> StandIn:
    made = stand_in(world, **fields)  # type: ignore[arg-type]
    arrange_stand_in(stand_in=made, actor=Actor.of(world.clerk))
    return made


def test_a_deputy_of_another_department_does_what_the_principal_may_and_sees_the_inbox(world: World) -> None:
    deputy = make_account(Role.ENTRY, make_area("B"), username="deputy")
    assert not returns_of(deputy).exists()
    assert open_items(deputy) == 0
    arranged(world, deputy=deputy)
    assert list(returns_of(deputy)) == [world.opened]
    hat, refusals = acting_hat(deputy, world.opened, Step.WRITE)
    assert (hat.user, refusals) == (world.clerk, [])
    assert open_items(deputy) == 1
    assert [item.for_principal for item in inbox_of(deputy)] == [True]
    entry = AuditEntry.objects.get(object_type="standin")
    assert (entry.object_key, entry.actor, entry.reason) == ("deputy 代 zhang", world.clerk, "休假")


@pytest.mark.parametrize(("first", "last", "counts"), [(-3, -1, False), (-3, 0, True), (0, 0, True), (1, 3, False)])
def test_a_stand_in_counts_from_its_first_to_its_last_day(world: World, first: int, last: int, counts: bool) -> None:
    deputy = make_account(Role.ENTRY, make_area("B"), username="deputy")
    stand_in(world, deputy=deputy, first=first, last=last).save()
    assert (open_items(deputy) == 1) is counts
    assert returns_of(deputy).exists() is counts


@pytest.mark.parametrize("change", [{"is_active": False}, {"role": Role.VIEWER}])
def test_a_stand_in_for_a_closed_account_or_another_role_counts_no_more(
    world: World, change: dict[str, object]
) -> None:
    deputy = make_account(Role.ENTRY, make_area("B"), username="deputy")
    arranged(world, deputy=deputy)
    User.objects.filter(pk=world.clerk.pk).update(**change)
    assert open_items(deputy) == 0
    assert not returns_of(deputy).exists()


@pytest.mark.parametrize(
    ("fields", "faulty"),
    [
        ({"last": -1, "first": -3}, ["valid_until", "valid_from"]),
        ({"first": 3, "last": 1}, ["__all__"]),
        ({"first": -1}, ["valid_from"]),
        ({"last": 400}, ["valid_until"]),
    ],
)
def test_days_that_are_over_or_the_wrong_way_round_are_refused(
    world: World, fields: dict[str, int], faulty: list[str]
) -> None:
    with pytest.raises(ValidationError) as refused:
        arrange_stand_in(stand_in=stand_in(world, **fields), actor=Actor.of(world.clerk))  # type: ignore[arg-type]
    assert list(refused.value.error_dict) == faulty


def test_a_second_arrangement_for_the_same_days_is_refused(world: World) -> None:
    arranged(world)
    with pytest.raises(ValidationError, match="已经代"):
        arranged(world, first=1)
    assert StandIn.objects.count() == 1


def test_nobody_stands_in_for_himself_or_across_roles(world: World) -> None:
    reviewer = make_account(Role.REVIEWER, world.area, username="reviewer")
    for deputy in (world.clerk, reviewer):
        with pytest.raises(ValidationError):
            arranged(world, deputy=deputy)
    assert not StandIn.objects.exists()


def test_one_arranges_ones_own_and_the_security_administrator_everybodys(world: World) -> None:
    with pytest.raises(ValidationError, match="由本人办理"):
        arrange_stand_in(stand_in=stand_in(world), actor=Actor.of(world.colleague))
    security = make_account(Role.SECURITY, username="security")
    arrange_stand_in(stand_in=stand_in(world), actor=Actor.of(security))
    assert StandIn.objects.count() == 1


def test_ending_keeps_what_has_been_in_force(world: World) -> None:
    begun = arranged(world)
    StandIn.objects.update(valid_from=timezone.localdate() - timedelta(days=3))
    begun.refresh_from_db()
    end_stand_in(stand_in=begun, actor=Actor.of(world.clerk))
    begun.refresh_from_db()
    assert begun.valid_until == timezone.localdate() - timedelta(days=1)
    assert open_items(world.colleague) == 0
    with pytest.raises(ValidationError, match="已于"):
        end_stand_in(stand_in=begun, actor=Actor.of(world.clerk))
    coming = arranged(world, first=1)
    end_stand_in(stand_in=coming, actor=Actor.of(world.clerk))
    assert list(StandIn.objects.all()) == [begun]
    actions = AuditEntry.objects.filter(object_type="standin").order_by("pk").values_list("action", flat=True)
    assert list(actions) == [AuditAction.CREATED, AuditAction.CHANGED, AuditAction.CREATED, AuditAction.DELETED]


def test_the_deputy_does_not_end_it(world: World) -> None:
    made = arranged(world)
    with pytest.raises(ValidationError, match="本人或安全管理员"):
        end_stand_in(stand_in=made, actor=Actor.of(world.colleague))
    assert StandIn.objects.count() == 1
