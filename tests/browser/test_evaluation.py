"""A round in the browser, from facts to published; and the next version of a scheme, written and tried."""

from collections.abc import Iterator

import pytest
from celery import current_app
from django.conf import settings
from playwright.sync_api import Page, expect

from indicators.services.packages.load import load_package
from tests.admin_clients import DEMO
from tests.browser.conftest import OPERATOR, sign_in
from tests.browser.grid.test_access import AXE, serious

pytestmark = pytest.mark.browser
ROUNDS = "/admin/tracker/round/"


@pytest.fixture
def evaluation(transactional_db: None) -> Iterator[None]:
    """The demo firms; what a worker does is done here, after each commit."""
    for name in (DEMO, DEMO.parent / "evaluation"):
        load_package(directory=name, actor=OPERATOR)
    current_app.conf.task_always_eager = True
    yield
    current_app.conf.task_always_eager = settings.CELERY_TASK_ALWAYS_EAGER


def take(page: Page, step: str) -> None:
    page.get_by_role("link", name=step, exact=True).click()
    page.get_by_role("button", name=step, exact=True).click()


def check_access(page: Page) -> None:
    """With axe where the packages of the browser are installed."""
    if AXE.exists():
        assert serious(page, AXE) == []


def open_round(page: Page) -> None:
    sign_in(page, "publisher")
    page.goto(ROUNDS)
    page.get_by_role("link", name="湘潭市2024年度亩产评价").click()


def test_a_round_goes_from_facts_to_published(evaluation: None, page: Page) -> None:
    open_round(page)
    expect(page.get_by_text("本账号的地区内还没有评分卡")).to_be_visible()
    take(page, "评分")
    expect(page.get_by_text("试算：批次锁定并评分之前，结果随数据变动")).to_be_visible()
    expect(page.get_by_role("img", name="得分分布")).to_be_visible()
    take(page, "锁定")
    take(page, "评分")
    take(page, "发布")
    expect(page.get_by_text("状态：已发布")).to_be_visible()
    expect(page.get_by_text("试算：")).to_have_count(0)
    check_access(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 1366
    page.locator("#by-park").get_by_role("link", name="湘乡经济开发区").click()
    expect(page.get_by_text("共 46 户")).to_be_visible()
    page.locator("#cards").get_by_role("link").first.click()
    expect(page.get_by_role("heading", name="评分卡：演示企业")).to_be_visible()
    expect(page.get_by_text("试评，不与政策挂钩")).to_be_visible()
    check_access(page)


def test_the_next_version_of_a_scheme_is_written_and_tried(evaluation: None, page: Page) -> None:
    sign_in(page, "publisher")
    page.goto("/admin/tracker/scheme/")
    page.get_by_role("link", name="湘潭园区规上企业 2023").click()
    page.get_by_role("link", name="复制为下一版").click()
    page.get_by_role("button", name="复制", exact=True).click()
    content = page.get_by_label("内容（JSON）")
    content.fill(content.input_value().replace('"weight": "35"', '"weight": "20"'))
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_text("items：各项权重之和须为 100，现为 85")).to_be_visible()
    content.fill(content.input_value().replace('"weight": "15"', '"weight": "30"'))
    page.get_by_role("button", name="保存").click()
    page.get_by_role("link", name="在批次上试算").click()
    page.get_by_label("批次", exact=True).select_option("XT-2023")
    page.get_by_role("button", name="试算", exact=True).click()
    expect(page.locator("#summary")).to_contain_text("182 户")
    assert page.locator("#changes tbody tr").count() > 10
    check_access(page)
