"""The pages of the changes: what they store, what they refuse in words, and that bad input breaks nothing."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from indicators.models import Area, AuditEntry
from projects.models import Funding, Milestone, Preliminary, Project, ProjectDocument
from projects.services.documents import add_document
from projects.services.milestones import add_milestone
from tests.builders import TESTER, make_indicator
from tests.return_builders import make_account
from tests.return_pages import signed_in

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7 x"


@pytest.fixture
def bridge(city: Area) -> Project:
    return Project.objects.get(code="P1")


def address(project: Project, step: str) -> str:
    return f"/admin/projects/project/{project.pk}/{step}/"


GOOD = {
    "plan": {"year": "2025", "planned": "1200", "adopted_on": "2025-06-30", "reason": "年中调整"},
    "stage": {"to_stage": "completed", "changed_on": "2025-09-01", "document": "竣工备案"},
    "statistics": {"registered_on": "2025-05-01"},
    "source": {"source": "专项债券", "planned": "500"},
    "preliminary": {"kind": "land", "name": "用地预审", "is_needed": "on", "due_on": "2025-05-01"},
    "milestone": {"name": "封顶", "due_on": "2025-06-30"},
    "document": {"title": "可研批复", "number": "〔2025〕1号"},
}


@pytest.mark.parametrize("step", GOOD)
def test_every_change_is_made_and_recorded(clerk: Client, bridge: Project, step: str) -> None:
    before = AuditEntry.objects.count()
    answer = clerk.post(address(bridge, step), GOOD[step], follow=True)
    assert answer.status_code == 200
    assert answer.redirect_chain[-1][0].startswith(f"/admin/projects/project/{bridge.pk}/change/#")
    assert AuditEntry.objects.count() == before + 1


def test_arrivals_and_indicators_choose_from_what_there_is(clerk: Client, bridge: Project) -> None:
    own = Funding.objects.create(project=bridge, source="债券", planned=Decimal(10))
    other = Funding.objects.create(project=Project.objects.get(code="P2"), source="债券", planned=Decimal(10))
    given = {"arrived_on": "2025-03-01", "amount": "5.5"}
    assert clerk.post(address(bridge, "arrival"), {**given, "funding": other.pk}).status_code == 200
    assert clerk.post(address(bridge, "arrival"), {**given, "funding": own.pk}).status_code == 302
    assert (own.arrivals.get().amount, other.arrivals.count()) == (Decimal("5.5"), 0)
    gdp = make_indicator("GDP")
    assert clerk.post(address(bridge, "indicators"), {"indicators": [gdp.pk]}).status_code == 302
    assert list(bridge.indicators.all()) == [gdp]


def test_a_refusal_stands_on_the_page_with_every_reason(clerk: Client, bridge: Project) -> None:
    answer = clerk.post(address(bridge, "plan"), {"year": "2025", "planned": "-1", "adopted_on": "2025-01-20"})
    content = answer.content.decode()
    assert answer.status_code == 200
    for words in ("计划投资不能为负", "下达日期须晚于已有版本的 2025-01-20", "调整计划须写明理由"):
        assert words in content
    assert AuditEntry.objects.filter(action="refused").exists()


def test_items_are_changed_at_their_own_address(clerk: Client, bridge: Project) -> None:
    milestone = add_milestone(project=bridge, name="封顶", due_on=date(2025, 6, 30), actor=TESTER)
    here = f"{address(bridge, 'milestone')}{milestone.pk}/"
    assert 'value="2025-06-30"' in clerk.get(here).content.decode()
    assert "调整期限须写明理由" in clerk.post(here, {"due_on": "2025-07-30"}).content.decode()
    assert clerk.post(here, {"due_on": "2025-07-30", "reason": "汛期"}).status_code == 302
    preliminary = Preliminary.objects.create(project=bridge, kind="land", name="用地预审")
    given = {"kind": "land", "name": "用地预审", "is_needed": "on", "done_on": "2025-03-01"}
    assert clerk.post(f"{address(bridge, 'preliminary')}{preliminary.pk}/", given).status_code == 302
    source = Funding.objects.create(project=bridge, source="债券", planned=Decimal(10))
    there = f"{address(bridge, 'source')}{source.pk}/"
    assert "修改须写明理由" in clerk.post(there, {"source": "债券", "planned": "20"}).content.decode()
    assert clerk.post(there, {"source": "债券", "planned": "20", "reason": "追加"}).status_code == 302
    milestone.refresh_from_db()
    preliminary.refresh_from_db()
    source.refresh_from_db()
    assert (milestone.due_on, preliminary.done_on, source.planned) == (date(2025, 7, 30), date(2025, 3, 1), 20)


def test_an_item_of_another_project_is_not_found(clerk: Client, bridge: Project) -> None:
    other = add_milestone(project=Project.objects.get(code="P2"), name="封顶", due_on=date(2025, 6, 30), actor=TESTER)
    for key in (other.pk, 0, 10**17, 10**30):
        assert clerk.get(f"{address(bridge, 'milestone')}{key}/").status_code == 404
    assert Milestone.objects.get().due_on == date(2025, 6, 30)


def test_a_document_is_taken_and_given_back_as_an_attachment(clerk: Client, bridge: Project) -> None:
    file = SimpleUploadedFile('可研 批复".pdf', PDF, content_type="text/html")
    assert clerk.post(address(bridge, "document"), {"title": "可研批复", "file": file}).status_code == 302
    document = ProjectDocument.objects.get()
    answer = clerk.get(f"{address(bridge, 'document')}{document.pk}/file")
    assert (answer.content, answer["Content-Type"]) == (PDF, "application/pdf")
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_only_who_sees_the_project_gets_its_documents(city: Area, clerk: Client, bridge: Project) -> None:
    outside = Project.objects.get(code="OUT")
    hidden = add_document(project=outside, title="x", file_name="a.pdf", content=PDF, actor=TESTER)
    paper = add_document(project=bridge, title="x", actor=TESTER)
    assert clerk.get(f"{address(outside, 'document')}{hidden.pk}/file").status_code == 404
    assert clerk.get(f"{address(bridge, 'document')}{hidden.pk}/file").status_code == 404
    assert clerk.get(f"{address(bridge, 'document')}{paper.pk}/file").status_code == 404, "no file"
    viewer = signed_in(make_account("viewer", city))
    assert viewer.get(f"{address(outside, 'document')}{hidden.pk}/file").status_code == 403


@pytest.mark.parametrize(
    "file",
    [
        SimpleUploadedFile("a.pdf", b"<html>"),
        SimpleUploadedFile("a.exe", b"MZ"),
        SimpleUploadedFile("a.zip", b"PK"),
        SimpleUploadedFile("a.pdf", b""),
        SimpleUploadedFile("a.pdf", PDF.ljust(10 * 1024 * 1024 + 1)),
    ],
    ids=lambda file: f"{file.name}-{file.size}",
)
def test_what_is_no_document_is_refused(clerk: Client, bridge: Project, file: SimpleUploadedFile) -> None:
    answer = clerk.post(address(bridge, "document"), {"title": "x", "file": file})
    assert (answer.status_code, ProjectDocument.objects.count()) == (200, 0)


HOSTILE = ["", "\0", "９", "1e9", "-", "NaN", "9" * 400, "0000-00-00", "9999-99-99", "<script>", "'; --", "长" * 3000]


@pytest.mark.parametrize("step", [*GOOD, "arrival", "indicators"])
def test_bad_input_breaks_nothing(clerk: Client, bridge: Project, step: str) -> None:
    names = clerk.get(address(bridge, step)).context["form"].fields
    assert names
    for bad in HOSTILE:
        for name in names:
            answer = clerk.post(address(bridge, step), {**GOOD.get(step, {}), name: bad})
            assert answer.status_code in (200, 302), (name, bad)


def test_the_wrong_role_changes_nothing(city: Area, bridge: Project) -> None:
    viewer = signed_in(make_account("viewer", city))
    assert {step: viewer.post(address(bridge, step), GOOD[step]).status_code for step in GOOD} == dict.fromkeys(
        GOOD, 403
    )
