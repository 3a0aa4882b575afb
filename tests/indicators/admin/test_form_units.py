"""The pages of units: areas and people through the service, and search boxes that offer who can do the work."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from indicators.choices import Role
from indicators.models import AuditEntry, FormUnit
from tests.builders import make_area, make_indicator
from tests.return_builders import make_account, make_department, make_form, make_unit

pytestmark = pytest.mark.django_db

URL = "/admin/indicators/formunit/"


@pytest.fixture
def admin(client_of: Callable[..., Client]) -> Client:
    return client_of(Role.ADMIN)


def errors_of(answer: object) -> dict[str, list[str]]:
    return answer.context["adminform"].form.errors  # type: ignore[attr-defined]


def test_a_unit_is_made_with_its_areas_and_people(admin: Client) -> None:
    form, areas, bureau = make_form("f"), [make_area("A"), make_area("B")], make_department("税务局")
    clerk = make_account(Role.ENTRY, *areas, department=bureau, username="zhang")
    reviewer = make_account(Role.REVIEWER, *areas, username="li")
    sent = {"form": form.pk, "code": "u", "name": "税务局", "department": bureau.pk, "areas": [a.pk for a in areas]}
    sent |= {"clerk": clerk.pk, "reviewer": reviewer.pk, "is_active": "on", "reason": "新制度"}
    assert admin.post(f"{URL}add/", sent).status_code == 302
    unit = FormUnit.objects.get()
    assert (unit.clerk, unit.reviewer, set(unit.areas.all())) == (clerk, reviewer, set(areas))
    entries = AuditEntry.objects.filter(object_type="formunit", object_key="f/u", reason="新制度", actor_name="admin")
    assert entries.count() == 2


def test_areas_are_changed_through_the_service(admin: Client) -> None:
    form = make_form("f", make_indicator("TAX"))
    unit, more = make_unit(form, make_area("A")), make_area("B")
    version = form.version
    sent = {"name": "新名称", "areas": [more.pk], "is_active": "on", "reason": "区划调整"}
    assert admin.post(f"{URL}{unit.pk}/change/", sent).status_code == 302
    unit.refresh_from_db()
    form.refresh_from_db()
    assert (unit.name, list(unit.areas.all()), form.version) == ("新名称", [more], version + 1)
    changes = AuditEntry.objects.filter(object_key="f/A", reason="区划调整").values_list("new", flat=True)
    assert list(changes.order_by("pk")) == [{"name": "新名称"}, {"areas": ["B"]}]


def test_what_the_service_refuses_stands_at_its_field_and_nothing_is_stored(admin: Client) -> None:
    area, tax = make_area("A"), make_indicator("TAX")
    make_unit(make_form("f", tax), area)
    form = make_form("g", tax)
    sent: dict[str, object] = {"form": form.pk, "code": "u", "name": "u", "areas": [area.pk], "is_active": "on"}
    answer = admin.post(f"{URL}add/", sent)
    assert "一个数只能由一个单位填报" in answer.content.decode()
    reviewer = make_account(Role.REVIEWER, area)
    assert "不是启用中的填报岗账号" in errors_of(admin.post(f"{URL}add/", {**sent, "clerk": reviewer.pk}))["clerk"][0]
    assert list(errors_of(admin.post(f"{URL}add/", {**sent, "areas": []}))) == ["areas"]
    assert FormUnit.objects.count() == 1


def test_form_and_code_are_shown_and_not_offered_once_stored(admin: Client) -> None:
    unit = make_unit(make_form("f", name="季报"), make_area("A"))
    page = admin.get(f"{URL}{unit.pk}/change/")
    assert not {"form", "code"} & set(page.context["adminform"].form.fields)
    assert "季报" in page.content.decode()


@pytest.mark.parametrize(("field", "role"), [("clerk", Role.ENTRY), ("reviewer", Role.REVIEWER)])
def test_the_search_boxes_offer_active_accounts_of_the_role(admin: Client, field: str, role: str) -> None:
    for name, each, active in (("a", Role.ENTRY, True), ("b", Role.REVIEWER, True), ("c", role, False)):
        make_account(each, username=f"name-{name}", is_active=active)
    asked = {"app_label": "indicators", "model_name": "formunit", "field_name": field, "term": "name"}
    found = admin.get("/admin/autocomplete/", asked).json()["results"]
    assert [each["text"] for each in found] == ["name-a" if role == Role.ENTRY else "name-b"]


@pytest.mark.parametrize("role", [Role.ENTRY, Role.REVIEWER, Role.PUBLISHER])
def test_who_works_with_returns_reads_units_and_changes_none(client_of: Callable[..., Client], role: str) -> None:
    unit, client = make_unit(make_form("f"), make_area("A")), client_of(role)
    assert client.get(URL).status_code == client.get(f"{URL}{unit.pk}/change/").status_code == 200
    assert client.post(f"{URL}{unit.pk}/change/", {"name": "x"}).status_code == 403
    assert client.get(f"{URL}add/").status_code == 403


@pytest.mark.parametrize("role", [Role.VIEWER, Role.SECURITY, Role.AUDITOR])
def test_other_roles_see_no_units(client_of: Callable[..., Client], role: str) -> None:
    unit, client = make_unit(make_form("f"), make_area("A")), client_of(role)
    assert client.get(URL).status_code == client.get(f"{URL}{unit.pk}/change/").status_code == 403


def test_many_areas_are_shortened(admin: Client) -> None:
    make_unit(make_form("f"), *(make_area(f"A{number}") for number in range(7)), code="u")
    assert "A0、A1、A2、A3、A4 等 7 个" in admin.get(URL).content.decode()


def test_queries_of_list_and_page_do_not_depend_on_their_rows(admin: Client) -> None:
    form, counts = make_form("f"), []
    first = make_unit(form, make_area("first"))
    admin.get(URL)
    for more in (1, 15):
        for _ in range(more):
            number = FormUnit.objects.count()
            area = make_area(f"A{number}")
            clerk = make_account(Role.ENTRY, area, username=f"clerk{number}")
            make_unit(form, area, clerk=clerk)
            first.areas.add(area)
        numbers = []
        for url in (URL, f"{URL}{first.pk}/change/"):
            with CaptureQueriesContext(connection) as captured:
                assert admin.get(url).status_code == 200
            numbers.append(len(captured))
        counts.append(numbers)
    assert counts[0] == counts[1]
    assert max(counts[1]) < 20


@pytest.mark.parametrize("areas", ["abc", "1.5", "\x00"])
def test_a_choice_that_can_be_none_is_a_bad_request(admin: Client, areas: str) -> None:
    assert admin.post("/admin/indicators/formunit/add/", {"code": "u", "areas": areas}).status_code == 400
