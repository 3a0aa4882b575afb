"""Preliminaries, milestones and documents of a project."""

import hashlib
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from indicators.choices import Role
from indicators.models import AuditEntry, User
from indicators.services.audit import Actor
from projects.models import Preliminary, Project, ProjectDocument
from projects.services.documents import DocumentRefusedError, add_document
from projects.services.milestones import add_milestone, change_milestone
from projects.services.preliminaries import save_preliminary
from tests.builders import TESTER, make_area
from tests.project_builders import make_project

pytestmark = pytest.mark.django_db
JUNE = date(2025, 6, 30)
PDF = b"%PDF-1.7 x"


@pytest.fixture
def project() -> Project:
    return make_project("P1", make_area("430300", kind="city"))


def item(project: Project, **fields: object) -> Preliminary:
    given = {"kind": "land", "name": "用地预审", **fields}
    return Preliminary(project=project, **given)  # type: ignore[misc]


def test_a_settled_item_is_changed_with_a_reason(project: Project) -> None:
    preliminary = item(project)
    save_preliminary(preliminary=preliminary, actor=TESTER)
    preliminary.done_on = JUNE
    save_preliminary(preliminary=preliminary, actor=TESTER)
    preliminary.done_on = None
    with pytest.raises(ValidationError) as refused:
        save_preliminary(preliminary=preliminary, actor=TESTER)
    assert set(refused.value.error_dict) == {"reason"}
    save_preliminary(preliminary=preliminary, actor=TESTER, reason="误填")
    entry = AuditEntry.objects.filter(object_type="preliminary").latest("pk")
    assert (entry.old, entry.new) == ({"done_on": "2025-06-30"}, {"done_on": None})


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"is_needed": False}, {"note"}),
        ({"is_needed": False, "note": "备案制", "done_on": JUNE}, {"__all__"}),
        ({"applied_on": JUNE, "done_on": JUNE - timedelta(days=1)}, {"done_on"}),
        ({"applied_on": date(9000, 1, 1), "done_on": date(9000, 1, 1)}, {"applied_on", "done_on"}),
        ({"name": ""}, {"name"}),
        ({"kind": "else"}, {"kind"}),
    ],
)
def test_faulty_items(project: Project, fields: dict[str, object], named: set[str]) -> None:
    with pytest.raises(ValidationError) as refused:
        save_preliminary(preliminary=item(project, **fields), actor=TESTER)
    assert set(refused.value.error_dict) == named
    assert not Preliminary.objects.exists()


def test_an_item_is_there_once(project: Project) -> None:
    save_preliminary(preliminary=item(project), actor=TESTER)
    with pytest.raises(ValidationError):
        save_preliminary(preliminary=item(project), actor=TESTER)


def test_a_moved_day_has_a_reason_and_the_first_one_stays(project: Project) -> None:
    milestone = add_milestone(project=project, name="封顶", due_on=JUNE, actor=TESTER)
    later = JUNE + timedelta(days=30)
    with pytest.raises(ValidationError) as refused:
        change_milestone(milestone=milestone, due_on=later, reached_on=None, actor=TESTER)
    assert set(refused.value.error_dict) == {"reason"}
    change_milestone(milestone=milestone, due_on=later, reached_on=None, actor=TESTER, reason="汛期停工")
    milestone.refresh_from_db()
    assert (milestone.due_on, milestone.first_due_on) == (later, JUNE)
    entry = AuditEntry.objects.filter(object_type="milestone").latest("pk")
    assert (entry.old, entry.new, entry.reason) == ({"due_on": "2025-06-30"}, {"due_on": "2025-07-30"}, "汛期停工")


def test_a_milestone_is_not_reached_tomorrow_nor_taken_back_silently(project: Project) -> None:
    milestone = add_milestone(project=project, name="封顶", due_on=JUNE, actor=TESTER)
    with pytest.raises(ValidationError) as refused:
        tomorrow = timezone.localdate() + timedelta(days=1)
        change_milestone(milestone=milestone, due_on=JUNE, reached_on=tomorrow, actor=TESTER)
    assert set(refused.value.error_dict) == {"reached_on"}
    change_milestone(milestone=milestone, due_on=JUNE, reached_on=JUNE, actor=TESTER)
    with pytest.raises(ValidationError) as refused:
        change_milestone(milestone=milestone, due_on=JUNE, reached_on=None, actor=TESTER)
    assert set(refused.value.error_dict) == {"reason"}


def test_a_milestone_is_named_once(project: Project) -> None:
    add_milestone(project=project, name="封顶", due_on=JUNE, actor=TESTER)
    with pytest.raises(ValidationError):
        add_milestone(project=project, name=" 封顶 ", due_on=JUNE, actor=TESTER)


def test_a_document_keeps_its_content_and_digest(project: Project) -> None:
    document = add_document(project=project, title="可研批复", file_name="../批复.pdf", content=PDF, actor=TESTER)
    stored = ProjectDocument.objects.get()
    assert (bytes(stored.content or b""), stored.file_name) == (PDF, "批复.pdf")
    assert stored.sha256 == hashlib.sha256(PDF).hexdigest()
    assert AuditEntry.objects.get(object_type="projectdocument").new["sha256"] == stored.sha256
    with pytest.raises(IntegrityError), transaction.atomic():
        ProjectDocument.objects.filter(pk=document.pk).update(title="别的")


def test_a_document_without_a_file(project: Project) -> None:
    document = add_document(project=project, title="会议纪要", number="〔2025〕1号", actor=TESTER)
    assert (document.content, document.file_name, document.sha256) == (None, "", "")


def test_a_document_is_refused_with_every_reason(project: Project) -> None:
    with pytest.raises(DocumentRefusedError) as refused:
        add_document(project=project, title=" ", number="长" * 101, file_name="a.pdf", content=b"<html>", actor=TESTER)
    assert [each.code for each in refused.value.refusals] == ["too_long", "no_title", "bad_file"]
    assert not ProjectDocument.objects.exists()


def test_others_prepare_nothing(project: Project) -> None:
    stranger = User.objects.create(username="stranger", role=Role.ENTRY, password="!")
    with pytest.raises(PermissionDenied):
        save_preliminary(preliminary=item(project), actor=Actor.of(stranger))
    with pytest.raises(PermissionDenied):
        add_milestone(project=project, name="封顶", due_on=JUNE, actor=Actor.of(stranger))
    with pytest.raises(DocumentRefusedError):
        add_document(project=project, title="x", actor=Actor.of(stranger))
