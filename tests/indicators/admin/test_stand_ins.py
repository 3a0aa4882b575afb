"""Stand-ins: arranged by the principal or the security administrator, read by who takes part, ended with a question."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from indicators.choices import Role
from indicators.models import AuditEntry, StandIn, User
from tests.admin_clients import BACKEND
from tests.builders import make_area
from tests.return_builders import make_account

pytestmark = pytest.mark.django_db

URL = "/admin/indicators/standin/"


@pytest.fixture
def people() -> dict[str, User]:
    area = make_area("A")
    roles = {"zhang": Role.ENTRY, "li": Role.ENTRY, "wang": Role.ENTRY, "reviewer": Role.REVIEWER}
    return {name: make_account(role, area, username=name) for name, role in roles.items()}


def client_for(user: User) -> Client:
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


def sent(deputy: User, **fields: object) -> dict[str, object]:
    today = timezone.localdate()
    return {
        "deputy": deputy.pk,
        "valid_from": today,
        "valid_until": today + timedelta(days=7),
        "reason": "休假",
        **fields,
    }


def stand_in(principal: User, deputy: User, first: date | None = None, last: date | None = None) -> StandIn:
    today = timezone.localdate()
    return StandIn.objects.create(
        principal=principal, deputy=deputy, valid_from=first or today, valid_until=last or today, reason="休假"
    )


def errors_of(answer: object) -> dict[str, list[str]]:
    return answer.context["adminform"].form.errors  # type: ignore[attr-defined]


def test_staff_arrange_for_themselves_whatever_is_sent(people: dict[str, User]) -> None:
    client = client_for(people["zhang"])
    page = client.get(f"{URL}add/")
    form = page.context["adminform"].form
    assert "principal" not in form.fields
    assert {each.username for each in form.fields["deputy"].queryset} == {"li", "wang"}
    answer = client.post(f"{URL}add/", sent(people["li"], principal=people["wang"].pk))
    assert answer.status_code == 302
    made = StandIn.objects.get()
    assert (made.principal, made.deputy, made.reason) == (people["zhang"], people["li"], "休假")
    assert AuditEntry.objects.get(object_type="standin").object_key == "li 代 zhang"


def test_the_security_administrator_arranges_for_anybody(
    people: dict[str, User], client_of: Callable[..., Client]
) -> None:
    security = client_of(Role.SECURITY)
    answer = security.post(f"{URL}add/", sent(people["li"], principal=people["zhang"].pk))
    assert answer.status_code == 302
    assert StandIn.objects.get().principal == people["zhang"]
    mixed = security.post(f"{URL}add/", sent(people["reviewer"], principal=people["zhang"].pk))
    assert "不能由一人兼办" in errors_of(mixed)["deputy"][0]
    assert StandIn.objects.count() == 1


def test_what_is_wrong_is_said_at_its_field(people: dict[str, User]) -> None:
    client, today = client_for(people["zhang"]), timezone.localdate()
    past = sent(people["li"], valid_from=today - timedelta(days=3), valid_until=today - timedelta(days=1))
    assert errors_of(client.post(f"{URL}add/", past)) == {
        "valid_until": ["结束日已经过去"],
        "valid_from": ["起始日已经过去，请从今天或以后起"],
    }
    turned = sent(people["li"], valid_from=today + timedelta(days=3))
    turned["valid_until"] = today
    assert "结束日不能早于开始日。" in str(errors_of(client.post(f"{URL}add/", turned)))
    assert list(errors_of(client.post(f"{URL}add/", sent(people["li"], reason="")))) == ["reason"]
    assert list(errors_of(client.post(f"{URL}add/", sent(people["reviewer"])))) == ["deputy"]
    assert not StandIn.objects.exists()


def test_one_reads_what_one_takes_part_in_and_security_reads_all(
    people: dict[str, User], client_of: Callable[..., Client]
) -> None:
    mine, other = stand_in(people["zhang"], people["li"]), stand_in(people["wang"], people["li"])
    security = client_of(Role.SECURITY)
    for client, rows in (
        (client_for(people["zhang"]), {mine}),
        (client_for(people["li"]), {mine, other}),
        (client_for(people["reviewer"]), set()),
        (security, {mine, other}),
    ):
        assert set(client.get(URL).context["cl"].result_list) == rows
    outsider = client_for(people["reviewer"])
    for page in ("change/", "end/"):
        assert outsider.get(f"{URL}{mine.pk}/{page}").status_code == 404
    assert outsider.post(f"{URL}{mine.pk}/end/").status_code == 404
    assert "休假" in client_for(people["zhang"]).get(f"{URL}{mine.pk}/change/").content.decode()


def test_ending_asks_first_and_keeps_what_has_been_in_force(people: dict[str, User]) -> None:
    today = timezone.localdate()
    begun = stand_in(people["zhang"], people["li"], first=today - timedelta(days=3))
    client = client_for(people["zhang"])
    assert "结束代岗" in client.get(f"{URL}{begun.pk}/change/").content.decode()
    assert client.get(f"{URL}{begun.pk}/end/").status_code == 200
    begun.refresh_from_db()
    assert begun.valid_until == today
    assert client.post(f"{URL}{begun.pk}/end/").status_code == 302
    begun.refresh_from_db()
    assert begun.valid_until == today - timedelta(days=1)
    assert "结束代岗" not in client.get(f"{URL}{begun.pk}/change/").content.decode()


def test_a_deputy_cannot_end_it_and_nobody_deletes_or_changes_it(
    people: dict[str, User], client_of: Callable[..., Client]
) -> None:
    made = stand_in(people["zhang"], people["li"])
    deputy = client_for(people["li"])
    assert "结束代岗" not in deputy.get(f"{URL}{made.pk}/change/").content.decode()
    refused = deputy.post(f"{URL}{made.pk}/end/")
    assert "本人或安全管理员" in refused.context["form"].non_field_errors()[0]
    for client in (deputy, client_for(people["zhang"]), client_of(Role.SECURITY)):
        assert client.post(f"{URL}{made.pk}/delete/", {"post": "yes"}).status_code == 403
        assert client.post(f"{URL}{made.pk}/change/", sent(people["wang"])).status_code == 403
    made.refresh_from_db()
    assert made.deputy == people["li"]


@pytest.mark.parametrize("role", [Role.VIEWER, Role.ADMIN, Role.AUDITOR])
def test_other_roles_have_no_such_page(people: dict[str, User], client_of: Callable[..., Client], role: str) -> None:
    made, client = stand_in(people["zhang"], people["li"]), client_of(role)
    for page in ("", "add/", f"{made.pk}/change/", f"{made.pk}/end/"):
        assert client.get(f"{URL}{page}").status_code == 403


def test_the_states_can_be_asked_for(people: dict[str, User]) -> None:
    day, today = timedelta(days=1), timezone.localdate()
    rows = {
        "now": stand_in(people["zhang"], people["li"]),
        "coming": stand_in(people["zhang"], people["li"], first=today + day, last=today + day),
        "over": stand_in(people["zhang"], people["li"], first=today - day, last=today - day),
    }
    client = client_for(people["zhang"])
    for name, row in rows.items():
        assert list(client.get(f"{URL}?standing={name}").context["cl"].result_list) == [row]


def test_queries_of_the_list_do_not_depend_on_its_rows(people: dict[str, User]) -> None:
    client, counts = client_for(people["zhang"]), []
    client.get(URL)
    for more in (1, 20):
        for _ in range(more):
            stand_in(people["zhang"], people["li"])
        with CaptureQueriesContext(connection) as captured:
            assert len(client.get(URL).context["cl"].result_list) >= more
        counts.append(len(captured))
    assert counts[0] == counts[1] < 15


def test_a_refused_arrangement_is_in_the_trail(own_cache: None, people: dict[str, User]) -> None:
    today = timezone.localdate()
    past = sent(people["li"], valid_from=today - timedelta(days=3), valid_until=today)
    client_for(people["zhang"]).post(f"{URL}add/", past)
    entry = AuditEntry.objects.get(action="refused")
    assert (entry.object_key, entry.reason) == (f"{URL}add/", "起始日已经过去，请从今天或以后起")
