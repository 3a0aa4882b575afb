"""The pages of a return as staff use them: plain form, steps, board, bulk actions, workbook."""

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext

from indicators.choices import ReturnState
from indicators.models import AuditEntry, CheckRule, InboxItem, Return
from indicators.services.checks import save_rule
from indicators.services.returns.submitting import recall_return
from tests.builders import TESTER, figure, make_indicator
from tests.return_builders import make_account, make_form, make_unit, open_now
from tests.return_pages import URL, page_url, signed_in, state_of, text_of, world
from tests.return_worlds import World, bring_to, cell, fill, make_world

__all__ = ["world"]


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
    assert f'name="note-{pk}" rows="1"' in shown
    assert ">核对过</textarea>" in shown
    assert str(cell(world.of).content) == "5"


def test_submitting_lists_what_is_to_be_done_first(world: World) -> None:
    clerk = signed_in(world.clerk)
    save_rule(rule=CheckRule(code="full", name="空白", kind="blank", severity="mandatory"), actor=TESTER)
    save_rule(rule=CheckRule(code="gone", name="本期没有", kind="missing", severity="verify"), actor=TESTER)
    assert "还有 2 格没有填" in text_of(clerk.get(page_url(world, "submit/")))
    fill(world.of, {"TAX/A/value": "—", "TAX/A/growth": "1"})
    refused = text_of(clerk.post(page_url(world, "submit/"), {"confirm": "1"}))
    assert "须写核实说明" in refused
    assert state_of(world) == ReturnState.DRAFT


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


def test_what_was_refused_is_in_the_trail(own_cache: None, world: World) -> None:
    bring_to_submitted(world)
    clerk = signed_in(world.clerk)
    refused = clerk.post(page_url(world), {f"cell-{cell(world.of).pk}": "9", f"seen-{cell(world.of).pk}": "1"})
    assert refused.status_code == 409
    clerk.post(page_url(world, "submit/"), {"confirm": "1"})
    signed_in(world.reviewer).post(
        URL, {"action": "send_back_selected", "reason": "迟", "_selected_action": [world.of.pk]}
    )
    signed_in(world.reviewer).post(URL, {"action": "approve_selected", "_selected_action": [world.of.pk]})
    entries = AuditEntry.objects.filter(action="refused").order_by("pk")
    assert all("f u 2026年一季度：" in entry.reason for entry in entries)
    paths = entries.values_list("object_key", "actor_name")
    assert list(paths) == [
        (page_url(world), world.clerk.username),
        (page_url(world, "submit/"), world.clerk.username),
        (URL, world.reviewer.username),
    ]


def bring_to_submitted(world: World) -> None:
    fill(world.of, {"TAX/A/value": "5", "TAX/A/growth": "1"})
    bring_to(world.of, "submitted")


def test_publishing_shows_what_it_would_change_in_the_ledger(db: None) -> None:
    world = make_world(published=(figure("TAX", "A", "2026-Q1", "100", "5", vintage="final", published="2026-04-20"),))
    fill(world.of, {"TAX/A/value": "—", "TAX/A/growth": "—"})
    bring_to(world.of, "approved")
    publisher = signed_in(world.publisher)
    shown = text_of(publisher.get(page_url(world, "publish/")))
    assert "台账中已有的数据（1）" in shown
    assert "最终核实" in shown
    assert "<td>撤销</td>" in shown
    late = publisher.post(page_url(world, "publish/"), {"vintage": "final", "published_at": "2026-04-19T00:00"})
    assert "台账中已有 2026-04-20 发布的数据，发布时间须晚于它" in text_of(late)


def test_nobody_approves_numbers_that_were_changed_meanwhile(world: World) -> None:
    bring_to_submitted(world)
    reviewer = signed_in(world.reviewer)
    page = reviewer.get(page_url(world, "approve/"))
    recall_return(pk=world.of.pk, reason="改数", actor=TESTER)
    fill(world.of, {"TAX/A/value": "999999"})
    bring_to(world.of, "submitted")
    stale = reviewer.post(page_url(world, "approve/"), {"remark": "", "seen": page.context["seen"]})
    assert "表中内容或状态又有改动" in text_of(stale)
    assert state_of(world) == ReturnState.SUBMITTED
    again = reviewer.get(page_url(world, "approve/"))
    assert "审核通过" in text_of(
        reviewer.post(page_url(world, "approve/"), {"remark": "", "seen": again.context["seen"]}, follow=True)
    )
    assert state_of(world) == ReturnState.APPROVED


@pytest.mark.parametrize("moment", ["0001-01-01T00:00", "0024-12-31T00:00", "1948-12-31T23:59"])
def test_a_slip_in_the_year_of_publication_is_refused(world: World, moment: str) -> None:
    fill(world.of, {"TAX/A/value": "5", "TAX/A/growth": "1"})
    bring_to(world.of, "approved")
    answer = signed_in(world.publisher).post(page_url(world, "publish/"), {"vintage": "final", "published_at": moment})
    assert "发布时间不能早于期末" in text_of(answer)
    assert state_of(world) == ReturnState.APPROVED


@pytest.mark.parametrize("chosen", [["abc"], ["1", "9" * 30]])
def test_chosen_rows_that_can_be_none_are_a_bad_request(world: World, chosen: list[str]) -> None:
    answer = signed_in(world.reviewer).post(URL, {"action": "approve_selected", "_selected_action": chosen})
    assert answer.status_code == 400


def test_a_form_shown_again_after_a_conflict_undoes_nothing_of_others(world: World) -> None:
    clerk = signed_in(world.clerk)
    page = clerk.get(page_url(world))
    fill(world.of, {"TAX/A/value": "5", "TAX/A/growth": "3"})
    conflict = clerk.post(page_url(world), sent_from(page, **{f"cell-{cell(world.of).pk}": "7"}))
    assert conflict.status_code == 409
    clerk.post(page_url(world), sent_from(conflict))
    assert (str(cell(world.of).content), str(cell(world.of, "TAX/A/growth").content)) == ("7", "3")


def test_bulk_approval_is_of_what_the_list_showed(world: World) -> None:
    bring_to_submitted(world)
    reviewer = signed_in(world.reviewer)
    version = Return.objects.get().version
    assert f'name="seen-{world.of.pk}" value="{version}"' in text_of(reviewer.get(URL))
    chosen = {"action": "approve_selected", "_selected_action": [world.of.pk]}
    stale = reviewer.post(URL, {**chosen, f"seen-{world.of.pk}": version - 1}, follow=True)
    assert "表中内容或状态又有改动" in text_of(stale)
    assert state_of(world) == ReturnState.SUBMITTED
    reviewer.post(URL, {**chosen, f"seen-{world.of.pk}": version})
    assert state_of(world) == ReturnState.APPROVED


@pytest.mark.parametrize("seen", ["0", "", "x"])
def test_an_old_page_takes_no_step_at_all(world: World, seen: str) -> None:
    fill(world.of, {"TAX/A/value": "5", "TAX/A/growth": "1"})
    bring_to(world.of, "published")
    answer = signed_in(world.publisher).post(page_url(world, "withdraw/"), {"reason": "误", "seen": seen})
    assert "表中内容或状态又有改动" in text_of(answer)
    assert state_of(world) == ReturnState.PUBLISHED


def test_a_return_is_not_published_before_its_period_is_over(world: World) -> None:
    fill(world.of, {"TAX/A/value": "5", "TAX/A/growth": "1"})
    bring_to(world.of, "approved")
    early = {"vintage": "final", "published_at": "2026-03-30T23:59"}
    answer = signed_in(world.publisher).post(page_url(world, "publish/"), early)
    assert "发布时间不能早于期末（2026-03-31）" in text_of(answer)
    assert state_of(world) == ReturnState.APPROVED
