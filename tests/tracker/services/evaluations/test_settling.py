"""Rows of no firm: given to a firm with what they are called, set aside, opened again; aliases withdrawn."""

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest
from django.db import connections
from django.utils import timezone

from tests.fact_builders import make_bureau, typed
from tests.fact_worlds import FactWorld, check, fact_of, make_fact_world, supply, template
from tests.return_builders import make_account
from tracker.domain.evaluations.fact_sheets import CODE, NAME
from tracker.models import Enterprise, EnterpriseAlias, EnterpriseFact, UnmatchedRow
from tracker.services.evaluations.fact_locks import RoundLockedError
from tracker.services.evaluations.settling import (
    SettlingRefusedError,
    assign_row,
    dismiss_row,
    reopen_row,
    withdraw_alias,
)

POWER = "用电量（万千瓦时）"


@pytest.fixture
def world(db: None) -> FactWorld:
    return make_fact_world()


def wait(world: FactWorld, **row: object) -> UnmatchedRow:
    supply(world, typed(template(world), {CODE: "OLD-1", POWER: 7, **row}))
    return UnmatchedRow.objects.select_related("file__round", "file__department").latest("pk")


def test_a_settled_row_is_written_and_its_code_is_remembered(world: FactWorld) -> None:
    row, firm = wait(world, **{NAME: "某厂"}), world.firms[3]
    done = assign_row(row=row, enterprise=firm.code, user=world.reviewer)
    assert done.alias is not None
    assert (done.alias.kind, done.alias.text, done.others) == ("code", "OLD1", 0)
    row.refresh_from_db()
    assert (row.state, row.enterprise, row.decided_by) == ("assigned", firm, "reviewer")
    assert fact_of(firm, "electricity") == 7
    found = check(world, typed(template(world), {CODE: "old 1", POWER: 8}))
    assert [(each.enterprise, each.new) for each in found.changes] == [(firm.code, "8")]
    assert found.unmatched == []


def test_rows_that_wait_under_the_same_alias_are_settled_together(world: FactWorld) -> None:
    other = make_bureau("统计局", "staff")
    supply(world, typed(template(world, other), {CODE: "old1", "从业人员（人）": 40}), other, world.reviewer)
    row, firm = wait(world), world.firms[3]
    assert assign_row(row=row, enterprise=firm.code, user=world.reviewer).others == 1
    assert (fact_of(firm, "electricity"), fact_of(firm, "staff")) == (7, 40)
    assert not UnmatchedRow.objects.filter(state="waiting").exists()


def test_a_name_is_remembered_where_there_is_no_code_and_nothing_where_it_is_not_asked_for(world: FactWorld) -> None:
    row, firm = wait(world, **{CODE: None, NAME: "某 厂"}), world.firms[3]
    done = assign_row(row=row, enterprise=firm.code, user=world.reviewer, remember=False)
    assert (done.alias, EnterpriseAlias.objects.count()) == (None, 0)
    again = wait(world, **{CODE: None, NAME: "某 厂", POWER: 9})
    alias = assign_row(row=again, enterprise=firm.code, user=world.reviewer).alias
    assert alias is not None
    assert (alias.kind, alias.text) == ("name", "某厂")


def test_the_code_of_another_firm_never_becomes_an_alias(world: FactWorld) -> None:
    row = wait(world, **{CODE: world.firms[1].code, NAME: world.firms[2].name})
    done = assign_row(row=row, enterprise=world.firms[2].code, user=world.reviewer)
    assert done.alias is None
    assert "另一户企业" in done.remark
    assert (fact_of(world.firms[1], "electricity"), fact_of(world.firms[2], "electricity")) == (Decimal("12.5"), 7)


def test_a_withdrawn_alias_matches_no_more(world: FactWorld) -> None:
    alias = assign_row(row=wait(world), enterprise=world.firms[3].code, user=world.reviewer).alias
    assert alias is not None
    with pytest.raises(SettlingRefusedError, match="理由"):
        withdraw_alias(alias=alias, reason=" ", user=world.reviewer)
    withdraw_alias(alias=alias, reason="认错", user=world.reviewer)
    assert check(world, typed(template(world), {CODE: "OLD-1", POWER: 8})).unmatched
    with pytest.raises(SettlingRefusedError, match="已经撤销"):
        withdraw_alias(alias=alias, reason="再次", user=world.reviewer)


def test_a_row_is_set_aside_and_opened_again_with_a_reason(world: FactWorld) -> None:
    row = wait(world)
    with pytest.raises(SettlingRefusedError, match="理由"):
        dismiss_row(row=row, reason="", user=world.reviewer)
    dismiss_row(row=row, reason="已注销", user=world.reviewer)
    with pytest.raises(SettlingRefusedError, match="不采用"):
        assign_row(row=row, enterprise=world.firms[3].code, user=world.reviewer)
    reopen_row(row=row, reason="弄错了", user=world.reviewer)
    row.refresh_from_db()
    assert (row.state, row.reason) == ("waiting", "弄错了")
    assert assign_row(row=row, enterprise=world.firms[3].code, user=world.reviewer).enterprise == world.firms[3]


def test_who_and_when(world: FactWorld) -> None:
    row = wait(world)
    with pytest.raises(SettlingRefusedError, match="本账号"):
        assign_row(row=row, enterprise=world.firms[3].code, user=world.clerk)
    with pytest.raises(SettlingRefusedError, match="没有代码"):
        assign_row(row=row, enterprise=world.foreign.code, user=world.reviewer)
    type(world.round).objects.update(state="locked", locked_at=timezone.now())
    with pytest.raises(RoundLockedError, match="已锁定"):
        assign_row(row=row, enterprise=world.firms[3].code, user=world.reviewer)
    assert fact_of(world.firms[3], "electricity") is None


@pytest.mark.django_db(transaction=True)
def test_of_two_who_settle_a_row_at_once_one_is_told_of_the_other() -> None:
    world = make_fact_world()
    row = wait(world)
    second = make_account("publisher", world.city, username="second")

    def settle(given: tuple[object, Enterprise]) -> str:
        user, firm = given
        try:
            assign_row(row=row, enterprise=firm.code, user=user)  # type: ignore[arg-type]
        except SettlingRefusedError as refusal:
            return str(refusal)
        finally:
            connections.close_all()
        return ""

    with ThreadPoolExecutor(2) as pool:
        told = sorted(pool.map(settle, [(world.reviewer, world.firms[2]), (second, world.firms[3])]))
    assert told[0] == ""
    assert "已认领" in told[1]
    assert EnterpriseFact.objects.current().filter(electricity=7).count() == 1
    assert EnterpriseAlias.objects.in_force().count() == 1
