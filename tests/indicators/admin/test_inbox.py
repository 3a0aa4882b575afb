"""The inbox page: one's own items and those of whom one stands in for, nobody else's."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from indicators.choices import InboxKind, Role
from indicators.models import InboxItem, Return, StandIn, User
from tests.admin_clients import BACKEND
from tests.builders import make_area, make_indicator
from tests.return_builders import make_account, make_form, make_unit, open_now

pytestmark = pytest.mark.django_db

URL = "/admin/indicators/inboxitem/"


@pytest.fixture
def opened() -> Return:
    area = make_area("A")
    clerk = make_account(Role.ENTRY, area, username="zhang", full_name="张三")
    return open_now(make_unit(make_form("f", make_indicator("TAX"), name="税收季报"), area, clerk=clerk), "2025-Q4")


@pytest.fixture
def item(opened: Return) -> InboxItem:
    return InboxItem.objects.get()


def client_for(user: User) -> Client:
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


def stands_in(deputy: User, principal: User) -> None:
    today = timezone.localdate()
    StandIn.objects.create(principal=principal, deputy=deputy, valid_from=today, valid_until=today, reason="休假")


def shown(client: Client, query: str = "") -> list[InboxItem]:
    return list(client.get(URL + query).context["cl"].result_list)


def test_an_item_leads_to_its_return_and_says_what_until_when_and_from_whom(item: InboxItem) -> None:
    text = client_for(item.recipient).get(URL).content.decode()
    assert f'href="/admin/indicators/return/{item.about_id}/change/"' in text
    for part in ("填报", item.text, str(item.due_on), "tester"):
        assert part in text
    assert "逾期" not in text
    assert "代 " not in text


@pytest.mark.parametrize(("days", "done", "late"), [(-1, False, True), (0, False, False), (-1, True, False)])
def test_what_is_late_is_said_to_be_late_while_it_waits(item: InboxItem, days: int, done: bool, late: bool) -> None:
    item.due_on = timezone.localdate() + timedelta(days=days)
    item.done_at = timezone.now() if done else None
    item.save()
    text = client_for(item.recipient).get(f"{URL}?done=all").content.decode()
    assert item.text in text
    assert (f"{item.due_on} 逾期</span>" in text) is late


def test_what_is_done_is_shown_when_asked_for(item: InboxItem) -> None:
    client = client_for(item.recipient)
    assert (shown(client), shown(client, "?done=done")) == ([item], [])
    InboxItem.objects.update(done_at=timezone.now())
    assert (shown(client), shown(client, "?done=done"), shown(client, "?done=all")) == ([], [item], [item])
    assert "没有未办结的待办" in client.get(URL).content.decode()
    assert "没有符合条件的待办" in client.get(f"{URL}?q=nothing").content.decode()


def test_somebody_elses_item_does_not_exist(item: InboxItem) -> None:
    other = client_for(make_account(Role.ENTRY, make_area("B"), username="li"))
    assert shown(other, "?done=all") == []
    assert shown(other, f"?q={item.text[:4]}") == []
    for page in ("change", "history", "delete"):
        assert other.get(f"{URL}{item.pk}/{page}/").status_code in (403, 404)
    assert other.get(f"{URL}{item.pk}/change/").status_code == 404
    assert client_for(item.recipient).get(f"{URL}{item.pk}/change/").status_code == 200
    other.post(URL, {"action": "put_away", "_selected_action": [item.pk]})
    item.refresh_from_db()
    assert item.done_at is None


def test_a_deputy_sees_the_items_marked_and_leaves_them_to_the_principal(item: InboxItem) -> None:
    deputy = make_account(Role.ENTRY, make_area("B"), username="li")
    stands_in(deputy, item.recipient)
    client = client_for(deputy)
    assert "<small>代 张三</small>" in client.get(URL).content.decode()
    assert client.get(f"/admin/indicators/return/{item.about_id}/change/").status_code == 200
    answer = client.post(URL, {"action": "put_away", "_selected_action": [item.pk]}, follow=True)
    assert "由被代岗人办结" in answer.content.decode()
    item.refresh_from_db()
    assert item.done_at is None


def test_the_owner_puts_an_item_away(item: InboxItem) -> None:
    answer = client_for(item.recipient).post(URL, {"action": "put_away", "_selected_action": [item.pk]}, follow=True)
    assert "已办结 1 项待办" in answer.content.decode()
    item.refresh_from_db()
    assert item.done_at is not None
    assert Return.objects.get().state == "draft"


@pytest.mark.parametrize("role", [Role.ADMIN, Role.SECURITY, Role.AUDITOR])
def test_who_has_no_part_in_returns_and_reads_no_figures_has_no_inbox(
    item: InboxItem, client_of: Callable[..., Client], role: str
) -> None:
    client = client_of(role)
    for address in (URL, f"{URL}{item.pk}/change/", f"{URL}hand-over/"):
        assert client.get(address).status_code == 403
    assert client.post(f"{URL}hand-over/", {}).status_code == 403


def test_a_reader_has_an_inbox_and_nothing_to_hand_over(item: InboxItem) -> None:
    leader = make_account(Role.VIEWER, username="leader")
    own = InboxItem.objects.create(recipient=leader, kind=InboxKind.BULLETIN, text="《通报》已签发。", created_by="x")
    client = client_for(leader)
    assert shown(client) == [own]
    text = client.get(URL).content.decode()
    assert "《通报》已签发。" in text
    assert "移交我的工作" not in text
    assert client.get(f"{URL}{item.pk}/change/").status_code == 404
    assert client.get(f"{URL}hand-over/").status_code == 403
    assert client.post(f"{URL}hand-over/", {}).status_code == 403
    client.post(URL, {"action": "put_away", "_selected_action": [own.pk]})
    assert (shown(client), shown(client, "?done=done")) == ([], [own])


def test_queries_of_the_inbox_do_not_depend_on_its_items(item: InboxItem) -> None:
    client, counts = client_for(item.recipient), []
    principal = make_account(Role.ENTRY, make_area("B"), username="li")
    stands_in(item.recipient, principal)
    client.get(URL)
    for more in (1, 20):
        for number in range(more):
            for person in (item.recipient, principal):
                InboxItem.objects.create(
                    recipient=person, kind=InboxKind.HANDED_OVER, text=f"{number}", created_by="x", about=None
                )
        with CaptureQueriesContext(connection) as captured:
            assert len(shown(client)) >= 2 * more
        counts.append(len(captured))
    assert counts[0] == counts[1] < 15
