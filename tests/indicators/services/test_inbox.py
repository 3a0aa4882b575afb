"""The inbox: who is told, once, and who may put an item away."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from indicators.choices import InboxKind, Role
from indicators.models import InboxItem, Return, User
from indicators.queries.inbox import open_items
from indicators.services.inbox import mark_done, settle, tell
from tests.builders import make_area, make_indicator
from tests.return_builders import make_account, make_department, make_form, make_unit, open_now

pytestmark = pytest.mark.django_db


@pytest.fixture
def opened() -> Return:
    bureau = make_department("税务局")
    return open_now(make_unit(make_form("f", make_indicator("TAX")), make_area("A"), department=bureau), "2025-Q4")


def colleague(of: Return, username: str, role: str = Role.ENTRY, **fields: object) -> User:
    return make_account(role, *of.areas.all(), username=username, department=of.department, **fields)


def told(of: Return, role: Role = Role.ENTRY, text: str = "请填报") -> set[str]:
    people = tell(role=role, kind=InboxKind.FILL, about=of, text=text, sender="某人")
    return {person.username for person in people}


def test_without_a_responsible_clerk_all_who_might_be_are_told_and_nobody_else(opened: Return) -> None:
    for name in ("zhang", "li"):
        colleague(opened, name)
    colleague(opened, "closed", is_active=False)
    colleague(opened, "reviewer", Role.REVIEWER)
    make_account(Role.ENTRY, *opened.areas.all(), username="other-office", department=make_department("统计局"))
    make_account(Role.ENTRY, make_area("B"), username="other-area", department=opened.department)
    assert told(opened) == {"zhang", "li"}
    assert told(opened, Role.REVIEWER) == {"reviewer"}


def test_the_responsible_clerk_alone_is_told(opened: Return) -> None:
    colleague(opened, "li")
    opened.clerk = colleague(opened, "zhang")
    opened.save()
    assert told(opened) == {"zhang"}


@pytest.mark.parametrize("change", [{"is_active": False}, {"role": Role.VIEWER}])
def test_where_the_responsible_clerk_is_gone_the_others_are_told(opened: Return, change: dict[str, object]) -> None:
    colleague(opened, "li")
    opened.clerk = colleague(opened, "zhang", change.pop("role", Role.ENTRY), **change)
    opened.save()
    assert told(opened) == {"li"}


def test_an_open_item_of_the_kind_is_kept_with_the_new_text_and_a_done_one_is_history(opened: Return) -> None:
    person = colleague(opened, "zhang")
    told(opened, text="一")
    InboxItem.objects.update(mailed_at="2026-01-01T00:00:00+08:00")
    told(opened, text="二")
    item = InboxItem.objects.get()
    assert (item.text, item.mailed_at) == ("二", None)
    settle(about=opened, kinds=[InboxKind.FILL])
    assert open_items(person) == 0
    told(opened, text="三")
    assert InboxItem.objects.count() == 2
    assert open_items(person) == 1


def test_only_ones_own_items_are_put_away(opened: Return) -> None:
    zhang, li = colleague(opened, "zhang"), colleague(opened, "li")
    told(opened)
    assert mark_done(items=InboxItem.objects.all(), by=zhang) == 1
    assert (open_items(zhang), open_items(li)) == (0, 1)
    assert mark_done(items=InboxItem.objects.all(), by=zhang) == 0


def test_the_number_at_the_navigation_is_one_query(opened: Return) -> None:
    person = colleague(opened, "zhang")
    told(opened)
    with CaptureQueriesContext(connection) as captured:
        assert open_items(person) == 1
    assert len(captured) == 1


def test_who_has_no_inbox_by_now_is_shown_no_number(opened: Return) -> None:
    person = colleague(opened, "zhang")
    told(opened)
    person.role = Role.AUDITOR
    person.save()
    assert InboxItem.objects.filter(recipient=person, done_at=None).exists()
    assert open_items(person) == 0
