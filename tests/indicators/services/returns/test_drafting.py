"""Saving what is typed: kept exactly, whole or not at all, and never over what somebody else has changed."""

from threading import Barrier, Thread

import pytest
from django.db import connection

from indicators.choices import AuditAction, Role
from indicators.models import AuditEntry, CellExplanation, Return
from indicators.queries.returns.figures import CheckedReturn
from indicators.services.checks import ensure_default_rules
from indicators.services.returns.drafting import CellChange, CellConflictError
from indicators.services.returns.gate import ReturnRefusedError
from tests.builders import TESTER, make_area, make_indicator
from tests.return_builders import make_account, make_form, make_unit, open_now
from tests.return_worlds import World, cell, change, contents, make_world, save

VALUE, GROWTH = "TAX/A/value", "TAX/A/growth"


@pytest.fixture
def world(db: None) -> World:
    return make_world()


def refused(of: Return, *changes: CellChange) -> list[str]:
    """The codes of the refusal; nothing may have been stored."""
    before = contents(of), AuditEntry.objects.count()
    with pytest.raises(ReturnRefusedError) as refusal:
        save(of, *changes)
    assert (contents(of), AuditEntry.objects.count()) == before
    return [each.code for each in refusal.value.refusals]


def conflicts(of: Return, *changes: CellChange, by: object = None) -> CellConflictError:
    before = contents(of), AuditEntry.objects.count(), CellExplanation.objects.count()
    with pytest.raises(CellConflictError) as conflict:
        save(of, *changes, by=by)  # type: ignore[arg-type]
    assert (contents(of), AuditEntry.objects.count(), CellExplanation.objects.count()) == before
    return conflict.value


def entries() -> list[AuditEntry]:
    return list(AuditEntry.objects.filter(object_type="return", action=AuditAction.CHANGED).order_by("pk"))


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("0", "0"),
        ("-0.00", "0"),
        ("—", "—"),
        ("-", "—"),
        ("", ""),
        ("约5", "约5"),
        ("1,23", "1,23"),
        ("1,234.5", "1234.5"),
        ("123456789012345.123456789012345", "123456789012345.123456789012345"),
        ("-999999999999999.999999999999999", "-999999999999999.999999999999999"),
        ("0.000000000000001", "0.000000000000001"),
    ],
)
def test_what_is_typed_is_kept(world: World, typed: str, kept: str) -> None:
    save(world.of, change("7"))
    save(world.of, change(typed))
    stored = cell(world.of)
    assert str(stored.content) == kept
    assert [stored.number is not None, stored.absent, stored.unreadable != "", stored.content.blank].count(True) == 1


def test_zero_absent_blank_and_unreadable_stand_side_by_side(db: None) -> None:
    world = make_world(indicators=("TAX", "LAND"))
    save(
        world.of,
        change("0", "TAX/A/value"),
        change("—", "TAX/A/growth"),
        change("约5", "LAND/A/value"),
        change("", "LAND/A/growth"),
    )
    assert contents(world.of) == {"TAX/A/value": "0", "TAX/A/growth": "—", "LAND/A/value": "约5", "LAND/A/growth": ""}


def test_a_note_is_kept_with_its_lines_and_by_itself(world: World) -> None:
    save(world.of, change("5", note="企业停产\r\n见附件 "))
    assert cell(world.of).note == "企业停产\n见附件"
    save(world.of, change("6"))
    assert (cell(world.of).note, str(cell(world.of).content)) == ("企业停产\n见附件", "6")
    save(world.of, change(note=""))
    assert (cell(world.of).note, str(cell(world.of).content)) == ("", "6")


def test_one_entry_a_save_with_old_and_new(world: World) -> None:
    save(world.of, change("5", note="甲"), change("1.5", GROWTH), by=world.clerk)
    save(world.of, change("6"), by=world.clerk)
    first, second = entries()
    assert (first.actor, first.object_key) == (world.clerk, world.of.key)
    assert first.old == {VALUE: {"content": "", "note": ""}, GROWTH: {"content": "", "note": ""}}
    assert first.new == {VALUE: {"content": "5", "note": "甲"}, GROWTH: {"content": "1.5", "note": ""}}
    assert (second.old, second.new) == (
        {VALUE: {"content": "5", "note": "甲"}},
        {VALUE: {"content": "6", "note": "甲"}},
    )


def test_a_save_counts_the_versions_of_return_and_cells(world: World) -> None:
    saved = save(world.of, change("5"), by=world.clerk)
    assert [each.key for each in saved.cells] == [VALUE]
    assert (saved.of.version, saved.cells[0].version) == (world.of.version + 1, 1)
    assert (cell(world.of).changed_by, cell(world.of, GROWTH).changed_by) == (world.clerk, None)


@pytest.mark.parametrize("again", ["5", "5.0", " ５ ", "5%"])
def test_saying_the_same_again_changes_nothing(world: World, again: str) -> None:
    ensure_default_rules(actor=TESTER)
    save(world.of, change("5", note="甲", explanations={"jump": "新企业"}))
    before = AuditEntry.objects.count(), cell(world.of).version
    saved = save(world.of, change(again, note=" 甲\n", explanations={"jump": "新企业 "}))
    assert saved.cells == []
    assert (AuditEntry.objects.count(), cell(world.of).version) == before


def test_nothing_to_save_changes_nothing(world: World) -> None:
    before = AuditEntry.objects.count()
    assert save(world.of).cells == []
    assert AuditEntry.objects.count() == before


class TestExplanations:
    @pytest.fixture(autouse=True)
    def rules(self, world: World) -> None:
        ensure_default_rules(actor=TESTER)

    def explained(self, of: Return) -> dict[str, str]:
        """By rule, those that count for the value."""
        return {key[3]: text for key, text in CheckedReturn(of).explanations.items() if key[2] == "value"}

    def test_one_counts_only_for_the_content_it_was_written_for(self, world: World) -> None:
        save(world.of, change("5", explanations={"jump": "新企业投产"}))
        assert self.explained(world.of) == {"jump": "新企业投产"}
        save(world.of, change("6"))
        assert self.explained(world.of) == {}
        save(world.of, change("5"))
        assert self.explained(world.of) == {"jump": "新企业投产"}

    def test_one_is_for_the_content_that_comes_with_it(self, world: World) -> None:
        save(world.of, change("5"))
        save(world.of, change("6", explanations={"jump": "两家投产"}))
        assert self.explained(world.of) == {"jump": "两家投产"}

    def test_the_same_words_may_be_said_of_another_content(self, world: World) -> None:
        save(world.of, change("5", explanations={"jump": "新企业投产"}))
        save(world.of, change("6", explanations={"jump": "新企业投产"}))
        assert self.explained(world.of) == {"jump": "新企业投产"}

    def test_an_empty_one_takes_it_back_and_the_trail_has_both(self, world: World) -> None:
        save(world.of, change("5"))
        save(world.of, change(explanations={"jump": "甲"}))
        save(world.of, change(explanations={"jump": ""}))
        assert self.explained(world.of) == {}
        trail = [(entry.old[VALUE], entry.new[VALUE]) for entry in entries()[1:]]
        said = [(old["explanation:jump"], new["explanation:jump"]) for old, new in trail]
        assert said == [("", "甲"), ("甲", "")]

    def test_one_for_a_rule_that_is_none_is_refused(self, world: World) -> None:
        assert refused(world.of, change("5", explanations={"x" * 100: "甲"})) == ["unknown_rule"]
        assert refused(world.of, change("5", explanations={"a\0": "甲"})) == ["unknown_rule"]

    def test_somebody_elses_is_not_overwritten(self, world: World) -> None:
        save(world.of, change("5", explanations={"jump": "甲说"}, seen=0), by=world.clerk)
        conflict = conflicts(world.of, change("5", explanations={"jump": "乙说"}, seen=0))
        assert [each.cell.changed_by for each in conflict.conflicts] == [world.clerk]

    def test_one_for_a_content_that_somebody_has_changed_is_a_conflict(self, world: World) -> None:
        save(world.of, change("5", seen=0))
        save(world.of, change("6", seen=1), by=world.clerk)
        assert conflicts(world.of, change(explanations={"jump": "为 5 而写"}, seen=1)).conflicts[0].cell.number == 6

    def test_one_that_comes_with_the_same_content_is_added(self, world: World) -> None:
        save(world.of, change("5", seen=0), by=world.clerk)
        save(world.of, change("5", explanations={"jump": "甲"}, seen=0))
        assert self.explained(world.of) == {"jump": "甲"}


class TestConflicts:
    def test_the_second_is_told_who_changed_what_and_nothing_is_stored(self, world: World) -> None:
        save(world.of, change("5", seen=0), by=world.clerk)
        conflict = conflicts(world.of, change("6", seen=0), change("1.5", GROWTH, seen=0))
        [found] = conflict.conflicts
        assert (found.cell.key, str(found.cell.content), found.yours) == (VALUE, "5", "6")
        assert found.cell.changed_by == world.clerk
        assert found.cell.changed_at is not None
        for words in ("TAX", "A", "数值", str(world.clerk), "“5”", "“6”"):
            assert words in str(conflict)
        assert contents(world.of) == {VALUE: "5", GROWTH: ""}

    def test_all_of_them_are_listed(self, world: World) -> None:
        save(world.of, change("5", seen=0), change("1", GROWTH, seen=0))
        conflict = conflicts(world.of, change("6", seen=0), change("—", GROWTH, seen=0))
        assert [(each.cell.key, each.yours) for each in conflict.conflicts] == [(VALUE, "6"), (GROWTH, "—")]

    def test_the_same_content_is_none(self, world: World) -> None:
        save(world.of, change("5", seen=0), by=world.clerk)
        assert save(world.of, change("5.0", seen=0)).cells == []

    def test_other_cells_are_none_of_it(self, world: World) -> None:
        save(world.of, change("5", seen=0), by=world.clerk)
        save(world.of, change("1.5", GROWTH, seen=0))
        assert contents(world.of) == {VALUE: "5", GROWTH: "1.5"}

    def test_a_different_note_is_one(self, world: World) -> None:
        save(world.of, change(note="甲", seen=0))
        assert len(conflicts(world.of, change(note="乙", seen=0)).conflicts) == 1

    def test_the_new_version_lets_it_through(self, world: World) -> None:
        save(world.of, change("5", seen=0))
        assert save(world.of, change("6", seen=1)).cells[0].version == 2

    def test_clearing_what_another_has_typed_is_one(self, world: World) -> None:
        save(world.of, change("0", seen=0))
        assert conflicts(world.of, change("", seen=0)).conflicts[0].yours == ""


class TestRefusals:
    def test_a_cell_that_is_not_in_the_return(self, world: World) -> None:
        elsewhere = make_unit(make_form("g", make_indicator("LAND")), world.foreign, department=world.tax)
        open_now(elsewhere, "2026-Q1")
        changes = [change("5"), change("5", "LAND/B/value"), change("5", "TAX/B/value"), change("5", "TAX/A/stock")]
        assert refused(world.of, *changes) == ["unknown_cell"] * 3

    def test_the_same_cell_twice(self, world: World) -> None:
        assert refused(world.of, change("5"), change("6")) == ["cell_twice"]

    def test_what_is_too_long(self, world: World) -> None:
        ensure_default_rules(actor=TESTER)
        long = "长" * 501
        changes = [change("约" * 101, note=long, explanations={"jump": long}), change("5", GROWTH, note="长" * 500)]
        assert refused(world.of, *changes) == ["too_long"] * 3

    def test_what_just_fits_is_kept(self, world: World) -> None:
        save(world.of, change("约" * 100, note="长" * 499 + "\r\n"))
        assert (len(str(cell(world.of).content)), len(cell(world.of).note)) == (100, 499)

    def test_what_the_database_cannot_hold(self, world: World) -> None:
        assert refused(world.of, change("5\0", note="\0")) == ["bad_character"] * 2

    def test_every_reason_at_once(self, world: World) -> None:
        changes = [change("5", "X/A/value"), change("5", "X/A/value", note="长" * 501)]
        assert refused(world.of, *changes) == ["unknown_cell", "unknown_cell", "cell_twice", "too_long"]

    def test_a_return_without_an_account_of_its_department(self, world: World) -> None:
        stranger = make_account(Role.ENTRY, world.own, department=world.other, username="stranger")
        with pytest.raises(ReturnRefusedError) as refusal:
            save(world.of, change("5"), by=stranger)
        assert [each.code for each in refusal.value.refusals] == ["not_your_department"]


@pytest.mark.django_db(transaction=True)
def test_two_at_the_same_time_lose_nothing() -> None:
    """Both wait for each other at the start; each adds to what is there by what it has seen."""
    world = make_world(areas=2)
    rounds, keys = 6, ["TAX/A/value", "TAX/A1/value"]
    start, outcomes = Barrier(2), []

    def work(name: str) -> None:
        try:
            for number in range(rounds):
                seen = cell(world.of, keys[0]).version
                start.wait(timeout=20)
                try:
                    save(world.of, change(f"{name}{number}", keys[0], seen=seen))
                except CellConflictError as conflict:
                    outcomes.append(("conflict", conflict.conflicts[0].yours))
                else:
                    outcomes.append(("saved", f"{name}{number}"))
                start.wait(timeout=20)
        finally:
            connection.close()

    threads = [Thread(target=work, args=(name,)) for name in ("1", "2")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    saved = [text for kind, text in outcomes if kind == "saved"]
    assert sorted(kind for kind, _ in outcomes) == ["conflict"] * rounds + ["saved"] * rounds
    stored = cell(world.of, keys[0])
    assert (stored.version, str(stored.content)) == (rounds, saved[-1])
    assert [entry.new[keys[0]]["content"] for entry in entries()] == saved
    assert make_area("C").pk  # the connection of the test still works
