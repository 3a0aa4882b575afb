"""Reminders: near and after the deadline, once a day by schedule, by hand whenever somebody says so."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from indicators.choices import AuditAction, InboxKind, ReturnState, Role
from indicators.models import AuditEntry, InboxItem, Return, User
from indicators.services.audit import Actor
from indicators.services.returns.reminding import remind, remind_late_returns
from tests.builders import make_area, make_indicator
from tests.return_builders import make_account, make_form, make_unit, open_now

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk() -> User:
    return make_account(Role.ENTRY, make_area("A"), username="zhang")


def due_in(clerk: User, days: int) -> Return:
    """A return whose deadline, as extended, is in so many days; the form reminds from 3 days before."""
    unit = make_unit(make_form("f", make_indicator("TAX"), remind_before=3), *clerk.areas.all(), clerk=clerk)
    return open_now(unit, "2025-Q4", until=timezone.localdate() + timedelta(days=days))


def reminders() -> list[str]:
    return list(InboxItem.objects.filter(kind=InboxKind.REMINDER).values_list("text", flat=True))


@pytest.mark.parametrize(("days", "reminded"), [(4, 0), (3, 1), (0, 1)])
def test_reminders_begin_so_many_days_before_the_deadline(clerk: User, days: int, reminded: int) -> None:
    due_in(clerk, days)
    assert remind_late_returns() == reminded
    assert len(reminders()) == reminded
    assert all(text.endswith(f"还有 {days} 天") for text in reminders())


def test_what_is_late_is_said_to_be_late(clerk: User) -> None:
    of = due_in(clerk, 0)
    Return.objects.filter(pk=of.pk).update(extended_until=timezone.localdate() - timedelta(days=1))
    assert remind_late_returns() == 1
    assert reminders()[0].endswith("截止，尚未报送")


def test_the_schedule_reminds_once_a_day_even_where_the_reminder_was_put_away(clerk: User) -> None:
    due_in(clerk, 0)
    assert remind_late_returns() == 1
    InboxItem.objects.update(done_at=timezone.now())
    assert remind_late_returns() == 0
    yesterday = timezone.now() - timedelta(days=1)
    InboxItem.objects.filter(kind=InboxKind.REMINDER).update(created_at=yesterday)
    assert remind_late_returns() == 1


def test_by_hand_one_reminds_again_and_the_trail_says_who(clerk: User) -> None:
    of = due_in(clerk, 30)
    reviewer = make_account(Role.REVIEWER, *clerk.areas.all(), username="reviewer")
    assert remind(returns=[of], actor=Actor.of(reviewer)) == 1
    assert remind(returns=[of], actor=Actor.of(reviewer)) == 1
    assert len(reminders()) == 1
    entries = AuditEntry.objects.filter(action=AuditAction.REMINDED)
    assert [(entry.actor, entry.object_key, entry.new) for entry in entries] == [
        (reviewer, "f/A/2025-Q4", {"reminded": ["zhang"]})
    ] * 2


@pytest.mark.parametrize("state", [ReturnState.SUBMITTED, ReturnState.APPROVED, ReturnState.PUBLISHED])
def test_what_was_handed_in_is_not_reminded_of(clerk: User, state: str) -> None:
    """Also where the caller has read it a moment before."""
    of = due_in(clerk, 0)
    Return.objects.filter(pk=of.pk).update(state=state)
    assert remind_late_returns() == 0
    assert remind(returns=[of], actor=Actor(name="x")) == 0
    assert reminders() == []


def test_where_there_is_nobody_to_remind_the_trail_is_not_filled_every_hour(clerk: User) -> None:
    of = due_in(clerk, 0)
    User.objects.filter(pk=clerk.pk).update(is_active=False)
    assert remind_late_returns() == 0
    assert not AuditEntry.objects.filter(action=AuditAction.REMINDED).exists()
    assert remind(returns=[of], actor=Actor(name="x")) == 0


def test_returns_that_are_not_open_yet_are_left_alone(clerk: User) -> None:
    of = due_in(clerk, 0)
    assert remind_late_returns(today=date(2025, 12, 31)) == 0
    assert of.opens_on == date(2026, 1, 1)
