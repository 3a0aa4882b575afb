"""Assessment rules: kept by their service, followed by the verdicts, refused in words."""

from collections.abc import Callable

import pytest
from django.test import Client

from indicators.choices import Role
from tests.admin_clients import STAFF_ROLES
from tests.plan_worlds import make_plan_world
from tracker.models import AssessmentRule, TargetVerdict

ADD = "/admin/tracker/assessmentrule/add/"
FIELDS = {
    "valid_from": "2022-01-01",
    "ahead_from": "1.3",
    "on_course_from": "0.5",
    "binding_on_course_from": "1",
    "about_points": "0.5",
    "about_percent": "1",
    "with_points": "0.5",
    "document": "评估办法",
    "reason": "新办法",
}


@pytest.fixture
def publisher(client_of: Callable[..., Client]) -> Client:
    return client_of(Role.PUBLISHER)


def test_a_new_rule_starts_from_the_defaults(publisher: Client) -> None:
    initial = publisher.get(ADD).context["adminform"].form.initial
    assert (initial["ahead_from"], initial["binding_on_course_from"]) == ("1.05", "1")


def test_the_verdicts_follow_a_rule(publisher: Client) -> None:
    world = make_plan_world()
    verdict = TargetVerdict.objects.get(target=world.urban, year=2022)  # 27 of 40 percent
    assert verdict.verdict == "behind"
    assert publisher.post(ADD, FIELDS).status_code == 302
    verdict.refresh_from_db()
    assert verdict.verdict == "on_course"
    html = publisher.get(f"/admin/tracker/target/{world.urban.pk}/change/").content.decode()
    assert "评估标准自 2022-01-01 起" in html
    assert "不低于 0.5 为基本符合预期" in html


def test_thresholds_out_of_order_are_refused(publisher: Client) -> None:
    answer = publisher.post(ADD, {**FIELDS, "ahead_from": "0.4"})
    assert answer.status_code == 200
    assert "“快于预期”的标准不能低于“基本符合预期”的标准" in answer.content.decode()
    assert not AssessmentRule.objects.exists()


@pytest.mark.parametrize("role", STAFF_ROLES)
def test_who_may_see_and_add(client_of: Callable[..., Client], role: Role) -> None:
    client = client_of(role)
    readers = {Role.ENTRY, Role.REVIEWER, Role.PUBLISHER, Role.VIEWER}
    assert client.get("/admin/tracker/assessmentrule/").status_code == (200 if role in readers else 403)
    assert client.get(ADD).status_code == (200 if role == Role.PUBLISHER else 403)
