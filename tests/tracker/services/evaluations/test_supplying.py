"""A bureau's file: out, filled, back; three-way, whole or nothing, and what is wrong with it by place."""

from decimal import Decimal
from io import BytesIO

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from indicators.models import AuditEntry
from tests.evaluation_builders import give_facts
from tests.fact_builders import typed
from tests.fact_worlds import (
    FactWorld,
    check,
    fact_of,
    make_fact_world,
    read,
    supply,
    tax_of,
    template,
    upload_of,
)
from tests.return_builders import make_account
from tracker.domain.evaluations.fact_sheets import CODE, NAME
from tracker.models import EnterpriseFact, FactFile, UnmatchedRow
from tracker.services.evaluations.fact_locks import RoundLockedError
from tracker.services.evaluations.posting import FactsRefusedError
from tracker.services.evaluations.supplying import SupplyRefusedError, supply_facts

pytestmark = pytest.mark.django_db
POWER, ENERGY = "用电量（万千瓦时）", "能耗（吨标准煤）"


@pytest.fixture
def world() -> FactWorld:
    return make_fact_world()


def row(world: FactWorld, number: int, **cells: object) -> dict[str, object]:
    return {CODE: world.firms[number].code, **cells}


def test_a_template_that_comes_back_as_it_went_changes_nothing(world: FactWorld) -> None:
    content = read(world, template(world))
    assert content.faults == ()
    assert set(content.downloaded) == {firm.code for firm in world.firms.values()}, (
        "below scale is no firm of the round"
    )
    assert content.downloaded[world.firms[1].code]["electricity"] == "12.5"
    assert supply(world, template(world)).file is None


def test_a_filled_file_is_stored_once(world: FactWorld) -> None:
    filled = typed(template(world), row(world, 1, **{POWER: 30.1}), row(world, 3, **{POWER: "1,234.5", ENERGY: 0}))
    done = supply(world, filled)
    assert (done.firms, done.unmatched) == (2, 0)
    assert fact_of(world.firms[1], "electricity") == Decimal("30.1"), "what a spreadsheet shows, not its binary tail"
    assert fact_of(world.firms[1], "revenue") == 100, "the facts of others stay"
    assert (fact_of(world.firms[3], "electricity"), fact_of(world.firms[3], "energy")) == (Decimal("1234.5"), 0)
    assert done.file is not None
    entry = done.file.audit_entry
    assert (entry.object_type, entry.new["sha256"]) == ("factfile", done.file.sha256)
    versions = EnterpriseFact.objects.count()
    assert supply(world, filled).file is None
    assert (FactFile.objects.count(), EnterpriseFact.objects.count()) == (1, versions)


@pytest.mark.parametrize(("typed_in", "left"), [("", Decimal("12.5")), ("—", None), ("-", None), ("0", Decimal(0))])
def test_only_the_dash_erases(world: FactWorld, typed_in: str, left: Decimal | None) -> None:
    supply(world, typed(template(world), row(world, 1, **{POWER: typed_in})))
    assert fact_of(world.firms[1], "electricity") == left


def test_what_others_changed_meanwhile_stays_and_what_both_changed_is_a_conflict(world: FactWorld) -> None:
    before = template(world)
    give_facts(world.firms[1], electricity="99", revenue="100")
    found = check(world, typed(before, row(world, 2, **{POWER: 5})))
    assert [(each.enterprise, each.new) for each in found.changes] == [(world.firms[2].code, "5")]
    assert found.conflicts == []
    [conflict] = check(world, typed(before, row(world, 1, **{POWER: 30}))).conflicts
    assert (conflict.downloaded, conflict.old, conflict.new) == ("12.5", "99", "30")


def test_what_changes_between_preview_and_confirmation_is_refused_whole(world: FactWorld) -> None:
    found = check(world, typed(template(world), row(world, 1, **{POWER: 30}), row(world, 2, **{POWER: 5})))
    give_facts(world.firms[1], electricity="99", revenue="100")
    with pytest.raises(FactsRefusedError) as refusal:
        supply_facts(round=world.round, department=world.power, upload=upload_of(found), user=world.clerk)
    assert [fault.code for fault in refusal.value.faults] == ["conflict"]
    assert fact_of(world.firms[2], "electricity") is None


def test_every_fault_is_listed_by_row_and_column(world: FactWorld) -> None:
    filled = typed(
        template(world),
        row(world, 1, **{POWER: "约5", ENERGY: -1}),
        row(world, 2, **{POWER: "5%", ENERGY: "0.1234567890123456"}),
        {POWER: 7},
    )
    faults = read(world, filled).faults
    assert [(fault.row, fault.column, fault.code) for fault in faults] == [
        (5, "D", "negative"),
        (5, "E", "unreadable"),
        (6, "D", "unreadable"),
        (6, "E", "percent_format"),
        (8, "", "no_firm"),
    ]
    assert all(fault.message and fault.sheet == "数据" for fault in faults)


def test_columns_of_others_are_refused_by_name(world: FactWorld) -> None:
    faults = read(world, typed_header(template(world), {ENERGY: "营业收入（万元）", POWER: "备注"})).faults
    assert [(fault.code, "营业收入" in fault.message or "备注" in fault.message) for fault in faults] == [
        ("not_your_fact", True),
        ("unknown_column", True),
        ("missing_column", False),
    ]


def typed_header(workbook: bytes, names: dict[str, str]) -> bytes:
    book = load_workbook(BytesIO(workbook))
    for cells in book["数据"].iter_rows(min_row=4, max_row=4):
        for cell in cells:
            cell.value = names.get(cell.value, cell.value)
    changed = BytesIO()
    book.save(changed)
    return changed.getvalue()


def test_the_file_of_another_bureau_or_none_of_ours_is_refused(world: FactWorld) -> None:
    assert [fault.code for fault in read(world, template(world, world.tax)).faults] == ["other_department"]
    assert [fault.code for fault in read(world, b"PK nothing").faults] == ["damaged"]


def test_rows_of_no_firm_wait_once(world: FactWorld) -> None:
    filled = typed(template(world), {CODE: "OLD-1", NAME: "某厂", POWER: 7}, {CODE: world.foreign.code, POWER: 8})
    assert supply(world, filled).unmatched == 2
    assert supply(world, filled).file is None
    waiting = UnmatchedRow.objects.order_by("row_number")
    assert [(each.code, each.name, each.facts) for each in waiting] == [
        ("OLD-1", "某厂", {"electricity": "7"}),
        (world.foreign.code, "", {"electricity": "8"}),
    ], "a firm outside the areas is unknown"
    assert fact_of(world.foreign, "electricity") is None
    supply(world, typed(template(world), {CODE: "OLD-1", NAME: "某厂", POWER: 9}))
    assert [each.state for each in waiting.filter(code="OLD-1").order_by("pk")] == ["dismissed", "waiting"]


def test_a_row_that_stands_twice_is_a_fault_and_an_untouched_one_is_not(world: FactWorld) -> None:
    code = world.firms[1].code
    once = check(world, typed(template(world), {CODE: f" {code}", POWER: 7}))
    assert (len(once.changes), once.problems) == (1, [])
    twice = check(world, typed(template(world), row(world, 1, **{POWER: 6}), {CODE: f" {code}", POWER: 7}))
    assert [each.code for each in twice.problems] == ["repeated_row"]


def test_taxes_come_by_component(world: FactWorld) -> None:
    reviewer = world.reviewer
    filled = typed(
        template(world, world.tax), row(world, 1, **{"税种：增值税（万元）": 3.5, "税种：房产税（万元）": -1})
    )
    assert supply(world, filled, world.tax, reviewer).firms == 1
    assert (tax_of(world.firms[1], "增值税"), tax_of(world.firms[1], "房产税")) == (Decimal("3.5"), -1)
    supply(
        world, typed(template(world, world.tax), row(world, 1, **{"税种：增值税（万元）": "—"})), world.tax, reviewer
    )
    assert tax_of(world.firms[1], "增值税") is None


def test_a_locked_round_refuses_with_every_reason(world: FactWorld) -> None:
    found = check(world, typed(template(world), row(world, 1, **{POWER: 30})))
    type(world.round).objects.filter(pk=world.round.pk).update(state="locked", locked_at=timezone.now())
    entries = AuditEntry.objects.count()
    with pytest.raises(RoundLockedError, match="已锁定"):
        supply_facts(round=world.round, department=world.power, upload=upload_of(found), user=world.clerk)
    assert AuditEntry.objects.count() == entries


def test_who_may_supply_what(world: FactWorld) -> None:
    found = check(world, typed(template(world), row(world, 1, **{POWER: 30})))
    with pytest.raises(SupplyRefusedError):
        supply_facts(round=world.round, department=world.tax, upload=upload_of(found), user=world.clerk)
    with pytest.raises(FactsRefusedError, match="1 处"):
        supply_facts(round=world.round, department=world.tax, upload=upload_of(found), user=world.reviewer)
    stranger = make_account("reviewer", world.foreign.area, username="stranger")
    with pytest.raises(FactsRefusedError) as refusal:
        supply_facts(round=world.round, department=world.power, upload=upload_of(found), user=stranger)
    assert [fault.code for fault in refusal.value.faults] == ["unknown_enterprise"]
    assert fact_of(world.firms[1], "electricity") == Decimal("12.5")
