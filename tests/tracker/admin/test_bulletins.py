"""The pages of bulletins: from the button to the archived files, as publisher and reviewer."""

import sys
from types import SimpleNamespace

import pytest
from django.urls import reverse

from indicators.choices import Role
from tests.tracker.queries.bulletins.test_collection import definition
from tracker.models import Bulletin, BulletinDelivery, BulletinRun
from tracker.services.bulletins.running import perform_run

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(demo):
    return definition("hunan-cities", {"kind": "ranking", "indicator": "GDP"}, focus="430300")


def step(client, bulletin: Bulletin, name: str, **typed: str):
    url = reverse(f"admin:tracker_bulletin_{name}", args=[bulletin.pk])
    seen = client.get(url).context["seen"]
    return client.post(url, {"seen": seen, **typed}, follow=True)


def drafted(client, made, **typed: str) -> Bulletin:
    """By the page; the worker's part is done here."""
    client.post(reverse("admin:tracker_bulletin_make"), {"definition": made.pk, "period": "2015-Q4", **typed})
    return perform_run(pk=BulletinRun.objects.get().pk).bulletin


def test_from_the_button_to_the_archived_files(made, client_of):
    publisher, reviewer = client_of(Role.PUBLISHER), client_of(Role.REVIEWER)
    bulletin = drafted(publisher, made)
    page = publisher.get(reverse("admin:tracker_bulletin_change", args=[bulletin.pk])).content.decode()
    assert "增速并列全省14市州第" in page.replace("</span>", "").replace('<span class="number"', "")
    assert "稿件是您拟的，须由另一人核稿" in page
    assert "核稿通过，等待签发" in step(reviewer, bulletin, "check").content.decode()
    assert "已签发并存档" in step(publisher, bulletin, "issue").content.decode()
    file = publisher.get(reverse("admin:tracker_bulletin_file", args=[bulletin.pk, "docx"]))
    assert file.content.startswith(b"PK")
    page = publisher.get(reverse("admin:tracker_bulletin_change", args=[bulletin.pk])).content.decode()
    assert "出更正稿" in page
    assert reverse("admin:tracker_bulletin_redraft", args=[bulletin.pk]) not in page


def test_a_step_that_may_not_be_taken_says_why_and_changes_nothing(made, client_of):
    publisher = client_of(Role.PUBLISHER)
    bulletin = drafted(publisher, made)
    assert "稿件是您拟的" in step(publisher, bulletin, "check").content.decode()
    assert "请写明理由" in step(publisher, bulletin, "discard").content.decode()
    bulletin.refresh_from_db()
    assert bulletin.state == "draft"


def test_a_refused_run_lists_what_is_missing(made, client_of):
    publisher = client_of(Role.PUBLISHER)
    answer = publisher.post(
        reverse("admin:tracker_bulletin_make"), {"definition": made.pk, "period": "2022-Q4"}, follow=True
    )
    run = perform_run(pk=BulletinRun.objects.get().pk)
    page = publisher.get(answer.redirect_chain[-1][0]).content.decode()
    assert run.refusals[0][1] in page
    assert "refresh" not in page
    assert "2022-Q4" in page


def test_a_period_that_is_none_is_said_at_the_form(made, client_of):
    answer = client_of(Role.PUBLISHER).post(
        reverse("admin:tracker_bulletin_make"), {"definition": made.pk, "period": "2015"}
    )
    assert "不是这种期别" in answer.content.decode()
    assert not BulletinRun.objects.exists()


def test_pdf_or_one_sentence(made, client_of):
    publisher = client_of(Role.PUBLISHER)
    bulletin = drafted(publisher, made)
    answer = publisher.get(reverse("admin:tracker_bulletin_pdf", args=[bulletin.pk]), follow=True)
    content = answer.content
    assert content.startswith(b"%PDF") or "不能生成 PDF" in content.decode()


def test_a_pdf_is_made_once_a_day(made, client_of, monkeypatch):
    """With a stand-in for the extra package, which an installation may lack."""
    pages = []

    def document(string, url_fetcher):
        pages.append(string)
        return SimpleNamespace(write_pdf=lambda: b"%PDF")

    package = SimpleNamespace(HTML=document, URLFetcher=lambda **given: None)
    monkeypatch.setitem(sys.modules, "weasyprint", package)
    made.office = "只在这里的机关"  # a page of its own, which no other test had made
    made.save()
    publisher = client_of(Role.PUBLISHER)
    url = reverse("admin:tracker_bulletin_pdf", args=[drafted(publisher, made).pk])
    for _ in range(2):
        answer = publisher.get(url)
        assert (answer.content, answer["Content-Type"]) == (b"%PDF", "application/pdf")
    (page,) = pages
    assert "data-source" not in page
    assert "1633.07" in page


def test_only_a_delivery_of_this_bulletin_is_sent_again(made, client_of):
    publisher = client_of(Role.PUBLISHER)
    bulletin = drafted(publisher, made)
    for delivery in (1, 10**18):
        url = reverse("admin:tracker_bulletin_resend", args=[bulletin.pk, delivery])
        assert publisher.post(url, {"reason": "x"}).status_code == 404
    assert not BulletinDelivery.objects.exists()


def test_queries_of_the_list_do_not_grow(made, client_of, django_assert_max_num_queries):
    publisher = client_of(Role.PUBLISHER)
    drafted(publisher, made)
    with django_assert_max_num_queries(14):
        assert publisher.get(reverse("admin:tracker_bulletin_changelist")).status_code == 200
