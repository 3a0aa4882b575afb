"""Issues: every action with its step and audit entry, refusals whole, and whom an issue concerns."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from indicators.choices import Role
from indicators.models import Area, AuditEntry, InboxItem
from indicators.services.audit import Actor
from projects.models import IssueStep, ProjectIssue
from projects.services.issues import (
    IssueRefusedError,
    escalate_issue,
    note_issue,
    postpone_issue,
    raise_issue,
    remind_of_overdue_issues,
    reopen_issue,
    resolve_issue,
)
from tests.builders import TESTER, make_area
from tests.project_builders import make_project
from tests.review_builders import worker

pytestmark = pytest.mark.django_db


@pytest.fixture
def area(db: None) -> Area:
    return make_area("A1")


@pytest.fixture
def due_on() -> date:
    return timezone.localdate() + timedelta(days=10)


def raised(area: Area, due_on: date, **fields: Any) -> ProjectIssue:
    given = {"title": "征地未完成", "owner": "征收办", "actor": TESTER, **fields}
    return raise_issue(project=make_project("P1", area), due_on=due_on, **given)


def told(issue: ProjectIssue) -> set[str]:
    items = InboxItem.objects.filter(object_label="projects.projectissue", object_key=str(issue.pk), done_at=None)
    return set(items.values_list("recipient__username", flat=True))


def codes(refused: pytest.ExceptionInfo[IssueRefusedError]) -> list[str]:
    return [each.code for each in refused.value.refusals]


def test_the_way_of_an_issue_is_kept_step_by_step(area: Area, due_on: date) -> None:
    issue = raised(area, due_on)
    later = due_on + timedelta(days=5)
    note_issue(issue=issue, note="已约谈", actor=TESTER)
    postpone_issue(issue=issue, due_on=later, reason="雨季", actor=TESTER)
    escalate_issue(issue=issue, level="city", due_on=later, reason="县里解决不了", actor=TESTER)
    resolve_issue(issue=issue, text="已交地", actor=TESTER)
    reopen_issue(issue=issue, due_on=later, reason="又被占", actor=TESTER)
    issue.refresh_from_db()
    assert (issue.level, issue.due_on, issue.resolved_on, issue.changes) == ("city", later, None, 5)
    steps = IssueStep.objects.filter(issue=issue).values_list("action", "level", "due_on", "note")
    assert list(steps) == [
        ("raised", "project", due_on, "征地未完成"),
        ("noted", "project", due_on, "已约谈"),
        ("postponed", "project", later, "雨季"),
        ("escalated", "city", later, "县里解决不了"),
        ("resolved", "city", later, "已交地"),
        ("reopened", "city", later, "又被占"),
    ]
    assert AuditEntry.objects.filter(object_type="projectissue").count() == 6
    with pytest.raises(IntegrityError), transaction.atomic():
        IssueStep.objects.filter(issue=issue).delete()


def test_a_raised_issue_names_what_it_is_whose_it_is_and_by_when(area: Area) -> None:
    with pytest.raises(IssueRefusedError) as refused:
        raised(area, date(2020, 1, 1), title=" ", owner="甲" * 101, detail="乙" * 5_001)
    assert codes(refused) == ["too_long", "no_title", "past_day", "too_long"]
    assert not ProjectIssue.objects.exists()


def test_every_reason_is_named_and_nothing_is_stored(area: Area, due_on: date) -> None:
    issue = raised(area, due_on, level="county")
    stranger = Actor.of(worker(make_area("B1"), Role.VIEWER))
    with pytest.raises(IssueRefusedError) as refused:
        escalate_issue(issue=issue, level="project", due_on=date(2020, 1, 1), reason="", actor=stranger, seen=3)
    assert codes(refused) == ["stale", "wrong_role", "wrong_area", "no_note", "not_higher", "past_day"]
    with pytest.raises(IssueRefusedError) as refused:
        note_issue(issue=issue, note="甲" * 1_001, actor=TESTER)
    assert codes(refused) == ["too_long"]
    assert IssueStep.objects.count() == 1


@pytest.mark.parametrize(("level", "username"), [("project", "entry"), ("county", "reviewer"), ("city", "publisher")])
def test_overdue_issues_are_told_once_to_whom_they_concern(area: Area, due_on: date, level: str, username: str) -> None:
    for role in (Role.ENTRY, Role.REVIEWER, Role.PUBLISHER):
        worker(area, role)
    worker(make_area("B1"), username="far")
    issue = raised(area, due_on, level=level)
    assert remind_of_overdue_issues(on=due_on) == 0
    day_after = due_on + timedelta(days=1)
    assert [remind_of_overdue_issues(on=day_after) for _ in range(2)] == [1, 0]
    assert told(issue) == {username}
    resolve_issue(issue=issue, text="已办", actor=TESTER)
    assert told(issue) == set()
    assert remind_of_overdue_issues(on=day_after) == 0


def test_an_escalation_is_told_to_the_new_level(area: Area, due_on: date) -> None:
    worker(area), worker(area, Role.REVIEWER)
    issue = raised(area, due_on)
    escalate_issue(issue=issue, level="county", due_on=due_on, reason="超出权限", actor=TESTER)
    assert told(issue) == {"reviewer"}
