"""Pages of issues: list, file, the way of one, refusals in words, and the part of a project's page."""

import csv
import io
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from indicators.choices import Role
from projects.models import Project, ProjectIssue
from tests.builders import make_area
from tests.project_builders import make_project
from tests.review_builders import make_issue

pytestmark = pytest.mark.django_db
ISSUES = "/admin/projects/projectissue/"


@pytest.fixture
def project(db: None) -> Project:
    return make_project("P1", make_area("430300"))


@pytest.fixture
def clerk(project: Project, client_of: Callable[..., Client]) -> Client:
    return client_of(Role.ENTRY)


def later(days: int = 20) -> str:
    return (timezone.localdate() + timedelta(days=days)).isoformat()


def overdue(issue: ProjectIssue) -> ProjectIssue:
    ProjectIssue.objects.filter(pk=issue.pk).update(raised_on=date(2020, 1, 1), due_on=date(2020, 1, 2))
    return issue


def test_an_issue_goes_its_way_over_the_pages(project: Project, clerk: Client) -> None:
    sent = {"title": "征地未完成", "owner": "征收办", "level": "project", "due_on": later()}
    answer = clerk.post(f"{ISSUES}raise/{project.pk}/", sent, follow=True)
    issue = ProjectIssue.objects.get()
    assert f"{ISSUES}{issue.pk}/change/" in answer.content.decode(), "it stands on the project's page"
    for address, data, said in (
        ("note", {"note": "已约谈", "seen": "0"}, "已记录进展"),
        ("escalate", {"level": "county", "note": "超出权限", "due_on": later(5)}, "已提级到县市区"),
        ("postpone", {"note": "雨季", "due_on": later(9)}, f"期限已调整为 {later(9)}"),
        ("resolve", {"note": "已交地"}, "已办结"),
        ("reopen", {"note": "又被占", "due_on": later(3)}, "已重新提出"),
    ):
        answer = clerk.post(f"{ISSUES}{issue.pk}/{address}/", data, follow=True)
        assert said in answer.content.decode(), address
    text = clerk.get(f"{ISSUES}{issue.pk}/change/").content.decode()
    for said in ("征地未完成", "已约谈", "超出权限", "雨季", "已交地", "又被占"):
        assert said in text


@pytest.mark.parametrize(
    ("address", "sent", "said"),
    [
        ("note", {}, "该字段是必填项。"),
        ("note", {"note": "甲", "seen": "7"}, "页面打开后问题又有变动"),
        ("escalate", {"level": "project", "note": "甲", "due_on": later()}, "选择一个有效的选项"),
        ("escalate", {"level": "city", "note": "甲", "due_on": "2020-01-01"}, "不能早于今天"),
        ("postpone", {"note": "甲", "due_on": "2026-02-30"}, "输入一个有效的日期"),
        ("reopen", {"note": "甲", "due_on": later()}, "问题尚未办结"),
        ("raise", {"title": "甲", "owner": "乙", "level": "moon", "due_on": later()}, "选择一个有效的选项"),
        ("raise", {"title": "甲", "owner": "乙", "level": "city", "due_on": "2020-01-01"}, "不能早于今天"),
        ("raise", {"title": "甲" * 201, "owner": "乙", "level": "city", "due_on": later()}, "200"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_stored(
    project: Project, clerk: Client, address: str, sent: dict[str, str], said: str
) -> None:
    issue = make_issue(project)
    url = f"{ISSUES}raise/{project.pk}/" if address == "raise" else f"{ISSUES}{issue.pk}/{address}/"
    answer = clerk.post(url, sent)
    assert answer.status_code == 200
    assert said in answer.content.decode()
    issue.refresh_from_db()
    assert (issue.changes, ProjectIssue.objects.count()) == (0, 1)


def test_the_page_offers_what_may_be_done_now(project: Project, clerk: Client) -> None:
    issue = make_issue(project, level="city")
    url = f"{ISSUES}{issue.pk}/change/"
    assert [name for name, _, _ in clerk.get(url).context["actions"]] == ["记录进展", "调整期限", "办结"]
    assert "不能再提级" in clerk.get(f"{ISSUES}{issue.pk}/escalate/").content.decode()
    clerk.post(f"{ISSUES}{issue.pk}/resolve/", {"note": "已办"})
    assert [name for name, _, _ in clerk.get(url).context["actions"]] == ["重新提出"]


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("", {"逾期的", "正办的"}),
        ("work=overdue", {"逾期的"}),
        ("work=done", {"办结的"}),
        ("work=all", {"逾期的", "正办的", "办结的"}),
        ("work=what", {"逾期的", "正办的"}),
        ("level__exact=city", {"正办的"}),
        ("q=P2", set()),
    ],
)
def test_the_list_and_its_file(project: Project, clerk: Client, query: str, titles: set[str]) -> None:
    """Foreign issues stand in neither."""
    overdue(make_issue(project, "逾期的"))
    make_issue(project, "正办的", level="city")
    done = make_issue(project, "办结的")
    clerk.post(f"{ISSUES}{done.pk}/resolve/", {"note": "已办"})
    make_issue(make_project("P2", make_area("430100")), "外地的")
    answer = clerk.get(f"{ISSUES}?{query}")
    assert {each.title for each in answer.context["cl"].result_list} == titles
    assert ("2020-01-02 逾期" in answer.content.decode()) == ("逾期的" in titles)
    file = clerk.get(f"{ISSUES}export.csv?{query}")
    rows = list(csv.DictReader(io.StringIO(b"".join(file.streaming_content).decode("utf-8-sig"))))  # type: ignore[attr-defined]
    assert {row["问题"]: row["逾期"] for row in rows} == {title: "是" if title == "逾期的" else "" for title in titles}


def test_nothing_outside_the_areas_is_there(clerk: Client) -> None:
    foreign = make_issue(make_project("P2", make_area("430100")))
    addresses = ("change", "note", "escalate", "postpone", "resolve", "reopen")
    urls = [f"{ISSUES}{foreign.pk}/{address}/" for address in addresses]
    for url in (*urls, f"{ISSUES}raise/{foreign.project_id}/"):
        assert clerk.get(url).status_code == 404, url
        assert clerk.post(url, {"note": "甲"}).status_code == 404, url


def test_the_number_of_queries_does_not_grow(project: Project, clerk: Client) -> None:
    def asked(url: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert clerk.get(url).status_code == 200
        return len(captured)

    issue = make_issue(project)
    urls = (ISSUES, f"{ISSUES}export.csv", f"{ISSUES}{issue.pk}/change/")
    before = [[asked(url) for _ in range(2)][-1] for url in urls]
    for number in range(5):
        make_issue(make_project(f"Q{number}", project.area))
        clerk.post(f"{ISSUES}{issue.pk}/note/", {"note": "甲"})
    assert [asked(url) for url in urls] == before
