"""The audit trail: sealed in order, and every way to cheat it shows."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from indicators.models import AuditEntry, AuditSeal
from indicators.queries.audit import chain_end, trail_faults
from indicators.services.audit import record, seal_entries
from tests.builders import TESTER, figure, make_area, make_indicator, publish

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def sealed_trail():
    make_area("A")
    make_indicator("GDP")
    publish(figure("GDP", "A", "2024-Q4", "5", "1"))
    assert seal_entries() == AuditEntry.objects.count() == 3
    assert not list(trail_faults())


def cheat(table: str, statement: str) -> None:
    """Do what only the owner of the database could: switch the guards off, change, switch them on again."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        cursor.execute(statement)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def codes() -> list[str]:
    return [fault.code for fault in trail_faults()]


def test_sealing_goes_on_where_it_stopped_and_finds_nothing_twice():
    number, digest = chain_end()
    record(actor=TESTER, action="changed", object_type="area", object_key="A", old={"name": "A"}, new={"name": "B"})
    assert seal_entries() == 1
    assert seal_entries() == 0
    assert chain_end()[0] == number + 1
    assert chain_end()[1] != digest
    assert list(AuditSeal.objects.values_list("number", flat=True)) == [1, 2, 3, 4]
    assert not codes()


@pytest.mark.parametrize(
    "change",
    [
        "actor_name = 'other'",
        "reason = 'other'",
        "old = '{}'",
        'new = new || \'{"note": "x"}\'',
        "at = at + interval '1 s'",
    ],
)
def test_a_changed_entry_is_tampered(change):
    entry = AuditEntry.objects.order_by("id").first()
    cheat("indicators_auditentry", f"UPDATE indicators_auditentry SET {change} WHERE id = {entry.pk}")
    assert codes() == ["tampered"]


def test_a_removed_entry_is_missing():
    entry = AuditEntry.objects.order_by("id").first()
    cheat("indicators_auditseal", f"DELETE FROM indicators_auditseal WHERE entry_id = {entry.pk}")
    cheat("indicators_auditentry", f"DELETE FROM indicators_auditentry WHERE id = {entry.pk}")
    assert codes() == ["missing"]


def test_a_forged_seal_is_tampered():
    cheat("indicators_auditseal", "UPDATE indicators_auditseal SET digest = repeat('0', 64) WHERE number = 2")
    assert set(codes()) == {"tampered"}


def test_an_entry_nobody_sealed_for_long():
    old = timezone.now() - timedelta(hours=1)
    AuditEntry.objects.create(at=old, actor_name="x", action="changed", object_type="area", object_key="A")
    assert codes() == ["unsealed"]


@pytest.mark.parametrize(
    "change",
    [
        "value = 6",
        "growth = NULL",
        "note = 'x'",
        "vintage = 'final'",
        "period = '2023-Q4'",
        "period_end = '2024-09-30'",
        "recorded_at = recorded_at - interval '1 day'",
        "published_at = published_at + interval '1 day'",
        "area_id = (SELECT id FROM indicators_area WHERE code = 'B')",
    ],
)
def test_a_figure_changed_behind_the_trail(change):
    make_area("B")
    seal_entries()
    cheat("indicators_observation", f"UPDATE indicators_observation SET {change}")
    assert "ledger_differs" in codes()


def test_a_figure_taken_out_of_the_ledger():
    cheat("indicators_observation", "DELETE FROM indicators_observation")
    assert codes() == ["missing"]


def test_a_history_put_into_another_order():
    """Both columns may move when a row of the same key is inserted, so only the order itself shows the cheat."""
    publish(figure("GDP", "A", "2024-Q4", "6", published="2026-02-01"))
    seal_entries()
    assert not codes()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE indicators_observation SET superseded_at = now() WHERE superseded_at IS NULL")
    assert codes() == ["ledger_differs"]


@pytest.mark.django_db(transaction=True)
def test_an_entry_outside_a_transaction_is_a_mistake_of_the_caller():
    with pytest.raises(RuntimeError, match="transaction"):
        record(actor=TESTER, action="changed", object_type="area", object_key="A")
