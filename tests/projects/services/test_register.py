"""The register: own areas, a fixed code, reasons for changes, the entry into the statistics, linked indicators."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from indicators.choices import Role
from indicators.models import Area, AuditEntry, User
from indicators.services.audit import Actor
from projects.models import Project
from projects.services.register import ProjectRefusedError, link_indicators, register_statistics, save_project
from tests.builders import make_area, make_indicator
from tests.project_builders import make_project

pytestmark = pytest.mark.django_db


@pytest.fixture
def area() -> Area:
    return make_area("430300", kind="city")


@pytest.fixture
def clerk(area: Area) -> Actor:
    return account(Role.ENTRY, area)


def account(role: Role, area: Area) -> Actor:
    user = User.objects.create(username=f"{role}-{area.code}", role=role, password="!")
    user.areas.set([area])
    return Actor.of(user)


def test_a_project_is_added_with_its_audit_entry(area: Area, clerk: Actor) -> None:
    save_project(project=Project(code="P1", name="大桥", area=area, stage="early"), actor=clerk)
    entry = AuditEntry.objects.get(object_type="project", object_key="P1")
    assert (entry.action, entry.new["name"], entry.actor_name) == ("created", "大桥", clerk.name)


def test_a_change_has_a_reason_and_keeps_old_and_new(area: Area, clerk: Actor) -> None:
    project = make_project("P1", area, lead="甲局")
    project.lead = "乙局"
    with pytest.raises(ValidationError) as refused:
        save_project(project=project, actor=clerk)
    assert set(refused.value.error_dict) == {"reason"}
    save_project(project=project, actor=clerk, reason="职责调整")
    entry = AuditEntry.objects.get(object_type="project")
    assert (entry.old, entry.new, entry.reason) == ({"lead": "甲局"}, {"lead": "乙局"}, "职责调整")


@pytest.mark.parametrize(("field", "value"), [("code", "P2"), ("stage", "completed")])
def test_code_and_stage_are_not_changed_here(area: Area, clerk: Actor, field: str, value: str) -> None:
    project = make_project("P1", area)
    setattr(project, field, value)
    with pytest.raises(ValidationError) as refused:
        save_project(project=project, actor=clerk, reason="改")
    assert set(refused.value.error_dict) == {field}
    assert not AuditEntry.objects.filter(object_type="project").exists()


def test_every_fault_is_named(area: Area, clerk: Actor) -> None:
    other = make_area("430100", kind="city")
    tomorrow = timezone.localdate() + timedelta(days=1)
    project = Project(code="P1", name="甲", area=other, stage="early", started_on=tomorrow)
    with pytest.raises(ValidationError) as refused:
        save_project(project=project, actor=clerk)
    assert {name: len(each) for name, each in refused.value.error_dict.items()} == {"area": 1, "started_on": 2}


def test_a_project_of_others_is_not_drawn_into_ones_own_area(area: Area, clerk: Actor) -> None:
    project = make_project("P1", make_area("430100", kind="city"))
    project.area = area
    with pytest.raises(PermissionDenied):
        save_project(project=project, actor=clerk, reason="改")


def test_a_viewer_keeps_nothing(area: Area) -> None:
    with pytest.raises(PermissionDenied):
        save_project(project=Project(code="P1", name="甲", area=area, stage="early"), actor=account(Role.VIEWER, area))


def test_the_day_of_registration_or_the_reason_why_not(area: Area, clerk: Actor) -> None:
    project = make_project("P1", area)
    register_statistics(project=project, registered_on=None, why_not="手续不全", actor=clerk)
    register_statistics(project=project, registered_on=date(2025, 6, 1), why_not="", actor=clerk)
    project.refresh_from_db()
    assert (project.statistics_registered_on, project.not_registered_reason) == (date(2025, 6, 1), "")
    entry = AuditEntry.objects.filter(object_type="project").latest("pk")
    assert entry.old == {"not_registered_reason": "手续不全", "statistics_registered_on": None}


@pytest.mark.parametrize(
    ("day", "why_not", "codes"),
    [
        (None, " ", ["neither"]),
        (date(2025, 6, 1), "手续不全", ["both"]),
        (date(9000, 1, 1), "手续不全", ["both", "future_day"]),
        (None, "长" * 501, ["too_long"]),
    ],
)
def test_neither_or_both_are_refused(
    area: Area, clerk: Actor, day: date | None, why_not: str, codes: list[str]
) -> None:
    with pytest.raises(ProjectRefusedError) as refused:
        register_statistics(project=make_project("P1", area), registered_on=day, why_not=why_not, actor=clerk)
    assert [each.code for each in refused.value.refusals] == codes


def test_linked_indicators_are_recorded(area: Area, clerk: Actor) -> None:
    project, gdp, investment = make_project("P1", area), make_indicator("GDP"), make_indicator("INV")
    link_indicators(project=project, indicators=[gdp, investment], actor=clerk)
    link_indicators(project=project, indicators=[investment], actor=clerk)
    link_indicators(project=project, indicators=[investment], actor=clerk)
    entries = AuditEntry.objects.filter(object_type="project").order_by("pk")
    assert [(each.old["indicators"], each.new["indicators"]) for each in entries] == [
        ("", "GDP、INV"),
        ("GDP、INV", "INV"),
    ]
