"""A publisher makes a rule: the page shows what its kind reads, and tries it out before it is saved."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import sign_in

pytestmark = pytest.mark.browser


def test_a_rule_is_tried_out_in_a_new_tab_before_it_is_saved(page: Page) -> None:
    sign_in(page, "publisher")
    page.goto("/admin/indicators/checkrule/add/")
    for label in ("下限", "上限", "最多小数位", "容许差或倍数"):
        expect(page.get_by_label(label)).to_be_hidden()
    page.get_by_label("代码").fill("growth-jump")
    page.get_by_label("名称").fill("增速异动")
    page.get_by_label("性质").select_option("verify")
    page.get_by_label("类型").select_option("jump")
    expect(page.get_by_text("历史变化不足 4 个时不判断")).to_be_visible()
    expect(page.get_by_label("下限")).to_be_hidden()
    page.get_by_label("容许差或倍数").fill("2")
    with page.expect_popup() as opened:
        page.get_by_role("button", name="试运行（不保存）").click()
    tried = opened.value
    expect(tried.get_by_text("公布数据")).not_to_have_count(0)
    expect(tried.locator("#try-out-lines tbody tr").first).to_contain_text("偏离")
    tried.close()
    expect(page.get_by_label("容许差或倍数")).to_have_value("2")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_role("link", name="增速异动").first).to_be_visible()
    page.get_by_role("link", name="增速异动").first.click()
    expect(page.get_by_label("容许的离差倍数")).to_have_value("2")
