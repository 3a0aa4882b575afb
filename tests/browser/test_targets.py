"""A target in the browser: entered, judged, overridden, frozen; the pages for axe; and one edit without scripts."""

import os
from collections.abc import Callable, Iterator

import pytest
from celery import current_app
from django.conf import settings
from playwright.sync_api import Page, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from indicators.choices import Role
from indicators.services.access import create_user
from indicators.services.packages.load import load_package
from tests.admin_clients import PASSWORD
from tests.browser.conftest import OPERATOR, sign_in
from tests.browser.grid.test_access import AXE, serious
from tests.plan_pages import DEMO
from tracker.choices import AssessmentKind
from tracker.models import Assessment, Plan, Target
from tracker.services.calculations import calculate_everything
from tracker.services.targets.assessments import freeze_assessment

pytestmark = pytest.mark.browser

PLAN = "湘潭市“十四五”规划主要指标（演示数据）"
TARGET = "地区生产总值（湘潭市）"

Desk = Callable[..., Page]


@pytest.fixture
def plan(transactional_db: None) -> Iterator[Plan]:
    """The demo plan, its figures and a publisher; what a worker does is done here, after each commit."""
    current_app.conf.task_always_eager = True
    for package in ("xiangtan", "plans"):
        load_package(directory=DEMO / package, actor=OPERATOR)
    calculate_everything()
    create_user(username="publisher", password=PASSWORD, role=Role.PUBLISHER, actor=OPERATOR, areas=["430300"])
    yield Plan.objects.get(code="XT-145")
    current_app.conf.task_always_eager = settings.CELERY_TASK_ALWAYS_EAGER


@pytest.fixture
def mid_term(plan: Plan) -> Assessment:
    """Made before the browser starts, as everything in the database."""
    return freeze_assessment(plan=plan, kind=AssessmentKind.MID_TERM, year=2023, actor=OPERATOR)


@pytest.fixture
def target(plan: Plan) -> Target:
    return Target.objects.select_related("plan").filter(plan=plan, form="level").earliest("pk")


@pytest.fixture
def desk(chromium: str, plan: Plan, live_server: LiveServer) -> Iterator[Desk]:
    """A page on which the publisher is signed in, with or without scripts."""
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=chromium, args=arguments)

        def signed_in(*, scripts: bool = True) -> Page:
            context = browser.new_context(
                base_url=live_server.url,
                java_script_enabled=scripts,
                viewport={"width": 1366, "height": 768},
                locale="zh-CN",
                timezone_id="Asia/Shanghai",
            )
            context.set_default_timeout(15_000)
            page = context.new_page()
            sign_in(page, "publisher")
            return page

        yield signed_in
        browser.close()


def open_plan(page: Page, year: int) -> None:
    page.goto("/admin/tracker/plan/")
    page.get_by_role("link", name=PLAN).click()
    page.get_by_label("评估年度").select_option(str(year))
    page.get_by_role("button", name="查看").click()
    expect(page.get_by_text(f"{year} 年，按改判后的判断计数")).to_be_visible()


def enter_target(page: Page) -> None:
    """A further line of the main table, looked at in the preview before it is stored."""
    page.get_by_role("link", name="编辑主要指标表").click()
    page.get_by_label("新行 1 类别").fill("经济发展")
    page.get_by_label("新行 1 指标").fill("GDP 地区生产总值")
    page.get_by_label("新行 1 目标年").fill("5%以上")
    page.get_by_role("button", name="检查", exact=True).click()
    preview = page.locator("#preview")
    expect(preview).to_contain_text("新目标")
    expect(preview).to_contain_text("5%以上")
    page.get_by_role("button", name="存入").click()
    expect(page.get_by_text("已存入：新目标 1 个")).to_be_visible()


def revise_growth(page: Page, growth: str) -> None:
    page.goto("/admin/indicators/observation/?q=GDP+湘潭市+2023-Q4")
    page.get_by_role("link", name="地区生产总值").click()
    page.get_by_role("link", name="更正").click()
    page.get_by_label("公布增速").fill(growth)
    page.get_by_label("更正理由").fill("最终核实")
    page.get_by_role("button", name="发布更正").click()
    expect(page.get_by_text("增速、比值和排名随后自动更新")).to_be_visible()


def test_a_target_from_the_table_to_the_frozen_mid_term(desk: Desk) -> None:
    page = desk()
    open_plan(page, 2023)
    enter_target(page)
    open_plan(page, 2023)
    line = page.locator("#main-table tr").filter(has_text="地区生产总值").filter(has_text="5%以上")
    expect(line).to_contain_text("5.1%")
    expect(line).to_contain_text("基本符合预期")

    revise_growth(page, "4.9")
    open_plan(page, 2023)
    expect(line).to_contain_text("4.9%")
    expect(line).to_contain_text("进度滞后")
    page.goto("/admin/indicators/inboxitem/")
    item = page.get_by_role("row").filter(has_text="2023 年由基本符合预期变为进度滞后")
    expect(item).to_have_count(1)
    item.get_by_role("link").first.click()
    expect(page.get_by_role("heading", name=TARGET)).to_be_visible()

    page.get_by_role("link", name="改判", exact=True).click()
    page.get_by_label("年度").select_option("2023")
    page.get_by_label("改判为").select_option(label="基本符合预期")
    page.get_by_label("理由").fill("普查后的增速尚待核定")
    page.get_by_role("button", name="改判", exact=True).click()
    expect(page.get_by_text("已改判，系统判断仍显示在旁边")).to_be_visible()
    open_plan(page, 2023)
    expect(line).to_contain_text("基本符合预期")
    expect(line).to_contain_text("改判，系统判断：进度滞后。普查后的增速尚待核定")

    page.get_by_role("link", name="编制规划评估").click()
    page.get_by_label("种类").select_option(label="中期评估")
    page.get_by_label("评估年度").fill("2023")
    page.get_by_role("button", name="存档").click()
    expect(page.get_by_text("评估已存档")).to_be_visible()
    expect(page.locator("#content-main")).to_contain_text("普查后的增速尚待核定")
    with page.expect_download() as word:
        page.get_by_role("link", name="Word").first.click()
    assert word.value.suggested_filename.endswith(".docx")


def test_axe_finds_nothing_serious_on_the_pages_of_a_plan(mid_term: Assessment, target: Target, desk: Desk) -> None:
    if not AXE.exists():
        pytest.skip("NOT RUN: axe-core 没有安装（python -m config.frontend）。")
    page = desk()
    for address, colours in (
        (f"plan/{target.plan_id}/change/", (False, True)),
        (f"plan/{target.plan_id}/table/", (False, True)),
        (f"plan/{target.plan_id}/yearly/", (False,)),
        (f"plan/{target.plan_id}/parts/", (False,)),
        (f"target/{target.pk}/change/", (False,)),
        (f"assessment/{mid_term.pk}/change/", (False,)),
    ):
        page.goto(f"/admin/tracker/{address}")
        expect(page.locator("#content-main h1").first).to_be_visible()
        for dark in colours:
            page.evaluate("dark => document.documentElement.classList.toggle('dark', dark)", dark)
            assert serious(page, AXE) == [], (address, dark)


def test_a_line_is_revised_without_scripts(desk: Desk) -> None:
    page = desk(scripts=False)
    open_plan(page, 2024)
    page.get_by_role("link", name="编辑主要指标表").click()
    page.get_by_label("常住人口城镇化率", exact=False).and_(page.locator("[name$=-target]")).fill("68")
    page.get_by_role("button", name="检查", exact=True).click()
    preview = page.locator("#preview")
    expect(preview).to_contain_text("目标年 67")
    expect(preview).to_contain_text("目标年 68")
    page.get_by_role("button", name="存入").click()
    for name, text in (("通过日期", "2026-05-01"), ("文件", "潭政发〔2026〕1号"), ("理由", "中期调整")):
        page.get_by_label(name).fill(text)
    page.get_by_role("button", name="存入").click()
    expect(page.get_by_text("已存入：修订 1 个")).to_be_visible()
    open_plan(page, 2024)
    expect(page.locator("#main-table tr").filter(has_text="常住人口城镇化率")).to_contain_text("68")
