"""Handing in: what is mandatory blocks, what wants an explanation blocks until it has one; and taking it back."""

import pytest

from indicators.choices import AuditAction, InboxKind, ReturnState
from indicators.models import AuditEntry, InboxItem
from indicators.services.audit import Actor
from indicators.services.checks import ensure_default_rules
from indicators.services.returns.gate import ReturnRefusedError
from indicators.services.returns.submitting import recall_return, submit_return
from tests.builders import TESTER, figure, publish
from tests.return_worlds import World, bring_to, change, fill, make_world, save

VALUE, GROWTH = "TAX/A/value", "TAX/A/growth"


@pytest.fixture
def world(db: None) -> World:
    ensure_default_rules(actor=TESTER)
    return make_world()


def against(world: World) -> list[tuple[str, str]]:
    """Code and message of every reason; the state may not have moved."""
    with pytest.raises(ReturnRefusedError) as refusal:
        submit_return(pk=world.of.pk, actor=Actor.of(world.clerk))
    world.of.refresh_from_db()
    assert (world.of.state, world.of.submitted_at) == (ReturnState.DRAFT, None)
    return [(each.code, each.message) for each in refusal.value.refusals]


def test_a_filled_return_is_handed_in(world: World) -> None:
    fill(world.of, {VALUE: "5", GROWTH: "—"})
    of = submit_return(pk=world.of.pk, actor=Actor.of(world.clerk))
    assert (of.state, of.submitted_by) == (ReturnState.SUBMITTED, world.clerk)
    assert of.submitted_at is not None
    entry = AuditEntry.objects.get(object_type="return", action=AuditAction.SUBMITTED)
    assert (entry.actor, entry.old, entry.new) == (world.clerk, {"state": "draft"}, {"state": "submitted"})


def test_every_blank_and_unreadable_cell_is_named(world: World) -> None:
    fill(world.of, {VALUE: "约5"})
    found = against(world)
    assert [code for code, _ in found] == ["mandatory_check"] * 2
    said = {place: message for place in ("TAX A 数值", "TAX A 公布增速") for _, message in found if place in message}
    assert "约5" in said["TAX A 数值"]
    assert "未填" in said["TAX A 公布增速"]


def test_what_is_unreadable_blocks_without_any_rule(db: None) -> None:
    world = make_world()
    fill(world.of, {VALUE: "约5"})
    assert [code for code, _ in against(world)] == ["mandatory_check"]


def test_a_question_has_to_be_answered_first(world: World) -> None:
    publish(figure("TAX", "A", "2025-Q1", "4", "3"))
    fill(world.of, {VALUE: "—", GROWTH: "—"})
    found = against(world)
    assert {code for code, _ in found} == {"explanation_missing"}
    assert all("须写核实说明" in message for _, message in found)
    save(world.of, *(change(key=key, explanations={"missing": "企业迁出，不再统计"}) for key in (VALUE, GROWTH)))
    assert submit_return(pk=world.of.pk, actor=Actor.of(world.clerk)).state == ReturnState.SUBMITTED
    entry = AuditEntry.objects.get(object_type="return", action=AuditAction.SUBMITTED)
    assert entry.new["explained"] == {f"{key}/missing": "企业迁出，不再统计" for key in (VALUE, GROWTH)}


def test_an_answer_to_an_earlier_content_is_none(world: World) -> None:
    publish(figure("TAX", "A", "2025-Q1", "4", "3"))
    fill(world.of, {VALUE: "5.1234567", GROWTH: "3"})
    save(world.of, change(key=VALUE, explanations={"digits": "按元折算"}))
    fill(world.of, {VALUE: "5.7654321"})
    assert "explanation_missing" in {code for code, _ in against(world)}


def test_the_inbox_moves_from_the_clerk_to_the_reviewer(world: World) -> None:
    fill(world.of, {VALUE: "5", GROWTH: "1"})
    assert [item.recipient for item in InboxItem.objects.filter(done_at=None)] == [world.clerk]
    submit_return(pk=world.of.pk, actor=Actor.of(world.clerk))
    [item] = InboxItem.objects.filter(done_at=None)
    assert (item.recipient, item.kind) == (world.reviewer, InboxKind.REVIEW)


def test_recalling_needs_a_reason_and_opens_the_draft_again(world: World) -> None:
    fill(world.of, {VALUE: "5", GROWTH: "1"})
    bring_to(world.of, "submitted")
    with pytest.raises(ReturnRefusedError) as refusal:
        recall_return(pk=world.of.pk, reason="  ", actor=Actor.of(world.clerk))
    assert [each.code for each in refusal.value.refusals] == ["reason_required"]
    of = recall_return(pk=world.of.pk, reason="漏了一家企业", actor=Actor.of(world.clerk))
    assert (of.state, of.submitted_at, of.submitted_by) == (ReturnState.DRAFT, None, None)
    entry = AuditEntry.objects.get(object_type="return", action=AuditAction.RECALLED)
    assert (entry.reason, entry.old, entry.new) == ("漏了一家企业", {"state": "submitted"}, {"state": "draft"})
    fill(of, {VALUE: "6"})


@pytest.mark.parametrize("state", ["draft", "sent_back", "approved", "published", "withdrawn"])
def test_only_what_is_submitted_is_recalled(world: World, state: str) -> None:
    fill(world.of, {VALUE: "5", GROWTH: "1"})
    bring_to(world.of, state)
    with pytest.raises(ReturnRefusedError) as refusal:
        recall_return(pk=world.of.pk, reason="", actor=Actor.of(world.clerk))
    assert [each.code for each in refusal.value.refusals] == [state, "reason_required"]
