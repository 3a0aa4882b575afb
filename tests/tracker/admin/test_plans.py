"""Plans as records: made and changed by their service, what is fixed, and refusals in words."""

from collections.abc import Callable

import pytest
from django.test import Client

from indicators.choices import Role
from indicators.models import AuditEntry
from tests.plan_worlds import make_plan_world
from tests.target_builders import make_plan
from tracker.models import Plan

ADD = "/admin/tracker/plan/add/"
FIELDS = {"code": "P155", "name": "十五五", "start_year": "2026", "end_year": "2030", "area": "", "predecessor": ""}


@pytest.fixture
def publisher(client_of: Callable[..., Client]) -> Client:
    return client_of(Role.PUBLISHER)


def test_a_plan_is_added_with_its_audit_entry_and_leads_to_its_page(publisher: Client) -> None:
    answer = publisher.post(ADD, {**FIELDS, "reason": "新规划"})
    plan = Plan.objects.get(code="P155")
    assert answer.headers["Location"] == f"/admin/tracker/plan/{plan.pk}/change/"
    entry = AuditEntry.objects.get(object_type="plan", object_key="P155")
    assert (entry.actor_name, entry.reason) == ("publisher", "新规划")


def test_a_refusal_stands_at_its_field(publisher: Client) -> None:
    answer = publisher.post(ADD, {**FIELDS, "end_year": "2020"})
    assert answer.status_code == 200
    assert "目标年不能早于起始年" in answer.content.decode()
    assert not Plan.objects.filter(code="P155").exists()


def test_a_chain_of_plans_does_not_close(publisher: Client) -> None:
    first = make_plan("A", start=2016, end=2020)
    second = make_plan("B", predecessor=first)
    url = f"/admin/tracker/plan/{first.pk}/edit/"
    data = {"name": "A", "start_year": "2016", "end_year": "2020", "predecessor": second.pk, "reason": "改"}
    answer = publisher.post(url, data)
    assert "上一个规划绕成了一圈" in answer.context["adminform"].form.errors["predecessor"][0]
    first.refresh_from_db()
    assert first.predecessor is None


def test_the_years_of_a_plan_with_targets_are_shown_but_not_offered(publisher: Client) -> None:
    world = make_plan_world()
    answer = publisher.post(f"/admin/tracker/plan/{world.plan.pk}/edit/", {"name": "改名", "start_year": "2010"})
    world.plan.refresh_from_db()
    assert answer.headers["Location"] == f"/admin/tracker/plan/{world.plan.pk}/change/"
    assert (world.plan.name, world.plan.start_year) == ("改名", 2021)


def test_the_list_leads_to_the_page(client_of: Callable[..., Client]) -> None:
    world = make_plan_world()
    html = client_of(Role.VIEWER).get("/admin/tracker/plan/").content.decode()
    assert f"/admin/tracker/plan/{world.plan.pk}/change/" in html
    assert "2021—2025 年" in html
    assert "规划与计划" in html
