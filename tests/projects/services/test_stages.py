"""Stages: dated, forward or back with a reason, refused with all reasons; the actual days follow."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from indicators.models import AuditEntry, User
from indicators.services.audit import Actor
from projects.domain.stages import Stage
from projects.models import Project
from projects.services.stages import StageRefusedError, change_stage
from tests.builders import TESTER, make_area
from tests.project_builders import make_project

pytestmark = pytest.mark.django_db
MARCH = date(2025, 3, 1)


@pytest.fixture
def project() -> Project:
    return make_project("P1", make_area("430300", kind="city"), stage="early")


def go(project: Project, stage: Stage, day: date, **fields: str) -> None:
    change_stage(project=project, to_stage=stage, changed_on=day, actor=TESTER, **fields)
    project.refresh_from_db()


def test_a_stage_is_dated_and_recorded(project: Project) -> None:
    go(project, Stage.STARTED, MARCH, document="施工许可证〔2025〕1号")
    change = project.stage_changes.get()
    assert (change.from_stage, change.to_stage, change.document) == ("early", "started", "施工许可证〔2025〕1号")
    entry = AuditEntry.objects.get(object_type="project")
    assert change.audit_entry == entry
    assert (entry.old["stage"], entry.new["stage"], entry.new["started_on"]) == ("early", "started", "2025-03-01")


def test_the_actual_days_follow_the_stages(project: Project) -> None:
    go(project, Stage.STARTED, MARCH)
    go(project, Stage.BUILDING, date(2025, 4, 1))
    go(project, Stage.COMPLETED, date(2025, 9, 1))
    assert (project.started_on, project.completed_on) == (MARCH, date(2025, 9, 1))
    go(project, Stage.BUILDING, date(2025, 9, 15), reason="验收未通过")
    assert (project.started_on, project.completed_on) == (MARCH, None)
    go(project, Stage.EARLY, date(2025, 9, 16), reason="误报开工")
    assert (project.started_on, project.completed_on) == (None, None)


def test_every_reason_is_given(project: Project) -> None:
    go(project, Stage.STARTED, MARCH)
    viewer = User.objects.create(username="viewer", role="viewer", password="!")
    with pytest.raises(StageRefusedError) as refused:
        change_stage(
            project=project,
            to_stage=Stage.EARLY,
            changed_on=MARCH - timedelta(days=1),
            document="长" * 201,
            actor=Actor.of(viewer),
        )
    assert [each.code for each in refused.value.refusals] == [
        "wrong_role",
        "wrong_area",
        "too_long",
        "no_reason",
        "out_of_order",
    ]
    project.refresh_from_db()
    assert (project.stage, project.stage_changes.count()) == ("started", 1)


@pytest.mark.parametrize(("stage", "days", "code"), [(Stage.EARLY, 0, "same_stage"), (Stage.STARTED, 1, "future_day")])
def test_nothing_happens_twice_or_tomorrow(project: Project, stage: Stage, days: int, code: str) -> None:
    with pytest.raises(StageRefusedError) as refused:
        go(project, stage, timezone.localdate() + timedelta(days=days))
    assert [each.code for each in refused.value.refusals] == [code]


def test_a_completion_before_the_start_is_refused(project: Project) -> None:
    Project.objects.filter(pk=project.pk).update(stage="building", started_on=date(2025, 5, 1))
    with pytest.raises(StageRefusedError) as refused:
        go(project, Stage.COMPLETED, MARCH)
    assert [each.code for each in refused.value.refusals] == ["before_start"]


def test_what_was_changed_stays(project: Project) -> None:
    go(project, Stage.STARTED, MARCH)
    with pytest.raises(IntegrityError), transaction.atomic():
        project.stage_changes.update(changed_on=date(2020, 1, 1))
    assert project.stage_changes.get().changed_on == MARCH
