"""The pages of a return as staff use them: plain form, steps, board, bulk actions, workbook."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from indicators.choices import ReturnState
from indicators.domain.return_sheets import SHEET
from indicators.models import CheckRule, InboxItem, User
from indicators.services.checks import save_rule
from tests.admin_clients import BACKEND
from tests.builders import TESTER, figure, make_indicator
from tests.return_builders import make_account, make_form, make_unit, open_now
from tests.return_worlds import World, bring_to, cell, fill, make_world

URL = "/admin/indicators/return/"
LAST_YEAR = figure("TAX", "A", "2025-Q1", "118.20", "-2.5")


@pytest.fixture
def world(db: None) -> World:
    return make_world(published=(LAST_YEAR,))


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


def page_url(world: World, rest: str = "change/") -> str:
    return f"{URL}{world.of.pk}/{rest}"


def text_of(answer: HttpResponse) -> str:
    return answer.content.decode()


def sent_from(page: HttpResponse, **changed: str) -> dict[str, str]:
    """What the form without scripts sends: all that the page showed, but for what was typed over."""
    fields: dict[str, str] = {}
    for each in page.context["page"].fields:
        pk = each.cell.pk
        fields |= {f"cell-{pk}": each.content, f"note-{pk}": each.note, f"seen-{pk}": str(each.cell.version)}
        fields |= {f"was-cell-{pk}": str(each.cell.content), f"was-note-{pk}": each.cell.note}
    return fields | changed


def test_the_plain_form_saves_what_was_typed_and_nothing_else(world: World) -> None:
    clerk = signed_in(world.clerk)
    page = clerk.get(page_url(world))
    assert "118.20" in text_of(page)
    value = cell(world.of)
    answer = clerk.post(page_url(world), sent_from(page, **{f"cell-{value.pk}": "120.5"}), follow=True)
    assert "已保存 1 个单元格。" in text_of(answer)
    assert (str(cell(world.of).content), cell(world.of, "TAX/A/growth").version) == ("120.5", 0)
    again = clerk.post(page_url(world), sent_from(clerk.get(page_url(world))), follow=True)
    assert "没有改动。" in text_of(again)


def test_a_colleagues_change_of_another_cell_is_no_conflict_of_mine(world: World) -> None:
    clerk = signed_in(world.clerk)
    page = clerk.get(page_url(world))
    fill(world.of, {"TAX/A/growth": "3"})
    answer = clerk.post(page_url(world), sent_from(page, **{f"cell-{cell(world.of).pk}": "7"}), follow=True)
    assert "已保存 1 个单元格。" in text_of(answer)
    assert (str(cell(world.of).content), str(cell(world.of, "TAX/A/growth").content)) == ("7", "3")


def test_a_conflict_says_who_wrote_what_and_keeps_all_that_was_typed(world: World) -> None:
    clerk = signed_in(world.clerk)
    page = clerk.get(page_url(world))
    fill(world.of, {"TAX/A/value": "5"})
    pk = cell(world.of).pk
    answer = clerk.post(page_url(world), sent_from(page, **{f"cell-{pk}": "7", f"note-{pk}": "核对过"}))
    shown = text_of(answer)
    assert answer.status_code == 409
    assert "已改为“5”，您填的是“7”" in shown
    assert f'name="cell-{pk}" value="7"' in shown
    assert f'name="note-{pk}" value="核对过"' in shown
    assert str(cell(world.of).content) == "5"


def test_submitting_lists_what_is_to_be_done_first(world: World) -> None:
    clerk = signed_in(world.clerk)
    save_rule(rule=CheckRule(code="full", name="空白", kind="blank", severity="mandatory"), actor=TESTER)
    save_rule(rule=CheckRule(code="gone", name="本期没有", kind="missing", severity="verify"), actor=TESTER)
    assert "还有 2 格没有填" in text_of(clerk.get(page_url(world, "submit/")))
    fill(world.of, {"TAX/A/value": "—", "TAX/A/growth": "1"})
    refused = text_of(clerk.post(page_url(world, "submit/"), {"confirm": "1"}))
    assert "须写核实说明" in refused
    assert cell(world.of).in_return.state == ReturnState.DRAFT


def test_sending_back_asks_for_a_reason_and_shows_it_at_the_cell(world: World) -> None:
    fill(world.of, {"TAX/A/value": "5", "TAX/A/growth": "1"})
    bring_to(world.of, "submitted")
    reviewer = signed_in(world.reviewer)
    assert "请写明理由" in text_of(reviewer.post(page_url(world, "send_back/"), {"reason": ""}))
    reviewer.post(page_url(world, "send_back/"), {f"cell-{cell(world.of).pk}": "与台账不符"})
    shown = text_of(signed_in(world.clerk).get(page_url(world)))
    assert "退回理由：1 处须修改，理由见单元格" in shown
    assert "退回：与台账不符" in shown


def test_the_board_counts_who_has_handed_in(world: World) -> None:
    fill(world.of, {"TAX/A/value": "5", "TAX/A/growth": "1"})
    reviewer = signed_in(world.reviewer)
    assert "已报 0 个，报送率 0.0%" in text_of(reviewer.get(f"{URL}board/"))
    bring_to(world.of, "submitted")
    shown = text_of(reviewer.get(f"{URL}board/"))
    assert "1 个单位，已报 1 个，报送率 100.0%，及时率 100.0%" in shown
    assert "等我办理（1）" in shown
    assert reviewer.get(f"{URL}board/?period=1999-Q1").status_code == 404
    assert "还没有开放的填报表" in text_of(signed_in(make_account("reviewer", username="empty")).get(f"{URL}board/"))


def test_bulk_steps_take_what_may_be_taken_and_say_why_not(world: World) -> None:
    fill(world.of, {"TAX/A/value": "5", "TAX/A/growth": "1"})
    reviewer = signed_in(world.reviewer)
    chosen = {"_selected_action": [world.of.pk]}
    refused = reviewer.post(URL, {"action": "approve_selected", **chosen}, follow=True)
    assert "还是草稿，尚未报送" in text_of(refused)
    bring_to(world.of, "submitted")
    asked = reviewer.post(URL, {"action": "send_back_selected", **chosen})
    assert "批量退回" in text_of(asked)
    done = reviewer.post(URL, {"action": "send_back_selected", "reason": "口径有误", **chosen}, follow=True)
    assert "已退回 1 张表。" in text_of(done)
    reviewer.post(URL, {"action": "remind_selected", **chosen})
    assert InboxItem.objects.filter(recipient=world.clerk, kind="reminder").count() == 1


def test_the_workbook_goes_out_and_comes_back_by_a_preview(world: World) -> None:
    clerk = signed_in(world.clerk)
    book = load_workbook(BytesIO(clerk.get(page_url(world, "workbook.xlsx")).content))
    sheet = book[SHEET]
    heads = next(row for row in sheet.iter_rows() if row[0].value == "指标代码")
    sheet.cell(heads[0].row + 1, [head.value for head in heads].index("本期数值") + 1).value = 120.5
    filled = BytesIO()
    book.save(filled)

    def upload() -> HttpResponse:
        file = SimpleUploadedFile("填报.xlsx", filled.getvalue())
        return clerk.post(page_url(world, "upload/"), {"workbook": file}, follow=True)

    preview = upload()
    assert "改动（1）" in text_of(preview)
    assert cell(world.of).content.blank
    stored = clerk.post(page_url(world, "upload/"), {"shown": preview.context["form"].initial["shown"]}, follow=True)
    assert "已存入 1 个单元格" in text_of(stored)
    assert str(cell(world.of).content) == "120.5"
    assert "文件与草稿内容相同，没有改动。" in text_of(upload())


def test_a_faulty_workbook_stores_nothing_and_names_the_cell(world: World) -> None:
    clerk = signed_in(world.clerk)
    answer = clerk.post(page_url(world, "upload/"), {"workbook": SimpleUploadedFile("a.xlsx", b"no workbook")})
    assert "没有存入任何内容" in text_of(answer)
    assert "错误（1）" in text_of(answer)
    forged = clerk.post(page_url(world, "upload/"), {"shown": "forged"}, follow=True)
    assert "确认已过期，没有存入任何内容" in text_of(forged)
    assert cell(world.of).content.blank


def test_pages_cost_the_same_however_many_returns_there_are(world: World) -> None:
    reviewer = signed_in(world.reviewer)

    def queries() -> list[int]:
        counts = []
        for address in (URL, f"{URL}board/", "/admin/"):
            with CaptureQueriesContext(connection) as captured:
                assert reviewer.get(address).status_code == 200
            counts.append(len(captured))
        return counts

    queries()  # what is looked up once in the life of a process
    before = queries()
    for number in range(5):
        unit = make_unit(make_form(f"g{number}", make_indicator(f"I{number}")), world.own, code="u")
        open_now(unit, "2026-Q1")
    assert queries() == before
