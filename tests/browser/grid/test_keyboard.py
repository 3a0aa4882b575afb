"""The keys of a spreadsheet."""

from playwright.sync_api import Page, expect

from tests.browser.grid.fake_returns import FakeReturn
from tests.browser.grid.steps import active, cell, copied, enter, expect_saved, press, select, shown


def test_a_quarter_is_entered_by_keyboard_alone(page: Page, held: FakeReturn) -> None:
    page.get_by_role("grid").focus()
    assert active(page) == "0-value"
    for text in ("118.2", "5.5%", "", "100", "3"):
        page.keyboard.type(text)
        press(page, "Tab")
    # value, growth, note, then the next row; Enter goes back under the column where the run of Tab began
    press(page, "Enter")
    page.keyboard.type("-")
    press(page, "Enter")
    expect_saved(page)
    assert shown(page, range(2), "value", "growth") == [["118.2", "5.5"], ["100", "3"]]
    assert held.cell("RETAIL", "430302")["content"] == "—"
    assert held.cell("GDP", "430304", "growth")["content"] == "3"


def test_arrows_home_end_and_control_move_and_shift_stretches(page: Page) -> None:
    select(page, 0, "value")
    press(page, "ArrowDown", "ArrowRight")
    assert active(page) == "1-growth"
    press(page, "Home")
    assert active(page) == "1-indicator"
    press(page, "End")
    assert active(page) == "1-findings"
    press(page, "Control+End")
    assert active(page) == "7-findings"
    press(page, "Control+Home", "ArrowUp")
    assert active(page) == "0-indicator"
    select(page, 0, "value")
    press(page, "Shift+ArrowRight", "Shift+ArrowDown", "Shift+ArrowDown")
    assert page.locator("[aria-selected=true]").count() == 6
    assert active(page) == "0-value"


def test_typing_replaces_f2_changes_and_escape_gives_up(page: Page) -> None:
    enter(page, 0, "value", "12")
    select(page, 0, "value")
    press(page, "F2", "End")
    page.keyboard.type("3")
    press(page, "ArrowLeft", "ArrowLeft", "Backspace", "Enter")
    assert shown(page, range(1), "value") == [["23"]]
    select(page, 0, "value")
    page.keyboard.type("999")
    press(page, "Escape")
    assert shown(page, range(1), "value") == [["23"]]
    page.keyboard.type("7")
    press(page, "ArrowDown")
    assert shown(page, range(1), "value") == [["7"]]
    assert active(page) == "1-value"


def test_delete_clears_a_block_and_undo_and_redo_follow(page: Page, held: FakeReturn) -> None:
    enter(page, 0, "value", "1")
    enter(page, 1, "value", "2")
    select(page, 0, "value")
    press(page, "Shift+ArrowDown", "Delete")
    assert shown(page, range(2), "value") == [[""], [""]]
    press(page, "Control+z")
    assert shown(page, range(2), "value") == [["1"], ["2"]]
    press(page, "Control+y")
    assert shown(page, range(2), "value") == [[""], [""]]
    press(page, "Control+z", "Control+z")
    assert shown(page, range(2), "value") == [["1"], [""]]
    expect_saved(page)
    assert (held.cell("GDP", "430302")["content"], held.cell("GDP", "430304")["content"]) == ("1", "")


def test_copy_gives_the_full_digits_and_cut_empties(page: Page) -> None:
    enter(page, 0, "value", "118.25")
    select(page, 0, "previous")
    press(page, "Shift+ArrowRight", "Shift+ArrowRight", "Shift+ArrowDown")
    assert copied(page) == "98.125\t80\t118.25\r\n98.125\t80\t"
    select(page, 0, "value")
    press(page, "Control+x")
    assert shown(page, range(1), "value") == [[""]]
    assert page.evaluate("navigator.clipboard.readText()") == "118.25"


def test_an_input_method_starts_in_the_cell(page: Page) -> None:
    select(page, 0, "note")
    devtools = page.context.new_cdp_session(page)
    devtools.send("Input.dispatchKeyEvent", {"type": "rawKeyDown", "windowsVirtualKeyCode": 229, "key": "Process"})
    page.keyboard.insert_text("企业停产检修")
    press(page, "Enter")
    expect(cell(page, 0, "note")).to_have_text("企业停产检修")


def test_the_keyboard_is_not_caught_in_the_sheet(page: Page) -> None:
    select(page, 0, "value")
    press(page, "Escape", "Tab")
    expect(page.get_by_role("grid")).not_to_be_focused()
    select(page, 7, "note")
    press(page, "Tab")
    expect(page.get_by_role("grid")).not_to_be_focused()


def test_the_mouse_selects_by_dragging_and_opens_by_a_double_click(page: Page) -> None:
    cell(page, 0, "value").hover()
    page.mouse.down()
    cell(page, 2, "growth").hover()
    page.mouse.up()
    assert page.locator("[aria-selected=true]").count() == 6
    select(page, 1, "value")
    cell(page, 3, "growth").click(modifiers=["Shift"])
    assert page.locator("[aria-selected=true]").count() == 6
    cell(page, 0, "value").dblclick()
    page.keyboard.type("5")
    select(page, 1, "value")
    assert shown(page, range(1), "value") == [["5"]]
