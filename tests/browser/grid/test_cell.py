"""What belongs to one cell beside its figure: its note, its particulars, and what is said where it is active."""

import threading

import pytest
from playwright.sync_api import Page, expect

from tests.browser.grid.conftest import OpenGrid
from tests.browser.grid.fake_returns import Answer, FakeReturn
from tests.browser.grid.steps import active, cell, enter, expect_saved, expect_told, press, select, write_note

VALUE = "社会消费品零售总额 · 雨湖区 · 本期数值"


def test_value_and_growth_have_a_note_each(page: Page, held: FakeReturn) -> None:
    select(page, 0, "value")
    write_note(page, "新企业\n投产")
    expect(page.get_by_role("grid")).to_be_focused()
    expect_told(page, "说明：新企业 投产")
    press(page, "ArrowRight")
    write_note(page, "按可比价计算")
    expect(cell(page, 0, "note")).to_have_text("新企业 投产 增速：按可比价计算")
    for field, note in (("value", "新企业 投产"), ("growth", "按可比价计算")):
        expect(cell(page, 0, field).get_by_role("img", name="有说明")).to_have_text("注")
        expect(cell(page, 0, field)).to_have_attribute("title", f"说明：{note}")
    expect_saved(page)
    assert held.cell("GDP", "430302")["note"] == "新企业 投产"
    assert held.cell("GDP", "430302", "growth")["note"] == "按可比价计算"
    enter(page, 0, "note", "repair")
    expect(cell(page, 0, "note")).to_have_text("repair 增速：按可比价计算")
    press(page, "Control+z", "Control+z")
    assert active(page) == "0-growth"
    expect(cell(page, 0, "note")).to_have_text("新企业 投产")
    press(page, "Control+y")
    expect(cell(page, 0, "note")).to_have_text("新企业 投产 增速：按可比价计算")


def test_the_note_of_growth_alone_is_not_named_twice(page: Page, held: FakeReturn) -> None:
    select(page, 4, "growth")
    write_note(page, "剔除价格因素")
    expect(cell(page, 4, "note")).to_have_text("剔除价格因素")
    expect_saved(page)
    assert held.cell("INDUSTRY", "430302", "growth")["note"] == "剔除价格因素"


def test_a_note_is_written_with_the_mouse_and_given_up_by_escape(page: Page, held: FakeReturn) -> None:
    select(page, 2, "value")
    page.keyboard.type("100")
    page.get_by_role("button", name="说明", exact=True).click()
    text = page.get_by_role("textbox", name=f"说明：{VALUE}")
    expect(text).to_be_focused()
    assert text.get_attribute("maxlength") == "500"
    page.keyboard.insert_text("停产")
    press(page, "Escape")
    expect(text).to_have_count(0)
    expect(page.get_by_role("grid")).to_be_focused()
    expect(cell(page, 2, "note")).to_have_text("")
    page.get_by_role("button", name="说明", exact=True).click()
    page.keyboard.insert_text("检修")
    page.get_by_role("button", name="确定").click()
    expect(cell(page, 2, "note")).to_have_text("检修")
    expect_saved(page)
    stored = held.cell("RETAIL", "430302")
    assert (stored["content"], stored["note"]) == ("100", "检修")


def test_a_note_needs_a_cell(page: Page) -> None:
    for row, field in ((0, "previous"), (4, "value")):
        select(page, row, field)
        press(page, "Shift+F2")
        expect_told(page, "请先选择要说明的格：本期数值或公布增速。")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_a_note_in_a_closed_return_can_only_be_read(open_grid: OpenGrid, held: FakeReturn) -> None:
    held.writable = False
    held.cell("GDP", "430302", "growth")["note"] = "按可比价计算"
    page = open_grid(held)
    select(page, 0, "growth")
    press(page, "Shift+F2")
    text = page.get_by_role("textbox", name="说明：")
    expect(text).to_have_value("按可比价计算")
    expect(text).not_to_be_editable()
    press(page, "Control+Enter")
    expect(text).to_be_visible()
    expect(page.get_by_role("button", name="确定")).to_have_count(0)


@pytest.mark.parametrize("keys", [("F1",), ("Control+i",), ("Home", "Enter")])
def test_particulars_open_and_close_by_keyboard(page: Page, keys: tuple[str, ...]) -> None:
    select(page, 2, "value")
    press(page, *keys)
    dialog = page.get_by_role("dialog", name=VALUE)
    expect(dialog).to_contain_text("社会消费品零售总额的统计口径")
    expect(dialog).to_contain_text("统计局")
    before = active(page)
    press(page, "Escape")
    expect(dialog).to_have_count(0)
    expect(page.get_by_role("grid")).to_be_focused()
    press(page, "ArrowDown")
    assert active(page) == before.replace("2-", "3-")


def test_particulars_tell_the_published_figures_and_who_changed_what(page: Page, held: FakeReturn) -> None:
    held.change_elsewhere("RETAIL", "430302", "88")
    page.reload()
    enter(page, 2, "value", "100")
    expect_saved(page)
    select(page, 2, "value")
    page.get_by_role("button", name="单元格详情").click()
    dialog = page.get_by_role("dialog", name=VALUE)
    figures = dialog.get_by_role("table", name="已公布的数").get_by_role("row")
    expect(figures).to_have_count(2)
    expect(figures.nth(0)).to_contain_text("数值（亿元）")
    for text in ("上期", "2026年上半年", "98.125", "5.2", "快报/初步核算", "2026-07-20", "市统计局季度核算反馈"):
        expect(figures.nth(1)).to_contain_text(text)
    changes = dialog.get_by_role("table", name="修改记录").get_by_role("row")
    expect(changes).to_have_count(3)
    for row, texts in ((1, ("张三", "88", "100")), (2, ("李四", "空白", "88"))):
        for text in texts:
            expect(changes.nth(row)).to_contain_text(text)
    expect(dialog.get_by_role("status")).to_have_text("已读取：公布数 1 个，修改记录 2 条。")


def test_particulars_say_that_they_load_that_there_is_nothing_and_what_failed(page: Page, held: FakeReturn) -> None:
    gate = threading.Event()
    answers: list[Answer] = [
        (200, {"figures": [], "changes": []}),
        (401, {"code": "not_authenticated", "message": "请先登录", "detail": None}),
    ]
    held.particulars = lambda: answers.pop() if gate.wait(10) else None
    select(page, 2, "growth")
    press(page, "F1")
    dialog = page.get_by_role("dialog", name="社会消费品零售总额 · 雨湖区 · 公布增速")
    state = dialog.get_by_role("status")
    expect(state).to_have_text("正在读取公布数和修改记录…")
    expect(dialog).to_contain_text("社会消费品零售总额的统计口径")
    gate.set()
    expect(state).to_have_text("没有读到公布数和修改记录：登录已过期，请在新窗口登录后点“重新读取”")
    dialog.get_by_role("button", name="重新读取").press("Enter")
    expect(state).to_have_text("已读取：公布数 0 个，修改记录 0 条。")
    expect(dialog).to_contain_text("上期、上年同期和本期都没有已公布的数。")
    expect(dialog).to_contain_text("这一格还没有人改过。")
    expect(dialog.get_by_role("button", name="关闭")).to_be_focused()


def test_the_active_cell_says_what_its_tooltip_shows(open_grid: OpenGrid, held: FakeReturn) -> None:
    growth = held.cell("GDP", "430302", "growth")
    growth |= {"published": "5.1", "changed_by": "李四", "changed_at": "2026-10-05T09:12:00+08:00"}
    page = open_grid(held)
    select(page, 0, "growth")
    expect_told(page, "地区生产总值 · 雨湖区 · 公布增速：台账现有 5.1；李四 10月5日 09:12 最近修改")
    press(page, "ArrowRight")
    expect_told(page, "推算增速：由本期数值与上年同期数算出。")
    expect_told(page, "；该指标的增速按不变价或可比口径公布，不由水平值推算")
    press(page, "ArrowRight")
    expect_told(page, "当期值：本年累计数减去上一期累计数")
    expect_told(page, "；填写本期累计数后推算")
    press(page, "ArrowRight")
    expect_told(page, "说明：随本行的数一起上报")
    press(page, "ArrowRight")
    expect_told(page, "审核：按 Enter 去填核实说明")
    select(page, 0, "previous")
    expect_told(page, "上期：已公布的数；数值 98.125 亿元；增速 5.2 %")


def test_what_asks_for_something_stands_before_what_is_explained(page: Page, held: FakeReturn) -> None:
    enter(page, 0, "value", "130")
    page.get_by_label("核实说明：地区生产总值 · 雨湖区 · 本期数值，与历史相比异动").fill("新企业投产")
    expect(cell(page, 0, "value")).to_have_attribute(
        "title", "已说明：比上年同期高出一半以上（新企业投产）\n张三 10月5日 09:12 最近修改"
    )
    enter(page, 0, "growth", "9")
    expect(cell(page, 0, "findings")).to_have_text("需核实 比上年同期高出一半以上（共 2 条）")
