"""The page for yearly targets: a changed cell is a further row, what was not touched stays."""

import pytest

from indicators.choices import Role
from tests.plan_pages import plan, prefix, send, sent_by, stored_plans, text_of
from tracker.models import YearlyTarget

__all__ = ["plan", "stored_plans"]

ADOPTION = {"adopted_on": "2026-05-01", "document": "政府工作报告"}


@pytest.fixture
def publisher(client_of):
    return client_of(Role.PUBLISHER)


@pytest.fixture
def url(plan):
    return f"/admin/tracker/plan/{plan.pk}/yearly/"


def rows(plan):
    return list(YearlyTarget.objects.filter(plan=plan).order_by("pk").values())


def cell(indicator, year):
    return f"cell-{prefix(indicator)}-{year}"


def test_cells_show_the_wording_and_sent_back_change_nothing(publisher, plan, url):
    before, page = rows(plan), publisher.get(url)
    sent = sent_by(page)
    assert [sent[cell("DEMO145_TRADE_GROWTH", year)] for year in range(2021, 2026)] == [
        ["8左右"],
        ["6以上"],
        ["5左右"],
        ["5以上"],
        [""],
    ]
    assert "没有改动" in text_of(send(publisher, url, page, "check"))
    assert rows(plan) == before


def test_yearly_targets_are_held_against_the_five_year_one(publisher, url):
    words = text_of(publisher.get(url))
    assert "各年年度目标之和为 25，与总目标 25 相比相等，能够覆盖。" in words  # 5 a year, jobs
    assert words.count("2025年还没有年度目标") == 2  # GDP, trade


def test_a_changed_cell_is_a_new_row_with_day_and_document(publisher, plan, url):
    before, name = rows(plan), cell("DEMO145_TRADE_GROWTH", 2024)
    preview = send(publisher, url, publisher.get(url), "check", {name: "6左右"})
    assert "修订 5以上 6左右 读作：左右，看增速" in text_of(preview)
    refused = send(publisher, url, preview, "save")
    assert text_of(refused).count("有改动的年度目标，须填") == 2
    assert rows(plan) == before
    assert send(publisher, url, refused, "save", ADOPTION).status_code == 302
    [new] = rows(plan)[len(before) :]
    assert (new["form"], new["measure"], new["year"], new["document"]) == ("about", "growth", 2024, "政府工作报告")
    assert rows(plan)[: len(before)] == before
    assert sent_by(publisher.get(url))[name] == ["6左右"]


@pytest.mark.parametrize(
    ("indicator", "wording", "form", "note"),
    [
        ("DEMO145_URBANIZATION", "65", "level", "a rate's number is its value"),
        ("DEMO145_URBANIZATION", "提高0.9个百分点", "change", "说明: a move from the year before"),
        ("DEMO145_TRADE_GROWTH", "5.5%左右", "about", "text kept: it is not the form's own writing"),
        ("DEMO145_TRADE_GROWTH", "保稳提质", "text", "words of the Hunan plan of 2025"),
        ("DEMO145_INCOME_GROWTH", "与经济增长基本同步", "text", "a yearly target has no reference"),
        ("DEMO145_JOBS", "5以上", "at_least", "a bound of an amount"),
    ],
)
def test_what_is_typed_is_printed_again(publisher, plan, url, indicator, wording, form, note):
    name = cell(indicator, 2025)
    preview = send(publisher, url, publisher.get(url), "check", {name: wording})
    assert send(publisher, url, preview, "save", ADOPTION).status_code == 302
    assert sent_by(publisher.get(url))[name] == [wording], note
    newest = YearlyTarget.objects.filter(plan=plan).order_by("pk").last()
    assert newest.form == form, note


def test_every_fault_is_listed_and_nothing_stored(publisher, plan, url):
    before = rows(plan)
    changed = {
        cell("DEMO145_TRADE_GROWTH", 2021): "",
        cell("DEMO145_TRADE_GROWTH", 2022): "6x",
        cell("DEMO145_GDP_GROWTH", 2025): "大约5左右吧",
    }
    page = send(publisher, url, publisher.get(url), "check", changed)
    words = text_of(page)
    assert "有 3 处问题" in words
    for each in ("2021 年：已有的年度目标不能清空", "2022 年：“6x”不能识别", "2025 年："):
        assert each in words
    assert sent_by(page)[cell("DEMO145_TRADE_GROWTH", 2022)] == ["6x"]
    assert rows(plan) == before


def test_of_two_editors_the_second_is_told(publisher, plan, url):
    name, mine = cell("DEMO145_TRADE_GROWTH", 2024), publisher.get(url)
    preview = send(publisher, url, mine, "check", {name: "6左右"})
    assert send(publisher, url, preview, "save", ADOPTION).status_code == 302
    before = rows(plan)
    assert "别人改过这一格（现为 6左右）" in text_of(send(publisher, url, mine, "check", {name: "7左右"}))
    assert rows(plan) == before
    again = send(publisher, url, publisher.get(url), "check", {name: "7左右"})
    assert "须晚于这些目标最近一次的通过日期 2026-05-01" in text_of(send(publisher, url, again, "save", ADOPTION))


def test_a_cell_of_no_line_is_a_bad_request(publisher, url):
    assert publisher.post(url, {"cell-1-999999-2021": "5"}).status_code == 400
    assert publisher.post(url, {cell("DEMO145_JOBS", 1999): "5"}).status_code == 400
