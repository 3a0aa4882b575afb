"""Nothing typed is lost: other people, refusals, lost sessions, lost connections, closed browsers."""

import json
import threading

import pytest
from playwright.sync_api import Page, expect

from tests.browser.grid.conftest import OpenGrid
from tests.browser.grid.fake_returns import Answer, FakeReturn
from tests.browser.grid.steps import cell, enter, expect_saved, expect_told, paste, press, select, shown

KEPT = "localStorage.getItem('return-grid:7:12')"


def expect_unsaved(page: Page, reason: str) -> None:
    expect(page.locator("#return-grid-status")).to_have_text(f"未保存：{reason}")


def test_one_request_at_a_time_and_what_follows_is_based_on_its_answer(page: Page, held: FakeReturn) -> None:
    gate = threading.Event()
    held.answer = lambda: None if gate.wait(10) else (500, {})
    enter(page, 0, "value", "1")
    page.wait_for_timeout(900)
    enter(page, 0, "value", "2")
    enter(page, 1, "value", "3")
    page.wait_for_timeout(900)
    assert len(held.saves) == 1
    expect(page.locator("#return-grid-status")).to_have_text("正在保存…")
    gate.set()
    expect_saved(page)
    assert [[change["seen"] for change in save] for save in held.saves] == [[1], [2, 1]]
    assert held.cell("GDP", "430302")["content"] == "2"


def test_a_conflict_shows_who_changed_what_and_the_others_are_saved_at_once(page: Page, held: FakeReturn) -> None:
    held.change_elsewhere("GDP", "430302", "77")
    held.change_elsewhere("GDP", "430304", "78")
    held.change_elsewhere("RETAIL", "430302", "5")
    for row, text in enumerate(("1", "2", "5", "4")):
        enter(page, row, "value", text)
    panel = page.get_by_role("alert", name="与他人的修改冲突")
    expect(panel).to_contain_text("2 格已被他人修改")
    expect(panel).to_contain_text("您填 “1”；李四 10月5日 09:12 改为 “77”")
    expect_unsaved(page, "2 格与他人的修改冲突，请选择用哪一个")
    expect(cell(page, 1, "value").get_by_role("img", name="冲突")).to_be_visible()
    assert held.cell("RETAIL", "430304")["content"] == "4"
    assert held.cell("GDP", "430302")["content"] == "77"
    page.get_by_role("button", name="地区生产总值 · 雨湖区 · 本期数值：用我的").press("Enter")
    expect(page.get_by_role("button", name="地区生产总值 · 岳塘区 · 本期数值：用我的")).to_be_focused()
    press(page, "Tab", "Enter")
    expect(page.get_by_role("grid")).to_be_focused()
    expect_saved(page)
    expect(panel).to_be_hidden()
    expect(page.get_by_role("img", name="冲突")).to_have_count(0)
    assert shown(page, range(4), "value") == [["1"], ["78"], ["5"], ["4"]]
    assert [held.cell("GDP", area)["content"] for area in ("430302", "430304")] == ["1", "78"]
    assert page.evaluate(KEPT) is None


def test_typing_on_in_a_held_cell_changes_what_mine_is(page: Page, held: FakeReturn) -> None:
    held.change_elsewhere("GDP", "430302", "77")
    enter(page, 0, "value", "1")
    page.get_by_role("alert", name="与他人的修改冲突").wait_for()
    enter(page, 0, "value", "12")
    page.get_by_role("button", name="地区生产总值 · 雨湖区 · 本期数值：用我的").click()
    expect_saved(page)
    assert held.cell("GDP", "430302")["content"] == "12"


def test_a_note_of_mine_goes_with_the_figure_of_the_other(page: Page, held: FakeReturn) -> None:
    held.change_elsewhere("GDP", "430302", "77")
    enter(page, 0, "note", "检修")
    page.get_by_role("button", name="地区生产总值 · 雨湖区 · 本期数值：用我的").click()
    expect_saved(page)
    assert shown(page, range(1), "value") == [["77"]]
    assert (held.cell("GDP", "430302")["content"], held.cell("GDP", "430302")["note"]) == ("77", "检修")


def test_a_refusal_keeps_what_was_typed_in_sight(page: Page, held: FakeReturn) -> None:
    held.answer = lambda: (
        403,
        {"code": "refused", "message": "报表已由王五提交；已过截止日", "detail": {"refusals": []}},
    )
    enter(page, 0, "value", "12")
    expect_unsaved(page, "报表已由王五提交；已过截止日")
    enter(page, 1, "value", "13")
    page.wait_for_timeout(900)
    assert len(held.saves) == 1
    assert shown(page, range(2), "value") == [["12"], ["13"]]
    held.answer = None
    page.get_by_role("button", name="重试保存").click()
    expect_saved(page)
    expect(page.get_by_role("grid")).to_be_focused()
    assert held.cell("GDP", "430304")["content"] == "13"


def test_a_lost_session_is_said_and_the_next_try_saves(page: Page, held: FakeReturn) -> None:
    answers: list[Answer] = [(401, {"code": "not_authenticated", "message": "请先登录", "detail": None})]
    held.answer = lambda: answers.pop() if answers else None
    enter(page, 0, "value", "12")
    expect_unsaved(page, "登录已过期，请在新窗口登录后点“重试保存”")
    # Signing in again in another window gives the session a new token, which the page has when it is read anew.
    held.token = held.page_token = "token-2"
    page.get_by_role("button", name="重试保存").click()
    expect_saved(page)
    assert held.cell("GDP", "430302")["content"] == "12"


def test_an_account_that_may_not_is_told_so(page: Page, held: FakeReturn) -> None:
    held.token = "never sent"
    enter(page, 0, "value", "12")
    expect_unsaved(page, "该账号的角色无权查看。")
    assert held.saves == []


def test_a_lost_connection_is_tried_again(page: Page, held: FakeReturn) -> None:
    page.context.set_offline(True)
    enter(page, 0, "value", "12")
    expect_unsaved(page, "连不上服务器，请检查网络")
    assert json.loads(page.evaluate(KEPT))["changes"]["GDP|430302|value"] == {"seen": 1, "content": "12"}
    page.context.set_offline(False)
    expect_saved(page)
    assert held.cell("GDP", "430302")["content"] == "12"
    assert page.evaluate(KEPT) is None


def test_an_invalid_change_is_named_and_its_correction_saved(page: Page, held: FakeReturn) -> None:
    held.unacceptable = "坏"
    for row, text in ((0, "坏"), (1, "好")):
        enter(page, row, "note", text)
    expect_unsaved(page, "地区生产总值 · 雨湖区 · 本期数值，说明：含有不允许的字符")
    expect(cell(page, 0, "value").get_by_role("img", name="未保存")).to_be_visible()
    assert held.cell("GDP", "430304")["note"] == "好"
    assert "坏" in page.evaluate(KEPT)
    select(page, 0, "value")
    expect_told(page, "未保存，说明：含有不允许的字符")
    enter(page, 0, "note", "短")
    expect_saved(page)
    expect(cell(page, 0, "value").get_by_role("img", name="未保存")).to_have_count(0)
    assert held.cell("GDP", "430302")["note"] == "短"
    assert page.evaluate(KEPT) is None


def test_a_rejected_cell_is_tried_again_by_the_button_and_while_others_are_typed(page: Page, held: FakeReturn) -> None:
    held.unacceptable = "1"
    enter(page, 0, "value", "1")
    expect_unsaved(page, "地区生产总值 · 雨湖区 · 本期数值，内容：含有不允许的字符")
    enter(page, 1, "value", "2")
    expect_unsaved(page, "地区生产总值 · 雨湖区 · 本期数值，内容：含有不允许的字符")
    page.wait_for_timeout(900)
    assert [len(save) for save in held.saves] == [1, 1]
    assert held.cell("GDP", "430304")["content"] == "2"
    held.unacceptable = ""
    page.get_by_role("button", name="重试保存").click()
    expect_saved(page)
    assert held.cell("GDP", "430302")["content"] == "1"


def test_an_invalid_request_that_names_no_cell_is_said(page: Page, held: FakeReturn) -> None:
    held.answer = lambda: (400, {"code": "invalid", "message": "请求内容有误：changes：太多", "detail": {"errors": {}}})
    select(page, 0, "value")
    paste(page, "1\n2")
    expect_unsaved(page, "请求内容有误：changes：太多")
    held.answer = None
    page.get_by_role("button", name="重试保存").click()
    expect_saved(page)


def test_another_account_gets_neither_the_drafts_nor_the_figures(page: Page, held: FakeReturn) -> None:
    held.account, held.token, held.page_token = "8", "token-2", "token-2"
    enter(page, 0, "value", "12")
    expect(page.locator("#return-grid-status")).to_contain_text("现在登录的是另一个账号，没有以其名义保存")
    assert shown(page, range(1), "value") == [["12"]]
    assert held.saves == []
    colleague = page.context.new_page()
    colleague.goto("/")
    colleague.locator(".tabulator-cell").first.wait_for()
    expect(colleague.locator("#return-grid-status")).to_have_text("填写后自动保存")
    expect(colleague.get_by_role("region", name="上次未保存的修改")).to_have_count(0)
    enter(colleague, 1, "value", "99")
    expect_saved(colleague)
    assert json.loads(page.evaluate(KEPT))["changes"]["GDP|430302|value"]["content"] == "12"
    held.account = "7"
    page.get_by_role("button", name="重试保存").click()
    expect_saved(page)
    assert held.cell("GDP", "430302")["content"] == "12"


def test_an_account_that_cannot_open_the_return_is_told_so(page: Page, held: FakeReturn) -> None:
    held.token = "token-2"
    page.route(page.url, lambda route: route.fulfill(status=404, body="<p>没有这张报表</p>"))
    enter(page, 0, "value", "12")
    expect(page.locator("#return-grid-status")).to_contain_text("现在登录的账号打不开这张报表；您填的内容仍在本页")
    assert held.saves == []


def test_drafts_of_other_accounts_go_after_thirty_days(page: Page) -> None:
    page.evaluate(
        """() => [["8:12", 31], ["9:12", 29], ["7:12", 40]].forEach(([key, days]) => localStorage.setItem(
            `return-grid:${key}`,
            JSON.stringify({ at: new Date(Date.now() - days * 864e5).toISOString(), changes: {
                "GDP|430302|value": { seen: 1, content: "12" } } })))"""
    )
    page.reload()
    expect(page.get_by_role("region", name="上次未保存的修改")).to_be_visible()
    assert page.evaluate("Object.keys(localStorage).sort()") == ["return-grid:7:12", "return-grid:9:12"]


def test_a_link_to_the_next_step_waits_for_saving(page: Page, held: FakeReturn) -> None:
    gate = threading.Event()
    held.answer = lambda: None if gate.wait(10) else (500, {})
    page.on("dialog", lambda dialog: pytest.fail(dialog.type))
    select(page, 0, "value")
    page.keyboard.type("12")
    page.get_by_role("link", name="报送").click()
    page.wait_for_timeout(300)
    assert page.title() == "填报表"
    gate.set()
    expect(page).to_have_title("报送")
    assert held.cell("GDP", "430302")["content"] == "12"


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        ((500, {"code": "error", "message": "维护中", "detail": {}}), "维护中"),
        ((403, {"code": "refused", "message": "已过截止日", "detail": {}}), "已过截止日"),
        ((400, {"code": "invalid", "message": "不行", "detail": {}}), "地区生产总值 · 雨湖区 · 本期数值，不行"),
    ],
)
def test_a_link_is_not_followed_where_saving_fails(page: Page, held: FakeReturn, answer: Answer, why: str) -> None:
    held.answer = lambda: answer
    enter(page, 0, "value", "12")
    page.get_by_role("link", name="报送").click()
    expect_unsaved(page, f"{why}；没有打开“报送”")
    held.answer = None
    page.get_by_role("button", name="重试保存").click()
    expect_saved(page)
    page.get_by_role("link", name="报送").click()
    expect(page).to_have_title("报送")


def test_a_link_is_not_followed_while_a_choice_is_open(page: Page, held: FakeReturn) -> None:
    held.change_elsewhere("GDP", "430302", "77")
    enter(page, 0, "value", "1")
    page.get_by_role("link", name="报送").click()
    expect_unsaved(page, "1 格与他人的修改冲突，请选择用哪一个；没有打开“报送”")


def test_a_slow_server_keeps_the_link_for_five_seconds_only(page: Page, held: FakeReturn) -> None:
    gate = threading.Event()
    held.answer = lambda: None if gate.wait(20) else (500, {})
    enter(page, 0, "value", "12")
    page.get_by_role("link", name="报送").click()
    expect(page.locator("#return-grid-status")).to_have_text("未保存：服务器还没有答复；没有打开“报送”", timeout=9_000)
    gate.set()
    expect_saved(page)


def test_what_a_closed_browser_left_is_offered_and_restored(page: Page, held: FakeReturn) -> None:
    page.context.set_offline(True)
    enter(page, 0, "value", "12")
    enter(page, 1, "value", "13")
    enter(page, 0, "note", "检修")
    expect_unsaved(page, "连不上服务器，请检查网络")
    held.change_elsewhere("GDP", "430304", "78")
    page.goto("about:blank")
    page.context.set_offline(False)
    page.goto("/")
    banner = page.get_by_role("region", name="上次未保存的修改")
    expect(banner).to_contain_text("有 2 格修改没有保存就关闭了页面")
    enter(page, 2, "value", "99")
    expect_saved(page)
    banner.get_by_role("button", name="恢复").click()
    expect(page.get_by_role("alert", name="与他人的修改冲突")).to_contain_text(
        "您填 “13”；李四 10月5日 09:12 改为 “78”"
    )
    page.get_by_role("button", name="地区生产总值 · 岳塘区 · 本期数值：用我的").click()
    expect_saved(page)
    assert [held.cell("GDP", area)["content"] for area in ("430302", "430304")] == ["12", "13"]
    assert held.cell("GDP", "430302")["note"] == "检修"
    assert page.evaluate(KEPT) is None


def test_what_is_dropped_is_not_offered_again(page: Page, held: FakeReturn) -> None:
    page.evaluate(
        "localStorage.setItem('return-grid:7:12', JSON.stringify({at: new Date().toISOString(), changes: {"
        "'GDP|430302|value': {seen: 1, content: '12'}, 'GDP|430304|value': {seen: 0, content: ''}}}))"
    )
    page.reload()
    banner = page.get_by_role("region", name="上次未保存的修改")
    expect(banner).to_contain_text("有 1 格修改")  # the other one is what the server holds
    banner.get_by_role("button", name="放弃").click()
    page.reload()
    page.locator(".tabulator-cell").first.wait_for()
    expect(banner).to_have_count(0)
    assert held.saves == []


def test_leaving_warns_only_while_something_is_unsaved(page: Page) -> None:
    warnings: list[str] = []

    def note(dialog: object) -> None:
        warnings.append(dialog.type)  # type: ignore[attr-defined]
        dialog.accept()  # type: ignore[attr-defined]

    page.on("dialog", note)
    enter(page, 0, "value", "12")
    expect_saved(page)
    page.reload()
    page.locator(".tabulator-cell").first.wait_for()
    assert warnings == []
    page.context.set_offline(True)
    enter(page, 0, "value", "13")
    expect_unsaved(page, "连不上服务器，请检查网络")
    page.goto("about:blank")
    assert warnings == ["beforeunload"]


def test_a_closed_return_can_be_read_and_copied_but_not_changed(open_grid: OpenGrid, held: FakeReturn) -> None:
    held.writable = False
    held.cell("GDP", "430302")["content"] = "118.2"
    page = open_grid(held)
    select(page, 0, "value")
    page.keyboard.type("9")
    press(page, "Delete", "Control+v")
    expect(page.locator(".return-grid-told")).to_have_text("本表现在不能填写，没有粘贴。")
    expect(cell(page, 0, "value")).to_have_attribute("aria-readonly", "true")
    assert shown(page, range(1), "value") == [["118.2"]]
    assert held.saves == []


def test_without_the_library_the_form_stays(open_grid: OpenGrid, held: FakeReturn) -> None:
    page = open_grid(held)
    page.route("**/vendor/**", lambda route: route.abort())
    page.reload()
    expect(page.locator("#return-grid")).to_have_text("表单")


def test_without_the_data_the_form_stays_and_the_page_says_so(open_grid: OpenGrid, held: FakeReturn) -> None:
    page = open_grid(held)
    page.route("**/api/**", lambda route: route.fulfill(status=500, body="{}"))
    page.reload()
    expect(page.get_by_role("alert")).to_contain_text("请用下面的表单填写")
    expect(page.locator("#return-grid form")).to_be_visible()
