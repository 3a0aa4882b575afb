"""The page for handing work over: what will move is shown before, and only who could take all of it is offered."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from indicators.choices import Role
from indicators.models import AuditEntry, Return, User
from tests.admin_clients import BACKEND
from tests.builders import make_area, make_indicator
from tests.return_builders import make_account, make_form, make_unit, open_now

pytestmark = pytest.mark.django_db

MINE = "/admin/indicators/inboxitem/hand-over/"


@pytest.fixture
def opened() -> Return:
    area = make_area("A")
    clerk = make_account(Role.ENTRY, area, username="zhang", full_name="张三")
    make_account(Role.ENTRY, area, username="li", full_name="李四")
    make_account(Role.ENTRY, make_area("B"), username="elsewhere")
    make_account(Role.REVIEWER, area, username="reviewer")
    unit = make_unit(make_form("f", make_indicator("TAX"), name="税收季报"), area, clerk=clerk, name="甲局")
    return open_now(unit, "2025-Q4")


def client_for(user: User) -> Client:
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


def offered(client: Client, url: str = MINE) -> list[str]:
    return [label for value, label in client.get(url).context["form"].fields["taker"].choices if value]


def test_the_page_shows_what_will_move_and_who_can_take_it(opened: Return) -> None:
    client = client_for(opened.clerk)
    assert "移交我的工作" in client.get("/admin/indicators/inboxitem/").content.decode()
    text = client.get(MINE).content.decode()
    for part in (
        "未办结的填报表（1 张）",
        "负责的填报单位（1 个",
        "未办结的待办（1 项）",
        "税收季报",
        "甲局",
        "2025-Q4",
    ):
        assert part in text
    assert offered(client) == ["李四（li）"]


def test_all_of_it_moves_with_the_reason(opened: Return) -> None:
    client, taker = client_for(opened.clerk), User.objects.get(username="li")
    answer = client.post(MINE, {"taker": taker.pk, "reason": "岗位调整"}, follow=True)
    assert "“张三”的工作已移交给“李四”：未办结的填报表 1 张" in answer.content.decode()
    opened.refresh_from_db()
    assert opened.clerk == taker
    assert AuditEntry.objects.filter(action="handed_over", reason="岗位调整", actor__username="zhang").count() == 3


@pytest.mark.parametrize(
    ("taker", "reason", "field"), [("li", " ", "reason"), ("elsewhere", "x", "taker"), ("reviewer", "x", "taker")]
)
def test_without_a_reason_or_to_somebody_not_offered_nothing_moves(
    opened: Return, taker: str, reason: str, field: str
) -> None:
    chosen = User.objects.get(username=taker).pk
    answer = client_for(opened.clerk).post(MINE, {"taker": chosen, "reason": reason})
    assert list(answer.context["form"].errors) == [field]
    opened.refresh_from_db()
    assert opened.clerk.username == "zhang"


def test_where_nobody_can_take_it_the_page_says_what_to_do(opened: Return) -> None:
    User.objects.filter(username="li").update(is_active=False)
    client = client_for(opened.clerk)
    assert offered(client) == []
    assert "请先由安全管理员授予角色和地区" in client.get(MINE).content.decode()


def test_the_system_administrator_hands_over_from_the_page_of_the_account(
    opened: Return, client_of: Callable[..., Client]
) -> None:
    admin, account = client_of(Role.ADMIN), f"/admin/indicators/user/{opened.clerk_id}"
    url = f"{account}/hand-over/"
    assert f'href="{url}"' in admin.get(f"{account}/change/").content.decode()
    assert offered(admin, url) == ["李四（li）"]
    answer = admin.post(url, {"taker": User.objects.get(username="li").pk, "reason": "调离"})
    assert (answer.status_code, answer["Location"]) == (302, f"{account}/change/")
    opened.refresh_from_db()
    assert opened.clerk.username == "li"
    assert AuditEntry.objects.filter(action="handed_over", actor__username="admin").count() == 3


@pytest.mark.parametrize("role", [Role.SECURITY, Role.AUDITOR, Role.VIEWER, Role.PUBLISHER])
def test_nobody_else_hands_over_for_others(opened: Return, client_of: Callable[..., Client], role: str) -> None:
    client, url = client_of(role), f"/admin/indicators/user/{opened.clerk_id}/hand-over/"
    taker = User.objects.get(username="li").pk
    assert client.get(url).status_code == 403
    assert client.post(url, {"taker": taker, "reason": "x"}).status_code == 403
    opened.refresh_from_db()
    assert opened.clerk.username == "zhang"


def test_an_account_without_duties_offers_no_handing_over(client_of: Callable[..., Client]) -> None:
    admin = client_of(Role.ADMIN)
    viewer = make_account(Role.VIEWER)
    assert "hand-over" not in admin.get(f"/admin/indicators/user/{viewer.pk}/change/").content.decode()
    assert admin.get("/admin/indicators/user/0/hand-over/").status_code == 404


def test_queries_do_not_depend_on_how_much_moves(opened: Return) -> None:
    client, counts = client_for(opened.clerk), []
    client.get(MINE)
    for periods in (("2025-Q3",), ("2025-Q2", "2025-Q1", "2024-Q4")):
        for period in periods:
            open_now(opened.unit, period)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(MINE).status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1] < 25
