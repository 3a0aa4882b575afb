"""Approving, sending back with reasons at the cells and days for corrections, and extending."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from indicators.choices import AuditAction, InboxKind, ReturnState
from indicators.models import AuditEntry, InboxItem, Return
from indicators.services.audit import Actor
from indicators.services.returns.gate import ReturnRefusedError
from indicators.services.returns.reviewing import approve_return, extend_return, send_back_return
from tests.builders import TESTER
from tests.return_worlds import World, bring_to, cell, fill, make_world

VALUE, GROWTH = "TAX/A/value", "TAX/A/growth"


@pytest.fixture
def world(db: None) -> World:
    world = make_world(correction_days=5)
    fill(world.of, {VALUE: "5", GROWTH: "1"})
    return world


def codes(call: object, **fields: object) -> list[str]:
    with pytest.raises(ReturnRefusedError) as refusal:
        call(**fields)  # type: ignore[operator]
    return [each.code for each in refusal.value.refusals]


def set_window(of: Return, *, due: date, extended: date | None = None) -> None:
    Return.objects.filter(pk=of.pk).update(opens_on=date(2026, 4, 1), due_on=due, extended_until=extended)


def last_entry(action: AuditAction) -> AuditEntry:
    return AuditEntry.objects.filter(object_type="return", action=action).latest("pk")


def test_approving_says_who_and_when(world: World) -> None:
    bring_to(world.of, "submitted")
    of = approve_return(pk=world.of.pk, actor=Actor.of(world.reviewer), remark="已核对")
    assert (of.state, of.approved_by) == (ReturnState.APPROVED, world.reviewer)
    assert of.approved_at is not None
    assert last_entry(AuditAction.APPROVED).reason == "已核对"
    [item] = InboxItem.objects.filter(done_at=None)
    assert (item.recipient, item.kind) == (world.publisher, InboxKind.PUBLISH)


class TestSendingBack:
    def test_reasons_stand_at_the_cells(self, world: World) -> None:
        bring_to(world.of, "submitted")
        of = send_back_return(
            pk=world.of.pk,
            reason="",
            cell_reasons={cell(world.of).pk: " 与税务月报不符\r\n请核对 ", cell(world.of, GROWTH).pk: "  "},
            actor=Actor.of(world.reviewer),
        )
        assert (of.state, of.submitted_at) == (ReturnState.SENT_BACK, None)
        assert [cell(of, key).send_back_reason for key in (VALUE, GROWTH)] == ["与税务月报不符\n请核对", ""]
        entry = last_entry(AuditAction.SENT_BACK)
        assert entry.new["reasons"] == {VALUE: "与税务月报不符\n请核对"}
        assert "1 处" in entry.reason
        item = InboxItem.objects.get(kind=InboxKind.SENT_BACK, done_at=None)
        assert (item.recipient, "1 处" in item.text) == (world.clerk, True)

    def test_the_next_time_old_reasons_are_gone(self, world: World) -> None:
        bring_to(world.of, "submitted")
        send_back_return(pk=world.of.pk, reason="", cell_reasons={cell(world.of).pk: "甲"}, actor=TESTER)
        bring_to(world.of, "submitted")
        send_back_return(pk=world.of.pk, reason="", cell_reasons={cell(world.of, GROWTH).pk: "乙"}, actor=TESTER)
        assert [cell(world.of, key).send_back_reason for key in (VALUE, GROWTH)] == ["", "乙"]

    def test_it_needs_a_reason_somewhere(self, world: World) -> None:
        bring_to(world.of, "submitted")
        pk = world.of.pk
        blank = {cell(world.of).pk: " "}
        assert codes(send_back_return, pk=pk, reason=" ", cell_reasons=blank, actor=TESTER) == ["reason_required"]

    def test_a_cell_of_another_return_and_a_long_reason_are_refused_together(self, world: World) -> None:
        bring_to(world.of, "submitted")
        reasons = {0: "甲", cell(world.of).pk: "长" * 501}
        found = codes(send_back_return, pk=world.of.pk, reason="", cell_reasons=reasons, actor=TESTER)
        assert found == ["unknown_cell", "too_long"]
        world.of.refresh_from_db()
        assert (world.of.state, cell(world.of).send_back_reason) == (ReturnState.SUBMITTED, "")

    def test_what_was_approved_the_publisher_sends_back(self, world: World) -> None:
        bring_to(world.of, "approved")
        given = {"pk": world.of.pk, "reason": "请核对"}
        assert codes(send_back_return, **given, actor=Actor.of(world.reviewer)) == ["not_your_role"]
        of = send_back_return(**given, actor=Actor.of(world.publisher))
        assert (of.state, of.approved_at, of.approved_by) == (ReturnState.SENT_BACK, None, None)

    @pytest.mark.parametrize(
        ("days_left", "extended"),
        [(-30, True), (-1, True), (0, True), (4, True), (5, False), (6, False)],
    )
    def test_the_clerk_gets_the_days_for_corrections(self, world: World, days_left: int, extended: bool) -> None:
        """Five of them, today not counted; a deadline further away stays."""
        bring_to(world.of, "submitted")
        today = timezone.localdate()
        set_window(world.of, due=today + timedelta(days=days_left))
        of = send_back_return(pk=world.of.pk, reason="请核对", actor=TESTER)
        assert of.window.closes_on == today + timedelta(days=5 if extended else days_left)
        assert (of.extended_until is not None) is extended
        fill(of, {VALUE: "6"})

    def test_an_extension_further_away_stays(self, world: World) -> None:
        bring_to(world.of, "submitted")
        today = timezone.localdate()
        set_window(world.of, due=today - timedelta(days=9), extended=today + timedelta(days=20))
        of = send_back_return(pk=world.of.pk, reason="请核对", actor=TESTER)
        assert of.window.closes_on == today + timedelta(days=20)


class TestExtending:
    @pytest.fixture
    def late(self, world: World) -> Return:
        """Due ten days ago, without an extension."""
        set_window(world.of, due=timezone.localdate() - timedelta(days=10))
        world.of.refresh_from_db()
        return world.of

    @pytest.mark.parametrize("account", ["reviewer", "publisher"])
    def test_it_opens_the_return_again(self, world: World, late: Return, account: str) -> None:
        until = timezone.localdate()
        extend_return(pk=late.pk, until=until, reason="停电", actor=Actor.of(getattr(world, account)))
        fill(late, {VALUE: "6"})
        entry = last_entry(AuditAction.EXTENDED)
        assert (entry.reason, entry.new) == ("停电", {"extended_until": str(until)})
        assert InboxItem.objects.get(recipient=world.clerk, kind=InboxKind.FILL).due_on == until

    def test_a_second_one_keeps_the_first_in_the_trail(self, late: Return) -> None:
        today = timezone.localdate()
        extend_return(pk=late.pk, until=today, reason="停电", actor=TESTER)
        extend_return(pk=late.pk, until=today + timedelta(days=2), reason="仍停电", actor=TESTER)
        assert last_entry(AuditAction.EXTENDED).old == {"extended_until": str(today)}

    def test_every_reason_against_it(self, world: World, late: Return) -> None:
        today = timezone.localdate()
        yesterday, before = today - timedelta(days=1), late.due_on
        given = {"pk": late.pk, "actor": TESTER}
        assert codes(extend_return, **given, until=yesterday, reason="停电") == ["in_past"]
        assert codes(extend_return, **given, until=before, reason="停电") == ["in_past", "not_later"]
        assert codes(extend_return, **given, until=today, reason="") == ["reason_required"]
        clerk = {**given, "actor": Actor.of(world.clerk)}
        assert codes(extend_return, **clerk, until=today, reason="停电") == ["not_your_role"]

    def test_a_deadline_that_is_not_over_is_only_moved_later(self, world: World) -> None:
        due = timezone.localdate() + timedelta(days=3)
        set_window(world.of, due=due)
        given = {"pk": world.of.pk, "reason": "停电", "actor": TESTER}
        assert codes(extend_return, **given, until=due) == ["not_later"]
        assert extend_return(**given, until=due + timedelta(days=1)).window.closes_on == due + timedelta(days=1)

    @pytest.mark.parametrize("state", ["submitted", "approved", "published", "withdrawn"])
    def test_only_what_is_being_filled(self, world: World, state: str) -> None:
        bring_to(world.of, state)
        until = timezone.localdate() + timedelta(days=30)
        assert codes(extend_return, pk=world.of.pk, until=until, reason="停电", actor=TESTER) == [state]
