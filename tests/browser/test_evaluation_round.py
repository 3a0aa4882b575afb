"""A round in the browser from nothing: scheme, round, firm, facts typed, scored, published; later facts stay out."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from celery import current_app
from django.conf import settings
from playwright.sync_api import Page, expect

from indicators.models import Area
from indicators.services.packages.load import load_package
from tests.admin_clients import DEMO
from tests.browser.conftest import OPERATOR, sign_in
from tests.browser.grid.test_access import AXE, serious
from tests.evaluation_builders import C16, enterprise_code, give_facts, huangyan, make_enterprise, make_scheme

pytestmark = pytest.mark.browser
FIRMS, ROUNDS, SCHEMES = (f"/admin/tracker/{model}/" for model in ("enterprise", "round", "scheme"))
PICTURES = os.environ.get("PICTURES_DIR")  # where to leave a picture of every page, for whoever wants to look


@pytest.fixture
def firms(transactional_db: None) -> Iterator[None]:
    """A scheme and five firms with facts of both years; what a worker does is done here, after each commit."""
    load_package(directory=DEMO, actor=OPERATOR)
    city = Area.objects.get(code="430300")
    make_scheme(huangyan(official=True))
    for number in range(1, 6):
        firm = make_enterprise(number, city, name=f"演示厂{number}", industry="机械")
        give_facts(firm, **{**C16, "tax": str(700 - 100 * number)})
    current_app.conf.task_always_eager = True
    yield
    current_app.conf.task_always_eager = settings.CELERY_TASK_ALWAYS_EAGER


def look(page: Page, name: str) -> None:
    """No page is wider than the window, nor has a serious fault of accessibility where axe is installed."""
    page.wait_for_load_state()
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"{name}.png", full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= 1366
    if AXE.exists():
        assert serious(page, AXE) == []


def enter(page: Page) -> None:
    sign_in(page, "publisher")
    expect(page).not_to_have_url(re.compile("/login/"))


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def take(page: Page, step: str) -> None:
    page.get_by_role("link", name=step, exact=True).click()
    press(page, step)


def copy_scheme(page: Page) -> None:
    page.goto(SCHEMES)
    page.get_by_role("link", name="黄岩区2022年度规上工业企业").click()
    page.get_by_role("link", name="复制为下一版").click()
    page.get_by_label("新代码").fill("xt-2022")
    page.get_by_label("新名称").fill("湘潭2022年度规上")
    press(page, "复制")
    press(page, "保存")
    expect(page.get_by_text("还没有批次使用")).to_be_visible()


def open_round(page: Page) -> None:
    page.goto(ROUNDS)
    expect(page.get_by_text("还没有评价批次")).to_be_visible()
    look(page, "rounds-empty")
    page.get_by_role("link", name="设立批次").click()
    expect(page.get_by_label("代码")).to_be_visible()
    look(page, "round-add")
    page.get_by_label("代码").fill("XT-2022")
    page.get_by_label("名称").fill("湘潭2022年评价")
    press(page, "设立")
    expect(page.get_by_text("请选择评价标准，每种规模一个")).to_be_visible()
    look(page, "round-add-refused")
    page.get_by_label("湘潭2022年度规上").check()
    press(page, "设立")
    expect(page.get_by_text("批次已设立")).to_be_visible()
    look(page, "round-new")


def add_firm(page: Page) -> None:
    page.goto(f"{FIRMS}add/")
    page.locator("#id_code").fill("91350100M000100Y44")
    page.locator("#id_name").fill("新建精机厂")
    page.locator("#id_area").select_option(label="430300 湘潭市")
    page.locator("#id_size_class").select_option("above")
    look(page, "firm-add")
    press(page, "保存并继续编辑")
    expect(page.get_by_text("校验码应为 3")).to_be_visible()
    look(page, "firm-add-refused")
    page.locator("#id_code").fill(enterprise_code(6))
    press(page, "保存并继续编辑")
    expect(page.get_by_text("还没有数据。")).to_be_visible()
    look(page, "firm")


def type_facts(page: Page) -> None:
    page.get_by_role("link", name="填写年度数据").click()
    expect(page.get_by_label("年度", exact=True)).to_have_value("2022")
    look(page, "facts")
    for name, value in {**C16, "tax": "660", "energy": "0"}.items():
        page.locator(f"#id_{name}").fill(value)
    page.locator("#id_staff").fill("二百")
    page.locator("#id_tax_0_component").fill("增值税")
    page.locator("#id_tax_0_amount").fill("420.5")
    page.get_by_label("理由或数据来源").fill("税务、统计部门核实")
    press(page, "存入")
    expect(page.get_by_text("“二百”不是普通的十进制数")).to_be_visible()
    look(page, "facts-refused")
    page.locator("#id_staff").fill("200")
    press(page, "存入")
    expect(page.locator("#looks")).to_contain_text("能耗为 0")
    look(page, "facts-looks")
    page.locator("#id_energy").fill("1400")
    press(page, "存入")
    expect(page.get_by_text("已存入 2022 年数据")).to_be_visible()
    expect(page.locator("#facts")).to_contain_text("税务、统计部门核实")
    expect(page.locator("#taxes")).to_contain_text("420.5")
    look(page, "firm-with-facts")


def test_a_round_from_nothing_to_published(firms: None, page: Page) -> None:
    enter(page)
    copy_scheme(page)
    open_round(page)
    add_firm(page)
    type_facts(page)
    page.goto(FIRMS)
    look(page, "firms")
    page.goto(ROUNDS)
    page.get_by_role("link", name="湘潭2022年评价").click()
    for step in ("锁定", "评分"):
        take(page, step)
    page.locator("#cards").get_by_role("link", name="新建精机厂").click()
    expect(page.get_by_role("heading", name="评分卡：新建精机厂")).to_be_visible()
    expect(page.get_by_text("660", exact=True).first).to_be_visible()
    look(page, "card")
    card = page.url
    page.go_back()
    take(page, "发布")
    expect(page.get_by_text("状态：已发布")).to_be_visible()
    look(page, "round-published")
    page.goto(card)
    before = page.locator("#content-main").inner_text()
    page.goto(f"{FIRMS}?q=新建精机厂")
    page.get_by_role("link", name="新建精机厂").click()
    page.get_by_role("link", name="填写年度数据").click()
    expect(page.get_by_text("“湘潭2022年评价”已发布，2022 年的数据不再变动")).to_be_visible()
    expect(page.get_by_role("button", name="存入")).to_have_count(0)
    look(page, "facts-locked")
    page.goto(card)
    assert page.locator("#content-main").inner_text() == before


def test_a_firm_is_typed_by_keyboard_alone_and_a_stale_form_refused(firms: None, page: Page) -> None:
    enter(page)
    page.goto(f"{FIRMS}?q=演示厂1")
    page.get_by_role("link", name="演示厂1").click()
    page.get_by_role("link", name="填写年度数据").click()
    page.get_by_label("年度", exact=True).fill("2022")
    page.get_by_label("年度", exact=True).press("Enter")
    tax = page.get_by_label("税收（万元）")
    expect(tax).to_have_value("600")
    tax.fill("640")
    tax.press("Tab")
    expect(page.get_by_label("自有用地（亩）")).to_be_focused()
    other = page.context.new_page()
    other.goto(page.url)
    other.get_by_label("税收（万元）").fill("650")
    other.get_by_label("理由或数据来源").fill("另一人核实")
    press(other, "存入")
    expect(other.get_by_text("已存入 2022 年数据")).to_be_visible()
    page.get_by_label("理由或数据来源").fill("核实")
    tax.press("Enter")
    expect(page.locator("#stale")).to_contain_text("税收：600 → 650")
    look(page, "facts-stale")
    page.get_by_role("link", name="用现在的数据重新打开").click()
    expect(tax).to_have_value("650")
