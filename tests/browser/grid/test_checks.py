"""What is said about a figure before and after it is saved, and what is worked out beside it."""

from playwright.sync_api import Page, expect

from tests.browser.grid.conftest import OpenGrid
from tests.browser.grid.fake_returns import FakeReturn, indicator
from tests.browser.grid.steps import active, cell, enter, expect_saved, expect_told, press, select


def test_blank_absent_and_zero_look_different(page: Page) -> None:
    enter(page, 0, "value", "-")
    enter(page, 1, "value", "0")
    for row, kind, text in ((0, "is-absent", "—"), (1, "is-number", "0"), (2, "is-blank", "")):
        entry = cell(page, row, "value").locator(f".return-grid-entry.{kind}")
        expect(entry.locator(".return-grid-content")).to_have_text(text)


def test_bounds_are_checked_before_saving(page: Page, held: FakeReturn) -> None:
    held.answer = lambda: (500, {"code": "error", "message": "维护中", "detail": {}})
    for row, field, text, word, said in (
        (0, "value", "98", "需核实", "累计数小于上一期累计数 98.125"),
        (1, "value", "100001", "错误", "大于上限 100000"),
        (2, "value", "12x", "错误", "“12x”不是数字"),
    ):
        enter(page, row, field, text)
        select(page, row, field)
        expect_told(page, said)
        expect(cell(page, row, field)).to_have_attribute(
            "title", page.locator(".return-grid-told").inner_text().split("：", 1)[1]
        )
        expect_told(page, f"{word}：")
        expect(cell(page, row, field).get_by_role("img", name=word)).to_be_visible()
    expect(page.get_by_role("heading", name="审核结果")).to_have_text(
        "审核结果：2 条错误须改正，1 条需核实待说明，共 3 条"
    )


def test_decimals_and_lower_bound(open_grid: OpenGrid, held: FakeReturn) -> None:
    growth = held.cell("GDP", "430302", "growth")
    growth["bounds"] = {"lower": "-50", "upper": None, "decimals": 1, "not_below": None}
    growth["blocking_bounds"] = {"lower": "-50", "upper": None, "decimals": None, "not_below": None}
    held.answer = lambda: (500, {"code": "error", "message": "维护中", "detail": {}})
    page = open_grid(held)
    enter(page, 0, "growth", "-60.55")
    expect(cell(page, 0, "growth")).to_have_attribute("title", "错误：小于下限 -50\n需核实：有 2 位小数，最多 1 位")


def test_a_finding_of_the_server_is_explained(page: Page, held: FakeReturn) -> None:
    enter(page, 0, "value", "130")
    expect(cell(page, 0, "value").get_by_role("img", name="需核实")).to_be_visible()
    select(page, 0, "findings")
    press(page, "Enter")
    explanation = page.get_by_label("核实说明：地区生产总值 · 雨湖区 · 本期数值，与历史相比异动")
    expect(explanation).to_be_focused()
    page.keyboard.type("新企业投产")
    expect(cell(page, 0, "findings")).to_contain_text("已说明")
    expect(cell(page, 0, "value").get_by_role("img")).to_have_text("✓")
    expect(cell(page, 0, "value").get_by_role("img", name="已说明")).to_be_visible()
    expect(cell(page, 0, "value")).not_to_have_class("has-warning")
    assert held.saves[-1][0]["explanations"] == {"jump": "新企业投产"}
    expect(explanation).to_be_focused()
    expect(page.get_by_role("heading", name="审核结果")).to_contain_text("0 条需核实待说明")
    enter(page, 0, "value", "100")
    expect(page.get_by_role("heading", name="审核结果")).to_have_text("审核结果：已填的数没有发现问题")


def test_a_click_on_an_explanation_takes_the_figure_and_the_cursor(page: Page, held: FakeReturn) -> None:
    enter(page, 0, "value", "130")
    explanation = page.get_by_label("核实说明：地区生产总值 · 雨湖区 · 本期数值，与历史相比异动")
    expect(explanation).to_be_visible()
    select(page, 1, "value")
    page.keyboard.type("99")
    explanation.click()
    expect(explanation).to_be_focused()
    expect_saved(page)
    assert held.cell("GDP", "430304")["content"] == "99"


def test_an_explanation_that_a_new_figure_voids_is_asked_for_again(page: Page, held: FakeReturn) -> None:
    enter(page, 0, "value", "130")
    explanation = page.get_by_label("核实说明：地区生产总值 · 雨湖区 · 本期数值，与历史相比异动")
    explanation.fill("新企业投产")
    expect(cell(page, 0, "findings")).to_contain_text("已说明")
    held.cell("GDP", "430302")["explained"] = {}
    enter(page, 0, "value", "140")
    expect(cell(page, 0, "findings")).to_contain_text("需核实")
    expect(explanation).to_have_value("")
    expect(page.get_by_role("heading", name="审核结果")).to_contain_text("1 条需核实待说明")


def test_typing_where_nothing_can_be_typed_says_why(page: Page) -> None:
    select(page, 0, "previous")
    page.keyboard.type("5")
    expect_told(page, "这一列是公布数或由系统算出，不能填写。")
    select(page, 4, "value")
    page.keyboard.type("5")
    expect_told(page, "本表不要求填报这一格。")


def test_a_finding_leads_to_its_cell(page: Page) -> None:
    enter(page, 1, "value", "130")
    select(page, 6, "value")
    page.get_by_role("button", name="地区生产总值 · 岳塘区 · 本期数值").press("Enter")
    assert active(page) == "1-value"


def test_growth_and_single_period_follow_while_typing(open_grid: OpenGrid) -> None:
    held = FakeReturn(
        indicators=[
            indicator("GDP", "地区生产总值", growth_computable=False),
            indicator("RETAIL", "零售总额"),
            indicator("URBAN", "城镇化率", kind="rate", growth_decimals=2),
            indicator("PRICE", "价格指数", kind="index"),
        ],
        areas=[{"code": "430300", "name": "湘潭市"}],
    )
    held.cell("RETAIL", "430300")["year_ago"] = "96"
    held.cell("URBAN", "430300")["year_ago"] = "60.6"
    page = open_grid(held)
    for row, text, computed, single in (
        (0, "118.2", "—", "20.08"),
        (1, "100.05", "4.2", "1.93"),
        (2, "61.55", "0.95", ""),
        (3, "99.5", "-0.5", ""),
    ):
        enter(page, row, "value", text)
        expect(cell(page, row, "computed")).to_have_text(computed)
        expect(cell(page, row, "single")).to_have_text(single)
    expect(cell(page, 0, "computed")).to_have_attribute("title", "该指标的增速按不变价或可比口径公布，不由水平值推算")
    expect_saved(page)
    held.cell("RETAIL", "430300")["year_ago"] = "-1"
    held.cell("URBAN", "430300")["year_ago"] = None
    page.reload()
    expect(cell(page, 1, "computed")).to_have_attribute("title", "上年同期数不是正数，无法推算百分比")
    expect(cell(page, 2, "computed")).to_have_attribute("title", "没有上年同期数，无法推算")
    expect(page.locator(".tabulator-col[tabulator-field=area]")).to_be_hidden()


def test_published_figures_are_rounded_for_the_eye_and_whole_in_the_tooltip(page: Page) -> None:
    expect(cell(page, 0, "previous")).to_have_text("98.13增速 5.2")
    expect(cell(page, 0, "year_ago")).to_have_text("80.00增速 4.8")
    expect(cell(page, 0, "previous")).to_have_attribute("title", "数值 98.125 亿元；增速 5.2 %")


def test_a_sent_back_cell_says_why(open_grid: OpenGrid, held: FakeReturn) -> None:
    held.cell("GDP", "430302")["send_back_reason"] = "与快报不一致"
    page = open_grid(held)
    expect(cell(page, 0, "value").get_by_role("img", name="退回")).to_be_visible()
    expect(cell(page, 0, "findings")).to_have_text("退回 与快报不一致")


def test_saved_figures_are_announced_to_the_page(page: Page) -> None:
    page.evaluate("document.addEventListener('return-grid:saved', ({detail}) => { window.heard = detail; })")
    enter(page, 0, "value", "130")
    expect_saved(page)
    heard = page.evaluate("window.heard")
    expect(page.locator("#return-filled")).to_have_text("已填 1/12 格")
    assert (heard["version"], [said["rule"] for said in heard["findings"]]) == (2, ["jump"])
