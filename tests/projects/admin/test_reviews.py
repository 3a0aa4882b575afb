"""Pages of 联审: what each account sees and may do, refusals in words, a fixed number of queries."""

import csv
import io
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from indicators.choices import Role
from indicators.models import Area
from projects.models import Project, Review, ReviewCondition, ReviewStep
from projects.services.reviews.templates import StepContent
from tests.builders import make_area
from tests.project_builders import make_project
from tests.return_builders import make_department
from tests.review_builders import decide, make_review, make_template, review_in, state_of, step_of

pytestmark = pytest.mark.django_db
STEPS, REVIEWS = "/admin/projects/reviewstep/", "/admin/projects/review/"


@pytest.fixture
def area(db: None) -> Area:
    return make_area("430300")


@pytest.fixture
def project(area: Area) -> Project:
    return make_project("P1", area, stage="early")


@pytest.fixture
def review(project: Project) -> Review:
    return make_review(project)


@pytest.fixture
def reviewer(area: Area, client_of: Callable[..., Client]) -> Client:
    return client_of(Role.REVIEWER)


def late(review: Review, name: str) -> None:
    ReviewStep.objects.filter(review=review, name=name).update(due_on=date(2020, 1, 1))


def text_of(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.content.decode()


def opinion_url(review: Review, name: str = "规划") -> str:
    return f"{STEPS}{step_of(review, name).pk}/opinion/"


def test_the_list_names_what_is_worked_on_with_what_is_late_in_red(review: Review, reviewer: Client) -> None:
    decide(review, "规划")
    late(review, "资金")
    text = text_of(reviewer, REVIEWS)
    assert "手续、" in text
    assert '<span class="font-semibold text-red-700 dark:text-red-400">资金（逾期）</span>' in text
    assert "P1" in text_of(reviewer, f"{REVIEWS}?late=yes")
    assert "P1" not in text_of(reviewer, f"{REVIEWS}?state__exact=passed")


def test_the_page_says_what_holds_what_and_why(review: Review, reviewer: Client) -> None:
    decide(review, "规划", "conditional", "补充论证", due_on=timezone.localdate())
    page = reviewer.get(f"{REVIEWS}{review.pk}/change/").context["page"]
    by_name = {row.step.name: row for row in page.rows}
    assert by_name["规划"].state == "附条件同意，条件未落实"
    assert by_name["手续"].held == ["前置步骤“规划”的条件“补充论证”尚未落实"]
    assert by_name["手续"].actions == []
    assert [each.condition.text for each in by_name["规划"].conditions if each.url] == ["补充论证"]
    assert page.current == []
    text = text_of(reviewer, f"{REVIEWS}{review.pk}/change/")
    assert "没有，等待补正或落实条件" in text
    assert "未落实的条件 1 项" in text


def test_a_review_goes_its_way_over_the_pages(
    project: Project, reviewer: Client, client_of: Callable[..., Client]
) -> None:
    template, clerk = make_template(), client_of(Role.ENTRY)
    answer = clerk.post(f"{REVIEWS}start/{project.pk}/", {"template": template.pk}, follow=True)
    assert "已发起联审，开始办理：规划。" in answer.content.decode()
    review = Review.objects.get()
    given = {"opinion": "sent_back", "text": "缺选址意见", "seen": review.changes}
    assert "已出具意见" in reviewer.post(opinion_url(review), given, follow=True).content.decode()
    again = {"text": "已补", "document": "潭自然〔2026〕1号"}
    answer = clerk.post(f"{STEPS}{step_of(review, '规划').pk}/resubmit/", again, follow=True)
    assert "潭自然〔2026〕1号" in answer.content.decode()
    given = {"opinion": "conditional", "text": "原则同意", "condition-1_text": "补充论证", "condition-3_text": "公示"}
    reviewer.post(opinion_url(review), given)
    for condition in ReviewCondition.objects.order_by("pk"):
        url = f"{STEPS}{condition.step_id}/conditions/{condition.pk}/"
        clerk.post(url, {"evidence": "论证报告", "met_on": timezone.localdate().isoformat()})
    assert ReviewCondition.objects.filter(met_on=timezone.localdate()).count() == 2
    for name in ("手续", "资金", "实施"):
        reviewer.post(opinion_url(review, name), {"opinion": "agreed"})
    review.refresh_from_db()
    assert review.state == "passed"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "该字段是必填项。"),
        ({"opinion": "perhaps"}, "perhaps"),
        ({"opinion": "conditional"}, "附条件同意至少须有一项条件"),
        ({"opinion": "sent_back"}, "附条件同意和退回须写明说明"),
        ({"opinion": "conditional", "text": "好", "condition-1_due": "2099-01-01"}, "有期限而没有写明条件"),
        (
            {"opinion": "conditional", "text": "好", "condition-1_text": "甲", "condition-1_due": "昨天"},
            "输入一个有效的日期",
        ),
        ({"opinion": "agreed", "text": "甲" * 1_001}, "1000"),
        ({"opinion": "agreed", "seen": "99"}, "页面打开后联审又有变动"),
        ({"opinion": "agreed", "seen": "abc"}, "页面打开后联审又有变动"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_stored(
    review: Review, reviewer: Client, given: dict[str, str], said: str
) -> None:
    answer = reviewer.post(opinion_url(review), given)
    assert answer.status_code == 200
    assert said in answer.content.decode()
    assert state_of(review)["规划"][0] == ""


def test_a_step_that_is_held_says_so_before_anything_is_filled_in(review: Review, reviewer: Client) -> None:
    assert "前置步骤“规划”尚未出具意见" in text_of(reviewer, opinion_url(review, "手续"))
    answer = reviewer.post(opinion_url(review, "手续"), {"opinion": "agreed"})
    assert "前置步骤“规划”尚未出具意见" in answer.content.decode()
    resubmit = f"{STEPS}{step_of(review, '规划').pk}/resubmit/"
    assert "没有被退回" in text_of(reviewer, resubmit)


def test_a_clerk_decides_the_steps_of_the_own_department_alone(
    project: Project, client_of: Callable[..., Client]
) -> None:
    own, other = make_department("规划局"), make_department("财政局")
    steps = (StepContent(order=1, name="规划", owner=own), StepContent(order=1, name="资金", owner=other))
    review = make_review(project, make_template(steps=steps))
    clerk = client_of(Role.ENTRY, department=own)
    assert clerk.get(opinion_url(review, "资金")).status_code == 403
    assert clerk.post(opinion_url(review, "资金"), {"opinion": "agreed"}).status_code == 403
    assert clerk.post(opinion_url(review, "规划"), {"opinion": "agreed"}).status_code == 302
    page = clerk.get(f"{REVIEWS}{review.pk}/change/").context["page"]
    assert [row.actions for row in page.rows] == [[], []]
    assert [each.name for each in clerk.get(f"{STEPS}?work=mine").context["cl"].result_list] == []
    assert {name: opinion for name, (opinion, _) in state_of(review).items()} == {"规划": "agreed", "资金": ""}


def test_withdrawing_asks_for_a_reason_and_is_not_the_clerks(
    review: Review, reviewer: Client, client_of: Callable[..., Client]
) -> None:
    url = f"{REVIEWS}{review.pk}/withdraw/"
    assert client_of(Role.ENTRY).get(url).status_code == 403
    assert "该字段是必填项。" in reviewer.post(url, {}).content.decode()
    answer = reviewer.post(url, {"reason": "项目取消", "seen": review.changes}, follow=True)
    assert "撤回理由：项目取消" in answer.content.decode()


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["规划"]),
        ("work=late", ["规划"]),
        ("work=mine", ["规划"]),
        ("work=all", ["规划", "手续", "资金", "实施"]),
        ("work=none-such", ["规划"]),
        ("q=P1", ["规划"]),
        ("q=P2", []),
    ],
)
def test_the_list_of_steps_and_its_file(review: Review, reviewer: Client, query: str, names: list[str]) -> None:
    """Foreign steps stand in neither."""
    late(review, "规划")
    late(review_in(make_area("430100"), "P2"), "规划")
    listed = reviewer.get(f"{STEPS}?{query}").context["cl"].result_list
    assert sorted(each.name for each in listed) == sorted(names)
    answer = reviewer.get(f"{STEPS}export.csv?{query}")
    rows = list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))  # type: ignore[attr-defined]
    assert sorted(row["步骤"] for row in rows) == sorted(names)
    assert {row["项目代码"] for row in rows} == ({"P1"} if names else set())
    days = (timezone.localdate() - date(2020, 1, 1)).days
    assert [row["逾期天数"] for row in rows if row["步骤"] == "规划"] == [str(days)] * bool(names)


def test_nothing_outside_the_areas_is_there(reviewer: Client) -> None:
    foreign = review_in(make_area("430100"), "P2")
    decide(foreign, "规划", "conditional", "甲")
    condition = ReviewCondition.objects.get()
    for url in (
        f"{REVIEWS}{foreign.pk}/change/",
        f"{REVIEWS}{foreign.pk}/withdraw/",
        f"{REVIEWS}start/{foreign.project_id}/",
        f"{STEPS}{condition.step_id}/change/",
        f"{STEPS}{condition.step_id}/opinion/",
        f"{STEPS}{condition.step_id}/resubmit/",
        f"{STEPS}{condition.step_id}/conditions/{condition.pk}/",
    ):
        assert reviewer.get(url).status_code == 404, url
        assert reviewer.post(url, {}).status_code == 404, url
    assert "P2" not in text_of(reviewer, REVIEWS)


def test_a_condition_of_another_step_is_not_found(review: Review, reviewer: Client) -> None:
    decide(review, "规划", "conditional", "甲")
    condition = ReviewCondition.objects.get()
    assert reviewer.get(f"{STEPS}{step_of(review, '手续').pk}/conditions/{condition.pk}/").status_code == 404


def test_the_projects_page_shows_its_reviews(project: Project, reviewer: Client) -> None:
    url = f"/admin/projects/project/{project.pk}/change/"
    assert f"{REVIEWS}start/{project.pk}/" in text_of(reviewer, url)
    review = make_review(project)
    text = text_of(reviewer, url)
    assert f"{REVIEWS}{review.pk}/change/" in text
    assert f"{REVIEWS}start/{project.pk}/" not in text, "one at a time"


def test_without_a_template_the_page_says_where_to_make_one(project: Project, reviewer: Client) -> None:
    assert "还没有启用的联审模板" in text_of(reviewer, f"{REVIEWS}start/{project.pk}/")


def queries(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


@pytest.mark.parametrize("url", [REVIEWS, STEPS, f"{STEPS}export.csv", "page"])
def test_the_number_of_queries_does_not_grow(area: Area, review: Review, reviewer: Client, url: str) -> None:
    asked = f"{REVIEWS}{review.pk}/change/" if url == "page" else url
    decide(review, "规划", "sent_back")
    queries(reviewer, asked)
    before = queries(reviewer, asked)
    if url == "page":
        more: dict[str, Any] = {"order": 9, "opinion": "conditional", "opened_on": timezone.localdate()}
        for number in range(5):
            step = ReviewStep.objects.create(review=review, name=f"步{number}", **more)
            step.opinions.create(opinion="conditional", given_by="x")
            step.conditions.create(text="甲", due_on=timezone.localdate() - timedelta(days=1))
    else:
        for number in range(5):
            review_in(area, f"Q{number}")
    assert queries(reviewer, asked) == before
