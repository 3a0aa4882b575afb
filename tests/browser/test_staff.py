"""What staff do, in the browser they do it with."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import sign_in

pytestmark = pytest.mark.browser


def test_a_viewer_finds_the_growth_ranking_of_the_cities(page: Page) -> None:
    sign_in(page, "viewer")
    page.get_by_role("link", name="排名", exact=True).first.click()
    page.get_by_placeholder("按指标、比较组的代码或名称查找").fill("GDP 14市州 2015-Q4")
    page.keyboard.press("Enter")
    page.get_by_role("row", name="增速").get_by_role("link", name="地区生产总值").click()
    expect(page.get_by_role("heading", name="2015年全年地区生产总值增速排名（全省14市州）")).to_be_visible()
    row = page.get_by_role("row").filter(has_text="湘潭市")
    expect(row).to_contain_text("并列 2")
    expect(row).to_contain_text("9.6%")
    expect(row).to_contain_text("三甲")


def test_a_publisher_revises_a_figure_and_sees_the_history(page: Page) -> None:
    sign_in(page, "publisher")
    page.get_by_role("link", name="数据台账").first.click()
    page.get_by_placeholder("按指标、地区的代码或名称查找").fill("GDP 湘潭市 2015-Q4")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="地区生产总值").click()
    page.get_by_role("link", name="更正").click()
    page.get_by_label("数值").fill("1640.00")
    page.get_by_label("更正理由").fill("普查修订")
    page.get_by_role("button", name="发布更正").click()
    expect(page.get_by_text("增速、比值和排名随后自动更新")).to_be_visible()
    history = page.locator(".report-table tbody tr")
    expect(history).to_have_count(3)
    expect(history.nth(0)).to_contain_text("1640.00 亿元")
    expect(history.nth(0)).to_contain_text("普查修订")
    expect(history.nth(1)).to_contain_text("1633.07 亿元")


def test_a_search_box_of_the_filters_finds_an_area(page: Page) -> None:
    sign_in(page, "viewer")
    page.get_by_role("link", name="数据台账").first.click()
    page.locator("#content-main a", has_text="筛选").click()
    page.locator("#changelist-filter .select2-selection").nth(1).click()
    # the box takes the focus a moment after it opens: text sent to the page before is lost
    page.locator(".select2-search__field").fill("雨湖区")
    page.get_by_role("option", name="430302 雨湖区").click()
    page.get_by_role("button", name="应用筛选").click()
    expect(page.locator("#result_list tbody tr").first).to_contain_text("雨湖区")


def test_wrong_passwords_end_in_a_page_that_says_when_to_try_again(page: Page) -> None:
    for _ in range(5):
        sign_in(page, "viewer", "wrong")
    expect(page.get_by_role("heading", name="登录已锁定")).to_be_visible()
    expect(page.get_by_text("15 分钟后再试")).to_be_visible()
