"""Editing the table of a plan: what is typed is printed again, and an edit is stored whole or not at all."""

from dataclasses import replace
from datetime import date

import pytest

from indicators.models import Area, AuditEntry, Indicator
from tests.builders import TESTER
from tests.plan_pages import plan, stored_plans
from tracker.domain.targets.target import Form
from tracker.domain.targets.wording import BRACKETED, Cell
from tracker.models import Plan, Target
from tracker.queries.targets.table import LineCells, TableLine, order_version, table_lines, whole_table
from tracker.queries.targets.table_edits import Adoption
from tracker.queries.targets.typed_lines import Outcome, TypedLine
from tracker.services.targets.saving import save_plan
from tracker.services.targets.table import TableRefusedError, save_table

__all__ = ["plan", "stored_plans"]

TODAY = date(2026, 6, 1)
REVISION = Adoption(adopted_on=date(2026, 5, 1), document="潭政发〔2026〕1号", reason="中期调整")


def typed(line: TableLine, **cells: str) -> TypedLine:
    """The stored line as the form sends it back, with some cells changed."""
    return TypedLine(
        name=f"第 {line.number} 行",
        indicator=line.indicator,
        area=line.area,
        cells=replace(line.cells, **cells),
        version=line.version,
        place=line.number,
        number=line.number,
    )


def new(indicator: str, area: str = "430300", **cells: str) -> TypedLine:
    return TypedLine(
        name="新行 1",
        indicator=Indicator.objects.get(code=indicator),
        area=Area.objects.get(code=area),
        cells=LineCells(**{"attribute": "expected", **cells}),
    )


def line(plan: Plan, code: str, area: str = "430300", on: date = TODAY) -> TableLine:
    [found] = [each for each in whole_table(plan, on) if (each.indicator.code, each.area.code) == (code, area)]
    return found


def save(plan: Plan, *lines: TypedLine, adoption: Adoption = REVISION, **given: str) -> dict[Outcome, int]:
    return save_table(plan=plan, typed=lines, adoption=adoption, on=TODAY, actor=TESTER, **given)


def faults(plan: Plan, *lines: TypedLine, adoption: Adoption = REVISION, **given: str) -> list[str]:
    """Why the edit is refused, after looking that nothing was stored."""
    before = list(Target.objects.values())
    with pytest.raises(TableRefusedError) as refused:
        save(plan, *lines, adoption=adoption, **given)
    assert list(Target.objects.values()) == before
    return refused.value.faults


def brackets(line: TableLine) -> dict[Cell, Form]:
    found = [Form(each.form) for each in line.targets if each.form in BRACKETED]
    return {Cell.PACE: found[0]} if found else {}


def references(line: TableLine) -> dict[Cell, str]:
    found = [each.reference.code for each in line.targets if each.reference]
    return {Cell.PACE: found[0]} if found else {}


@pytest.mark.parametrize("code", ["CN-135", "CN-145", "CN-155", "HN-135", "HN-2025", "XT-145", "XT-2025"])
def test_a_whole_table_typed_anew_is_printed_as_it_was_typed(plan, code):
    official = Plan.objects.get(code=code)
    copy = Plan(
        code="COPY", name="抄录", start_year=official.start_year, end_year=official.end_year, area=official.area
    )
    save_plan(plan=copy, actor=TESTER)
    wanted = table_lines(official, TODAY)
    assert wanted
    lines = [
        TypedLine(
            name=f"新行 {each.number}",
            indicator=each.indicator,
            area=each.area,
            cells=each.cells,
            forms=brackets(each),
            references=references(each),
        )
        for each in wanted
    ]
    done = save(copy, *lines, adoption=Adoption())
    assert done == {Outcome.NEW: sum(len(each.targets) for each in wanted)}
    found = table_lines(copy, TODAY)
    assert [(each.indicator, each.area, each.cells) for each in found] == [
        (each.indicator, each.area, each.cells) for each in wanted
    ]
    counting = ("form", "measure", "base_value", "value", "reference_id")
    assert [[getattr(each, name) for name in counting] for each in Target.objects.filter(plan=copy)] == [
        [getattr(each, name) for name in counting] for stored in wanted for each in stored.targets
    ]


def test_what_was_not_touched_changes_nothing(plan):
    before, entries = list(Target.objects.values()), AuditEntry.objects.count()
    assert save(plan, *(typed(each) for each in table_lines(plan, TODAY)), adoption=Adoption()) == {}
    assert (list(Target.objects.values()), AuditEntry.objects.count()) == (before, entries)


def test_a_changed_number_is_a_revision_and_the_old_row_stays(plan):
    stored = line(plan, "DEMO145_URBANIZATION")
    [old] = stored.targets
    assert save(plan, typed(stored, target="68")) == {Outcome.REVISED: 1}
    assert line(plan, "DEMO145_URBANIZATION").cells == replace(stored.cells, target="68")
    assert line(plan, "DEMO145_URBANIZATION", on=date(2026, 4, 30)).cells == stored.cells
    revised = Target.objects.get(adopted_on=REVISION.adopted_on)
    assert (revised.document, revised.reason, revised.position) == (REVISION.document, REVISION.reason, old.position)
    assert AuditEntry.objects.filter(reason="中期调整", object_type="target").count() == 1


def test_a_base_of_another_year_is_starred_and_revises_every_target_of_the_line(plan):
    stored = line(plan, "DEMO145_URBANIZATION")
    save(plan, typed(stored, base="61.2*", base_year="2019"))
    cells = line(plan, "DEMO145_URBANIZATION").cells
    assert (cells.base, cells.base_year, cells.target) == ("61.2*", "2019", stored.cells.target)
    assert Target.objects.get(adopted_on=REVISION.adopted_on).base_year == 2019


def test_an_emptied_line_is_repealed(plan):
    stored = line(plan, "DEMO145_PM25")
    assert save(plan, typed(stored, target="", pace="")) == {Outcome.REPEALED: len(stored.targets)}
    assert "DEMO145_PM25" not in {each.indicator.code for each in table_lines(plan, TODAY)}
    assert line(plan, "DEMO145_PM25", on=date(2026, 4, 30)).cells == stored.cells


def test_another_form_repeals_the_old_target_and_sets_a_new_one(plan):
    stored = line(plan, "DEMO145_URBANIZATION")
    assert save(plan, typed(stored, target="68以上")) == {Outcome.REPEALED: 1, Outcome.NEW: 1}
    [found] = line(plan, "DEMO145_URBANIZATION").targets
    assert (found.form, found.position) == ("at_least", stored.targets[0].position)
    assert line(plan, "DEMO145_URBANIZATION").cells == replace(stored.cells, target="68以上")


def test_other_words_for_the_same_need_no_adoption(plan):
    stored = line(plan, "DEMO145_URBANIZATION")
    rows = Target.objects.count()
    changed = typed(stored, category="新类别", note="按统计口径", attribute="binding", target="67.0")
    assert save(plan, changed, adoption=Adoption()) == {Outcome.WORDS: 1}
    assert Target.objects.count() == rows
    cells = line(plan, "DEMO145_URBANIZATION").cells
    assert cells == replace(stored.cells, category="新类别", note="按统计口径", attribute="binding", target="67.0")


@pytest.mark.parametrize(
    ("was", "now", "outcome", "note"),
    [
        ("[>25]", "[25]", Outcome.REVISED, "strictly above or not decides whether the sum is met"),
        ("[25]", "［２５］", None, "half and full width are one writing"),
    ],
)
def test_a_bracket_with_and_without_its_mark(plan, was, now, outcome, note):
    first = Adoption(adopted_on=date(2026, 4, 1), document="甲", reason="乙")
    stored = line(plan, "DEMO145_JOBS")
    if stored.cells.pace != was:
        save(plan, typed(stored, pace=was), adoption=first)
    assert save(plan, typed(line(plan, "DEMO145_JOBS"), pace=now)) == ({outcome: 1} if outcome else {}), note


def test_a_bracket_may_be_chosen_to_mean_something_else(plan):
    stored = line(plan, "DEMO145_JOBS")
    chosen = replace(typed(stored, pace="[26]"), forms={Cell.PACE: Form.CHANGE})
    assert save(plan, chosen) == {Outcome.REPEALED: 1, Outcome.NEW: 1}
    assert line(plan, "DEMO145_JOBS").targets[0].form == "change"


def test_two_targets_of_one_cell_stand_apart(plan):
    save(plan, new("RD_INTENSITY", target="2.4；2.6以上", pace="[0.5]"), adoption=Adoption())
    found = line(plan, "RD_INTENSITY")
    assert [each.form for each in found.targets] == ["level", "at_least", "change"]
    assert (found.cells.target, found.cells.pace) == ("2.4；2.6以上", "[0.5]")


def test_every_fault_is_listed_by_line_and_cell(plan):
    lines = table_lines(plan, TODAY)[:4]
    found = faults(
        plan,
        typed(lines[0], pace="大约不到7左右"),
        typed(lines[1], base="6x.6", base_year="20"),
        typed(lines[2], department="没有的局"),
        typed(lines[3], category="长" * 51),
        new("RD_INTENSITY"),
        adoption=Adoption(),
    )
    for number, cell in ((1, "年均/[累计]"), (2, "基期"), (3, "责任部门"), (4, "类别")):
        assert any(each.startswith(f"第 {number} 行：“{cell}”一栏") for each in found), (number, cell, found)
    assert any(each.startswith("新行 1：“目标年”一栏") for each in found)


def test_a_revision_asks_for_day_document_and_reason(plan):
    changed = typed(line(plan, "DEMO145_URBANIZATION"), target="68")
    assert faults(plan, changed, adoption=Adoption()) == [
        f"有修订或取消的目标，须填{each}" for each in ("通过日期", "文件", "理由")
    ]
    future = replace(REVISION, adopted_on=date(2026, 6, 2))
    assert faults(plan, changed, adoption=future) == ["通过日期不能晚于今天"]
    save(plan, changed)
    again = typed(line(plan, "DEMO145_URBANIZATION"), target="69")
    assert faults(plan, again) == ["须晚于这些目标最近一次的通过日期 2026-05-01"]


def test_of_two_editors_the_second_is_refused_for_the_same_line_only(plan):
    mine, theirs = line(plan, "DEMO145_URBANIZATION"), line(plan, "DEMO145_GRAIN")
    save(plan, typed(mine, target="68"))
    later = replace(REVISION, adopted_on=date(2026, 5, 2))
    [fault] = faults(plan, typed(mine, target="69"), adoption=later)
    assert "别人改过这一行" in fault and "68" in fault
    # The line the other has changed is sent as it was shown: it is not touched.
    assert save(plan, typed(mine), typed(theirs, note="改"), adoption=later) == {Outcome.WORDS: len(theirs.targets)}
    assert line(plan, "DEMO145_URBANIZATION").cells.target == "68"


def test_a_repealed_line_cannot_be_edited_and_comes_back_with_a_later_day(plan):
    stored = line(plan, "DEMO145_PM25")
    save(plan, typed(stored, target="", pace=""))
    later = replace(REVISION, adopted_on=date(2026, 5, 2))
    [fault] = faults(plan, typed(stored, note="改"), adoption=later)
    assert "现已取消" in fault
    again = new("DEMO145_PM25", base=stored.cells.base, target=stored.cells.target)
    assert faults(plan, again, adoption=Adoption()) == ["这些目标以前有过，须填通过日期"]
    assert save(plan, again, adoption=later) == {Outcome.NEW: 1}


def test_a_line_stands_once(plan):
    [fault] = faults(plan, new("DEMO145_PM25", target="40"))
    assert "已有这个指标和地区的一行" in fault
    [fault] = faults(plan, new("RD_INTENSITY", target="2.4"), new("RD_INTENSITY", target="2.5"))
    assert "重复" in fault


def test_lines_are_put_in_another_order(plan):
    lines = table_lines(plan, TODAY)
    first, third, last = lines[0], lines[2], lines[-1]
    shown = order_version(lines)
    save(plan, *(replace(typed(each), number=1 if each is third else each.number) for each in lines), order_shown=shown)
    assert [each.key for each in table_lines(plan, TODAY)][:2] == [third.key, first.key]
    save(plan, replace(typed(last), number=2))
    found = [each.key for each in table_lines(plan, TODAY)]
    assert found[:3] == [third.key, last.key, first.key]
    [fault] = faults(plan, replace(typed(lines[0]), number=5), order_shown=shown)
    assert fault.startswith("顺序：")


def test_an_indicator_the_plan_calls_otherwise_has_to_be_chosen(plan):
    fault = faults(plan, new("RD_INTENSITY", pace="高于乡里增长"), adoption=Adoption())
    assert fault == ["新行 1：“年均/[累计]”一栏：请选参照指标"]
    chosen = replace(new("RD_INTENSITY", pace="高于乡里增长"), references={Cell.PACE: "GDP"})
    assert save(plan, chosen, adoption=Adoption()) == {Outcome.NEW: 1}
    [found] = line(plan, "RD_INTENSITY").targets
    assert (found.reference.code, found.text) == ("GDP", "高于乡里增长")
