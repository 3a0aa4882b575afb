"""The page for editing the table of a plan: inputs, a preview in words, and nothing stored before that."""

from decimal import Decimal

import pytest

from indicators.choices import Role
from tests.plan_pages import plan, prefix, send, sent_by, stored_plans, text_of
from tracker.models import Target

__all__ = ["plan", "stored_plans"]

ADOPTION = {"adopted_on": "2026-05-01", "document": "潭政发〔2026〕1号", "reason": "中期调整"}


@pytest.fixture
def publisher(client_of):
    return client_of(Role.PUBLISHER)


@pytest.fixture
def url(plan):
    return f"/admin/tracker/plan/{plan.pk}/table/"


def rows(plan):
    return list(Target.objects.filter(plan=plan).order_by("pk").values())


def test_the_inputs_show_the_table_and_three_empty_lines(publisher, url):
    page = publisher.get(url)
    sent = sent_by(page)
    line = prefix("DEMO145_URBANIZATION")
    assert (sent[f"{line}-base"], sent[f"{line}-target"], sent[f"{line}-pace"]) == (["63"], ["67"], [""])
    assert [each for each in sent["row"] if each.startswith("new-")] == ["new-1", "new-2", "new-3"]
    assert sent["new-1-area"] == ["430300 湘潭市"]
    assert prefix("DEMO145_JOBS", "430302") not in sent["row"]
    assert "另有 10 行分解到下级地区" in text_of(page)


def test_a_form_sent_back_as_it_is_changes_nothing(publisher, plan, url):
    before = rows(plan)
    answer = send(publisher, url, publisher.get(url), "check")
    assert "没有改动" in text_of(answer)
    assert send(publisher, url, publisher.get(url), "save").status_code == 200
    assert rows(plan) == before


def test_changes_are_said_in_words_before_anything_is_stored(publisher, plan, url):
    before, line = rows(plan), prefix("DEMO145_URBANIZATION")
    changed = {f"{line}-target": "68", "new-1-indicator": "RD_INTENSITY", "new-1-target": "2.4", "new-1-base": "2.1"}
    preview = send(publisher, url, publisher.get(url), "check", changed)
    words = text_of(preview)
    for each in ("第 4 行“常住人口城镇化率", "修订 基期 63，目标年 67 基期 63，目标年 68", "读作：目标值", "新目标"):
        assert each in words
    assert rows(plan) == before
    refused = send(publisher, url, preview, "save")
    assert text_of(refused).count("有修订或取消的目标，须填") == 3
    assert rows(plan) == before
    assert send(publisher, url, refused, "save", ADOPTION).status_code == 302
    new = rows(plan)[len(before) :]
    assert [(each["value"], each["document"]) for each in new] == [
        (68, ADOPTION["document"]),
        (Decimal("2.4"), ADOPTION["document"]),
    ]
    assert rows(plan)[: len(before)] == before
    page = publisher.get(url)
    assert "已存入：修订 1 个，新目标 1 个" in text_of(page)
    assert sent_by(page)[f"{line}-target"] == ["68"]


def test_what_is_typed_comes_back_from_the_preview(publisher, url):
    line = prefix("DEMO145_URBANIZATION")
    preview = send(publisher, url, publisher.get(url), "check", {f"{line}-target": "68", f"{line}-number": "1"})
    assert "各行按填写的序号重新排列" in text_of(preview)
    back = sent_by(send(publisher, url, preview, "edit", ADOPTION))
    assert (back[f"{line}-target"], back[f"{line}-number"], back["document"]) == (["68"], ["1"], [ADOPTION["document"]])
    assert "new-1" in back["row"]


def test_an_open_reading_is_a_choice_of_the_preview(publisher, plan, url):
    line = prefix("DEMO145_JOBS")
    preview = send(publisher, url, publisher.get(url), "check", {f"{line}-pace": "[26]"})
    assert sent_by(preview)[f"{line}-pace-form"] == ["total"]
    chosen = send(publisher, url, preview, "check", {f"{line}-pace-form": "change"})
    assert "取消 年均/[累计] [25]" in text_of(chosen)
    assert sent_by(chosen)[f"{line}-pace-form"] == ["change"]
    assert send(publisher, url, chosen, "save", ADOPTION).status_code == 302
    assert Target.objects.filter(plan=plan, indicator__code="DEMO145_JOBS", form="change").count() == 1


def test_a_reference_that_goes_by_no_name_is_asked_for(publisher, plan, url):
    changed = {"new-1-indicator": "RD_INTENSITY", "new-1-pace": "高于乡里增长"}
    preview = send(publisher, url, publisher.get(url), "check", changed)
    [field] = [name for name in sent_by(preview) if name.endswith("-reference")]
    refused = send(publisher, url, preview, "save")
    assert "请选参照指标" in text_of(refused)
    assert send(publisher, url, refused, "save", {field: "GDP"}).status_code == 302
    assert Target.objects.get(plan=plan, indicator__code="RD_INTENSITY").reference.code == "GDP"


def test_every_fault_stands_above_the_inputs_as_they_were_typed(publisher, plan, url):
    before, line = rows(plan), prefix("DEMO145_URBANIZATION")
    changed = {
        f"{line}-base": "61*",
        f"{line}-department": "没有的局",
        f"{line}-number": "x",
        "new-1-indicator": "没有的指标",
        "new-1-target": "5",
        "new-2-target": "5",
        "new-3-note": "有说明而没有指标",
    }
    page = send(publisher, url, publisher.get(url), "check", {**changed, f"{line}-number": "4"})
    words = text_of(page)
    for each in (
        "“基期年”一栏",
        "“责任部门”一栏",
        "没有叫“没有的指标”的指标",
        "新行 2：“指标”一栏：请从列表中选",
        "新行 3：“指标”一栏",
    ):
        assert each in words
    assert sent_by(page)[f"{line}-base"] == ["61*"]
    assert "“x”不是序号" in text_of(send(publisher, url, publisher.get(url), "check", changed))
    assert rows(plan) == before


def test_of_two_editors_the_second_is_told(publisher, plan, url):
    line = prefix("DEMO145_URBANIZATION")
    mine = publisher.get(url)
    theirs = send(publisher, url, mine, "check", {f"{line}-target": "68"})
    assert send(publisher, url, theirs, "save", ADOPTION).status_code == 302
    before = rows(plan)
    answer = send(publisher, url, mine, "check", {f"{line}-target": "69"})
    assert "别人改过这一行（现为 63 | 68 | —）" in text_of(answer)
    assert rows(plan) == before


def test_more_lines_without_scripts(publisher, url):
    page = send(publisher, url, publisher.get(url), "more", {"new-2-target": "5"})
    sent = sent_by(page)
    assert [each for each in sent["row"] if each.startswith("new-")] == [f"new-{number}" for number in range(1, 7)]
    assert sent["new-2-target"] == ["5"]


@pytest.mark.parametrize("page", ["table", "yearly", "parts"])
@pytest.mark.parametrize(
    ("role", "status"),
    [(Role.PUBLISHER, 200), (Role.REVIEWER, 403), (Role.ENTRY, 403), (Role.VIEWER, 403), (Role.ADMIN, 403)],
)
def test_only_publishers_edit(client_of, plan, page, role, status):
    client, url = client_of(role), f"/admin/tracker/plan/{plan.pk}/{page}/"
    assert (client.get(url).status_code, client.post(url, {}).status_code) == (status, status)


@pytest.mark.parametrize("row", ["x", "new-1-1", "999999999-1", "new-", "1-1-1"])
def test_a_row_that_can_be_none_is_a_bad_request(publisher, url, row):
    assert publisher.post(url, {"row": row}).status_code == 400
