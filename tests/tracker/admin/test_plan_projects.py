"""The page below a plan on which its projects are listed, linked and unlinked."""

from collections.abc import Callable

import pytest
from django.test import Client

from indicators.choices import Role
from indicators.models import Area, AuditEntry
from projects.models import Project
from tests.builders import make_area
from tests.project_builders import make_project
from tests.target_builders import make_plan
from tracker.models import Plan, PlanProject

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> Area:
    return make_area("430300", kind="city", name="湘潭市")


@pytest.fixture
def bridge(city: Area) -> Project:
    return make_project("BRIDGE", city, name="杨梅洲大桥")


@pytest.fixture
def plan() -> Plan:
    return make_plan("XT-155")


@pytest.fixture
def publisher(city: Area, client_of: Callable[..., Client]) -> Client:
    return client_of(Role.PUBLISHER)


def url_of(plan: Plan) -> str:
    return f"/admin/tracker/plan/{plan.pk}/projects/"


def test_a_project_is_linked_once_and_unlinked(plan: Plan, bridge: Project, publisher: Client) -> None:
    assert "还没有列入项目" in publisher.get(url_of(plan)).content.decode()
    given = {"project": bridge.pk, "note": "过江通道"}
    page = publisher.post(url_of(plan), given, follow=True).content.decode()
    assert "杨梅洲大桥" in page
    assert "过江通道" in page
    again = publisher.post(url_of(plan), given)
    assert again.status_code == 200
    assert again.context["form"].errors["project"]
    assert PlanProject.objects.count() == 1
    own_page = publisher.get(f"/admin/projects/project/{bridge.pk}/change/").content.decode()
    assert "所属规划" in own_page
    assert "过江通道" in own_page

    assert "还没有列入项目" in publisher.post(url_of(plan), {"remove": "BRIDGE"}, follow=True).content.decode()
    assert "已不在本规划中" in publisher.post(url_of(plan), {"remove": "BRIDGE"}, follow=True).content.decode()
    entries = AuditEntry.objects.filter(object_type="planproject", object_key="XT-155/BRIDGE")
    assert [entry.action for entry in entries.order_by("pk")] == ["created", "deleted"]


def test_projects_of_other_areas_are_neither_offered_nor_shown(plan: Plan, publisher: Client) -> None:
    theirs = make_project("THEIRS", make_area("430400", kind="city"), name="衡阳的桥")
    PlanProject.objects.create(plan=plan, project=theirs)
    answer = publisher.get(url_of(plan))
    assert "衡阳的桥" not in answer.content.decode()
    assert list(answer.context["form"].fields["project"].queryset) == []
    publisher.post(url_of(plan), {"remove": "THEIRS"})
    assert PlanProject.objects.count() == 1


@pytest.mark.parametrize("given", [{}, {"project": "x"}, {"project": "999999"}])
def test_bad_input_is_refused_at_the_field(plan: Plan, publisher: Client, given: dict[str, str]) -> None:
    assert publisher.post(url_of(plan), given).context["form"].errors["project"]
