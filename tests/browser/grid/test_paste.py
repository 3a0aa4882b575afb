"""Blocks copied from Excel or WPS."""

from playwright.sync_api import Page, expect

from tests.browser.grid.fake_returns import FakeReturn
from tests.browser.grid.steps import cell, expect_saved, expect_told, paste, press, select, shown


def test_a_block_is_pasted_saved_in_one_request_and_undone_in_one_step(page: Page, held: FakeReturn) -> None:
    select(page, 0, "value")
    paste(page, "1,234.5\t5.5%\r\n１００\t-\r\n\t０\r\n约 5\t\r\n")
    expect_told(page, "粘贴 8 格：写入 8 格（其中 2 格空白，1 格无数据“—”，1 格不是数字，已标出）")
    after = [["1234.5", "5.5"], ["100", "—"], ["", "0"], ["约 5", ""]]
    assert shown(page, range(4), "value", "growth") == after
    expect_saved(page)
    assert len(held.saves) == 1
    assert held.cell("GDP", "430304", "growth")["content"] == "—"
    assert held.cell("RETAIL", "430304")["content"] == "约 5"
    press(page, "Control+z")
    assert shown(page, range(4), "value", "growth") == [["", ""]] * 4
    press(page, "Control+y")
    assert shown(page, range(4), "value", "growth") == after


def test_paste_after_moving_by_arrows_goes_to_the_active_cell(page: Page) -> None:
    select(page, 0, "value")
    press(page, "ArrowDown", "ArrowRight")
    paste(page, "7")
    assert shown(page, range(2), "growth") == [[""], ["7"]]


def test_what_does_not_fit_or_is_read_only_is_counted(page: Page, held: FakeReturn) -> None:
    select(page, 3, "value")
    block = "\r\n".join(f"{row}\t{row}\t9" for row in range(6))
    paste(page, block)
    # rows 3 to 7 are there; growth alone is asked for in 4 and 5, value alone in 6 and 7; the third column is computed
    expect_told(page, "粘贴 18 格：写入 6 格；未写入 12 格：3 格超出表格范围，9 格为只读。")
    expect_saved(page)
    assert {change["content"] for change in held.saves[0]} == {"0", "1", "2", "3", "4"}


def test_one_text_fills_the_selected_block(page: Page) -> None:
    select(page, 0, "value")
    press(page, "Shift+ArrowDown", "Shift+ArrowRight")
    paste(page, "0\r\n")
    assert shown(page, range(2), "value", "growth") == [["0", "0"], ["0", "0"]]


def test_a_quoted_cell_is_one_note(page: Page, held: FakeReturn) -> None:
    select(page, 0, "note")
    paste(page, '"新企业\n投产"\r\n停产\r\n')
    expect(cell(page, 0, "note")).to_have_text("新企业 投产")
    expect_saved(page)
    assert held.cell("GDP", "430302")["note"] == "新企业 投产"
    assert held.cell("GDP", "430304")["note"] == "停产"


def test_a_block_goes_through_the_sheet_and_back_unchanged(page: Page) -> None:
    select(page, 0, "value")
    paste(page, "118.2\t5.55\r\n—\t0")
    press(page, "Control+c", "Control+z")
    select(page, 2, "value")
    press(page, "Control+v")
    assert shown(page, range(2, 4), "value", "growth") == [["118.2", "5.55"], ["—", "0"]]


def test_too_long_a_text_is_cut_and_said(page: Page, held: FakeReturn) -> None:
    select(page, 0, "note")
    paste(page, "长" * 501)
    expect_told(page, "粘贴 1 格：写入 1 格（其中 1 格过长，只取开头）")
    expect_saved(page)
    assert held.cell("GDP", "430302")["note"] == "长" * 500
