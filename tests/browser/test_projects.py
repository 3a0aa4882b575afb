"""Project and land staff in the browser: a month, an issue raised a level, a conditional review step, a parcel."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
from celery import current_app
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import Page, expect

from indicators.domain.kinds import Frequency
from indicators.domain.periods import period_of_day
from indicators.models import Area
from indicators.services.packages.load import load_package
from projects.models import Parcel, Project, ProjectIssue, Review
from tests.admin_clients import DEMO
from tests.browser.conftest import OPERATOR, sign_in
from tests.browser.grid.test_access import AXE, serious
from tests.project_builders import make_parcel, make_project, plan
from tests.review_builders import make_issue, make_review, step_of

pytestmark = pytest.mark.browser
TODAY = timezone.localdate()
MONTH = period_of_day(TODAY, Frequency.MONTH).previous()


@dataclass(frozen=True)
class World:
    project: Project
    issue: ProjectIssue
    review: Review
    parcel: Parcel
    first: int  # the keys of the steps 规划 and 手续
    second: int


@pytest.fixture
def world(transactional_db: None) -> Iterator[World]:
    load_package(directory=DEMO, actor=OPERATOR)
    city = Area.objects.get(code="430300")
    project = make_project("BRIDGE", city, name="杨梅洲大桥", stage="early")
    plan(project, "64740", f"{MONTH.year}-01-01", year=MONTH.year)
    review = make_review(project)
    current_app.conf.task_always_eager = True
    yield World(
        project=project,
        issue=make_issue(project, "征地未完成"),
        review=review,
        parcel=make_parcel("LAND", city, "90", name="演示地块"),
        first=step_of(review, "规划").pk,
        second=step_of(review, "手续").pk,
    )
    current_app.conf.task_always_eager = settings.CELERY_TASK_ALWAYS_EAGER


def look(page: Page) -> None:
    """No page is wider than the window, nor has a serious fault of accessibility where axe is installed."""
    page.wait_for_load_state()
    assert page.evaluate("document.documentElement.scrollWidth") <= 1366
    if AXE.exists():
        assert serious(page, AXE) == []


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def enter_month(page: Page) -> None:
    page.goto("/admin/projects/projectprogress/month/")
    figure = page.get_by_label("杨梅洲大桥 本月累计")
    figure.fill("很多")
    press(page, "检查")
    expect(page.get_by_text("很多").first).to_be_visible()
    page.get_by_label("杨梅洲大桥 本月累计").fill("62900")
    look(page)
    press(page, "检查")
    look(page)
    press(page, "存入")
    expect(page.get_by_text(f"已存入 1 个项目的 {MONTH} 累计数")).to_be_visible()
    page.goto(f"/admin/projects/projectprogress/dispatch/?month={MONTH}")
    expect(page.get_by_text("97.2").first).to_be_visible()
    look(page)


def escalate(page: Page, issue: ProjectIssue) -> None:
    page.goto(f"/admin/projects/projectissue/{issue.pk}/escalate/")
    page.locator("#id_level").select_option("city")
    page.locator("#id_note").fill("需市级协调")
    page.locator("#id_due_on").fill(str(TODAY + timedelta(days=20)))
    look(page)
    press(page, "提级")
    expect(page.get_by_text("已提级到市")).to_be_visible()
    look(page)


def review(page: Page, world: World) -> None:
    page.goto(f"/admin/projects/reviewstep/{world.first}/opinion/")
    page.get_by_label("附条件同意", exact=True).check()
    page.locator("#id_text").fill("原则同意")
    press(page, "出具意见")
    expect(page.get_by_text("条件").first).to_be_visible()
    page.locator("input[name=condition-1_text]").fill("补充与国土空间规划的符合性说明")
    look(page)
    press(page, "出具意见")
    expect(page).to_have_url(re.compile(f"/review/{world.review.pk}/change/"))
    look(page)
    # The condition is open: the next step cannot be decided, nor the stage reached.
    page.goto(f"/admin/projects/reviewstep/{world.second}/opinion/")
    expect(page.get_by_text("补充与国土空间规划的符合性说明").first).to_be_visible()
    page.goto(f"/admin/projects/project/{world.project.pk}/stage/")
    page.locator("#id_to_stage").select_option("started")
    page.locator("#id_changed_on").fill(str(TODAY))
    press(page, "保存")
    expect(page.get_by_text("补充与国土空间规划的符合性说明").first).to_be_visible()
    page.goto(f"/admin/projects/review/{world.review.pk}/change/")
    page.get_by_role("link", name="落实", exact=True).click()
    page.locator("#id_evidence").fill("潭自然资函〔2026〕8号")
    press(page, "落实条件")
    page.goto(f"/admin/projects/reviewstep/{world.second}/opinion/")
    page.get_by_label("同意", exact=True).check()
    press(page, "出具意见")
    expect(page).to_have_url(re.compile(f"/review/{world.review.pk}/change/"))


def dispose(page: Page, parcel: Parcel, document: str) -> None:
    page.goto(f"/admin/projects/parcel/{parcel.pk}/dispose/")
    page.locator("#id_confirmed_on").fill(str(TODAY))
    page.locator("#id_document").fill(document)
    page.locator("#id_mode").fill("增产扩资")
    page.locator("#id_area_mu").fill("45")
    look(page)
    press(page, "登记")


def test_a_month_an_issue_a_condition_and_a_parcel(world: World, page: Page) -> None:
    sign_in(page, "publisher")
    expect(page).not_to_have_url(re.compile("/login/"))
    enter_month(page)
    escalate(page, world.issue)
    review(page, world)
    for number in (1, 2):
        dispose(page, world.parcel, f"认定〔{number}〕号")
        expect(page).to_have_url(re.compile(f"/parcel/{world.parcel.pk}/change/"))
    look(page)
    dispose(page, world.parcel, "认定〔3〕号")
    expect(page.get_by_text("超过地块面积").first).to_be_visible()
