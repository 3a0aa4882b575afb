"""The page on which a target is given out to the areas below."""

import pytest

from indicators.choices import Role
from tests.plan_pages import plan, prefix, send, sent_by, stored_plans, text_of
from tracker.models import Target

__all__ = ["plan", "stored_plans"]

COUNTIES = ["430302", "430304", "430321", "430381", "430382"]
ADOPTION = {"adopted_on": "2026-05-01", "document": "分解方案", "reason": "调整"}


@pytest.fixture
def publisher(client_of):
    return client_of(Role.PUBLISHER)


@pytest.fixture
def address(plan):
    return lambda indicator: f"/admin/tracker/plan/{plan.pk}/parts/?line={indicator}"


def test_the_areas_below_are_shown_with_their_parts(publisher, address):
    sent = sent_by(publisher.get(address("DEMO145_GRAIN")))
    assert sent["row"] == [prefix("DEMO145_GRAIN", code) for code in COUNTIES]
    assert [sent[f"{row}-target"] for row in sent["row"]] == [["8以上"], ["2以上"], ["98以上"], ["85以上"], ["6以上"]]


@pytest.mark.parametrize(
    ("indicator", "words", "note"),
    [
        ("DEMO145_JOBS", "各地分解目标之和为 25，与总目标 25 相比相等，能够覆盖。", "equal"),
        (
            "DEMO145_GRAIN",
            "各地分解目标之和为 199，与总目标 200 相比少 1，不能覆盖。",
            "one ton short",
        ),
    ],
)
def test_the_page_says_whether_the_parts_cover_the_whole(publisher, address, indicator, words, note):
    assert words in text_of(publisher.get(address(indicator))), note


def test_a_missing_part_is_named_and_saving_goes_on_all_the_same(publisher, plan, address):
    url, row = address("DEMO145_GRAIN"), prefix("DEMO145_GRAIN", "430382")
    preview = send(publisher, url, publisher.get(url), "check", {f"{row}-target": ""})
    assert send(publisher, url, preview, "save", ADOPTION).status_code == 302
    words = text_of(publisher.get(url))
    assert "韶山市还没有分解目标" in words
    assert "已分解的合计 193，与总目标相差 -7" in words


def test_a_part_is_revised_and_the_old_one_stays(publisher, plan, address):
    url, row = address("DEMO145_GRAIN"), prefix("DEMO145_GRAIN", "430302")
    preview = send(publisher, url, publisher.get(url), "check", {f"{row}-target": "9以上"})
    assert "修订 目标年 8以上 目标年 9以上" in text_of(preview)
    assert send(publisher, url, preview, "save", ADOPTION).status_code == 302
    stored = Target.objects.filter(plan=plan, indicator__code="DEMO145_GRAIN", area__code="430302")
    assert [each.value for each in stored.order_by("pk")] == [8, 9]
    assert sent_by(publisher.get(url))[f"{row}-target"] == ["9以上"]


def test_a_line_without_parts_gets_them_with_the_words_of_the_whole(publisher, plan, address):
    url = address("DEMO145_PM25")
    page = publisher.get(url)
    row = prefix("DEMO145_PM25", "430302")
    assert [sent_by(page)[f"{each}-target"] for each in sent_by(page)["row"]] == [[""]] * len(COUNTIES)
    preview = send(publisher, url, page, "check", {f"{row}-target": "<39"})
    assert send(publisher, url, preview, "save").status_code == 302
    part = Target.objects.get(plan=plan, indicator__code="DEMO145_PM25", area__code="430302")
    whole = Target.objects.get(plan=plan, indicator__code="DEMO145_PM25", area__code="430300")
    assert (part.form, part.category, part.attribute) == ("below", whole.category, whole.attribute)
    assert prefix("DEMO145_PM25", "430302") in sent_by(publisher.get(url))["row"]


def test_a_line_the_plan_does_not_have_is_not_found(publisher, address):
    assert publisher.get(address("GDP")).status_code == 404


def test_a_plan_without_targets_says_so(publisher, plan):
    Target.objects.filter(plan__code="XT-2025").delete()
    pk = type(plan).objects.get(code="XT-2025").pk
    assert "规划还没有目标" in text_of(publisher.get(f"/admin/tracker/plan/{pk}/parts/"))
