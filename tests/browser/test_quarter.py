"""A quarter of a bureau, from the empty sheet to a corrected figure, on the running product with its worker."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect, sync_playwright

from tests.browser.conftest import sign_in
from tests.browser.grid.steps import cell, enter, expect_saved, paste, press, select
from tests.browser.grid.test_access import AXE, serious
from tests.running_product import running

pytestmark = pytest.mark.browser

PageOf = Callable[[str], Page]
FORM = "县市区地区生产总值核算季报"
RANKING = "2024年全年地区生产总值增速排名（湘潭市县市区）"
# Rows 1 to 4 of the sheet, as they are copied from a spreadsheet; 岳塘区 has no level yet.
REST_OF_GDP = "—\t5.6\n602.15\t4.9\n598.40\t5.2\n119.20\t5.0\n"
INDUSTRIES = "".join(f"{40 + row}.5\t4.{row % 10}\n" for row in range(15))


@pytest.fixture
def page_of(chromium: str, data_dir: Path) -> Iterator[PageOf]:
    """Signs a demo account in, each with a browser session of its own."""
    with running(data_dir) as product, sync_playwright() as playwright:
        arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=chromium, args=arguments)

        def signed_in(name: str) -> Page:
            context = browser.new_context(
                base_url=f"http://127.0.0.1:{product.port}",
                viewport={"width": 1366, "height": 768},
                locale="zh-CN",
                timezone_id="Asia/Shanghai",
                permissions=["clipboard-read", "clipboard-write"],
            )
            context.set_default_timeout(15_000)
            page = context.new_page()
            sign_in(page, name, f"demo-{name}-2026")
            return page

        yield signed_in
        browser.close()


def open_return(page: Page) -> None:
    page.goto("/admin/")
    page.get_by_role("link", name=FORM).first.click()


def take_step(page: Page, name: str, done: str) -> None:
    """The step's button on the return, then on its own page."""
    page.locator("#content-main").get_by_role("link", name=name, exact=True).click()
    page.locator("#content-main").get_by_role("button", name=name, exact=True).click()
    expect(page.get_by_text(done).first).to_be_visible()


def place_of(page: Page, area: str) -> str:
    """The place of an area in the ranking, once the worker has computed it."""
    page.goto("/admin/tracker/ranking/?q=GDP+xiangtan-counties+2024-Q4")
    page.get_by_role("row", name="增速").get_by_role("link", name="地区生产总值").click()
    expect(page.get_by_role("heading", name=RANKING)).to_be_visible()
    return page.locator("#places tbody tr").filter(has_text=area).locator("td").first.inner_text()


def expect_accessible(page: Page) -> None:
    """Nothing serious for axe; it comes with the browser libraries, which an installation may lack."""
    if AXE.exists():
        assert serious(page, AXE) == []


def wait_for_ranking(page: Page) -> None:
    """The worker needs a moment; staff would reload the list."""
    row = page.get_by_role("row", name="增速").filter(has_text="2024")
    for _ in range(30):
        page.goto("/admin/tracker/ranking/?q=GDP+xiangtan-counties+2024-Q4")
        if row.count():
            return
        page.wait_for_timeout(300)
    pytest.fail("The ranking of the published return did not appear.")


def test_a_quarter_from_the_empty_sheet_to_a_corrected_figure(page_of: PageOf) -> None:
    clerk = page_of("entry")
    open_return(clerk)
    expect(clerk.get_by_role("grid")).to_be_visible()
    assert clerk.locator(".has-error").count() == 0
    expect_accessible(clerk)
    # By keyboard: value, growth; then two blocks from a spreadsheet.
    select(clerk, 0, "value")
    for text in ("855.02", "6.6"):
        clerk.keyboard.type(text)
        press(clerk, "Tab")
    select(clerk, 1, "value")
    paste(clerk, REST_OF_GDP)
    select(clerk, 5, "value")
    paste(clerk, INDUSTRIES)
    expect_saved(clerk)
    expect(clerk.locator("#return-filled")).to_contain_text("40/40")
    # The check asks why there is no level where last year had one.
    expect(cell(clerk, 1, "value").get_by_role("img", name="需核实")).to_be_visible()
    clerk.get_by_label("核实说明：地区生产总值 · 岳塘区").fill("年度核算数未定，暂缺")
    expect(clerk.get_by_role("heading", name="审核结果")).to_contain_text("0 条需核实待说明")
    clerk.wait_for_function("() => document.querySelector('#return-grid-status').textContent.includes('已保存')")
    take_step(clerk, "报送", "已报送，等待审核")

    reviewer = page_of("reviewer")
    open_return(reviewer)
    reviewer.locator("#content-main").get_by_role("link", name="退回", exact=True).click()
    reviewer.locator("summary", has_text="逐格写明理由").click()
    expect_accessible(reviewer)
    reviewer.get_by_label("地区生产总值 雨湖区 公布增速").fill("与统一核算反馈数 6.2 不符")
    reviewer.locator("#content-main").get_by_role("button", name="退回", exact=True).click()
    expect(reviewer.get_by_text("已退回，填报单位可在")).to_be_visible()

    open_return(clerk)
    expect(clerk.get_by_text("退回理由：1 处须修改")).to_be_visible()
    expect(cell(clerk, 0, "growth").get_by_role("img", name="退回")).to_be_visible()
    enter(clerk, 0, "growth", "6.2")
    expect_saved(clerk)
    take_step(clerk, "报送", "已报送，等待审核")

    open_return(reviewer)
    take_step(reviewer, "审核通过", "已审核通过，等待发布")

    publisher = page_of("publisher")
    for address in ("board/", ""):
        publisher.goto(f"/admin/indicators/return/{address}")
        expect_accessible(publisher)
    open_return(publisher)
    take_step(publisher, "发布", "已发布，台账变动 20 个数据")
    wait_for_ranking(publisher)
    assert place_of(publisher, "雨湖区") == "1"

    publisher.goto("/admin/indicators/observation/?q=GDP+雨湖区+2024-Q4")
    publisher.get_by_role("link", name="地区生产总值").click()
    publisher.get_by_role("link", name="更正").click()
    publisher.get_by_label("公布增速").fill("5.1")
    publisher.get_by_label("更正理由").fill("最终核实反馈")
    publisher.get_by_role("button", name="发布更正").click()
    history = publisher.locator(".report-table tbody tr")
    expect(history).to_have_count(2)
    expect(history.nth(0)).to_contain_text("最终核实反馈")
    expect(history.nth(1)).to_contain_text("6.2%")
    for _ in range(30):
        if place_of(publisher, "雨湖区") == "3":
            break
        publisher.wait_for_timeout(300)
    assert place_of(publisher, "雨湖区") == "3"

    open_list = "/admin/indicators/return/?q=" + FORM
    clerk.goto(open_list)
    clerk.get_by_role("link", name=FORM).click()
    for done in ("发布", "审核通过", "退回", "报送", "开放填报"):
        expect(clerk.get_by_role("cell", name=done, exact=True).first).to_be_visible()
