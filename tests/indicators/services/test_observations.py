"""The write gate of the ledger."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from indicators.domain.moments import parse_as_of
from indicators.models import AuditEntry, Observation, PendingCalculation
from indicators.queries.versions import data_version
from indicators.services.audit import record
from indicators.services.observations import PublicationRefusedError
from tests.builders import TESTER, figure, make_area, make_indicator, publish

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def world():
    make_area("A")
    make_area("B")
    make_indicator("GDP")
    PendingCalculation.objects.all().delete()


def history() -> list[tuple[str, int, bool]]:
    """(value, revision, current) of every row, oldest publication first."""
    rows = Observation.objects.order_by("published_at").values_list("value", "revision", "superseded_at")
    return [
        (f"{value.normalize():f}" if value is not None else "", revision, end is None) for value, revision, end in rows
    ]


def test_a_publication_leaves_figure_audit_entry_and_outbox_row():
    version = data_version()
    result = publish(figure("GDP", "A", "2024-Q4", "100.50", "5.1", note="公报"))
    assert (result.created, result.unchanged) == (1, 0)
    row = Observation.objects.get()
    assert (row.indicator.code, row.area.code, row.period, str(row.period_end)) == ("GDP", "A", "2024-Q4", "2024-12-31")
    entry = row.audit_entry
    assert (entry.action, entry.object_key, entry.actor_name, entry.reason) == (
        "published",
        "GDP/A/2024-Q4",
        "tester",
        "test",
    )
    assert entry.old is None
    assert entry.new == {
        "value": "100.5",
        "growth": "5.1",
        "vintage": "preliminary",
        "published_at": "2026-01-15",
        "note": "公报",
    }
    assert list(PendingCalculation.objects.values_list("indicator__code", "area__code", "period")) == [
        ("GDP", "A", "2024-Q4")
    ]
    assert data_version() > version


def test_a_later_publication_is_a_revision_and_the_old_figure_can_be_asked_for():
    publish(figure("GDP", "A", "2015-Q4", "1703.1", "9.6", published="2016-02-01"))
    publish(figure("GDP", "A", "2015-Q4", "1633.07", "9.6", published="2021-03-31", vintage="census"))
    assert history() == [("1703.1", 0, False), ("1633.07", 1, True)]
    entry = Observation.objects.current().get().audit_entry
    assert (entry.action, entry.old["value"], entry.new["value"]) == ("revised", "1703.1", "1633.07")

    def known(day: str) -> list[str]:
        return [str(row.value.normalize()) for row in Observation.objects.as_of(parse_as_of(day))]

    assert known("2016-01-31") == []
    assert known("2016-02-01") == known("2021-03-30") == ["1703.1"]
    assert known("2021-03-31") == ["1633.07"]


def test_an_earlier_publication_takes_its_place_in_the_history():
    publish(figure("GDP", "A", "2024-Q4", "3", published="2025-03-01"))
    publish(figure("GDP", "A", "2024-Q4", "1", published="2025-01-01"))
    publish(figure("GDP", "A", "2024-Q4", "2", published="2025-02-01"))
    assert history() == [("1", 0, False), ("2", 1, False), ("3", 2, True)]
    ends = list(Observation.objects.order_by("published_at").values_list("superseded_at", "published_at"))
    assert [end for end, _ in ends] == [ends[1][1], ends[2][1], None]


def test_several_vintages_of_one_key_in_one_publication():
    publish(
        figure("GDP", "A", "2024-Q4", "2", published="2025-02-01"),
        figure("GDP", "A", "2024-Q4", "1", published="2025-01-01"),
    )
    assert history() == [("1", 0, False), ("2", 1, True)]


def test_the_same_figure_again_changes_nothing():
    publish(figure("GDP", "A", "2024-Q4", "5.0", "1"))
    before = AuditEntry.objects.count()
    result = publish(figure("GDP", "A", "2024-Q4", "5.00", "1.000"))
    assert (result.created, result.unchanged) == (0, 1)
    assert AuditEntry.objects.count() == before


@pytest.mark.parametrize(
    ("value", "growth", "vintage", "note"),
    [
        ("6", "1", "preliminary", ""),
        ("5", None, "preliminary", ""),
        ("5", "1", "final", ""),
        ("5", "1", "preliminary", "x"),
    ],
)
def test_other_content_at_the_same_moment_is_a_conflict(value, growth, vintage, note):
    publish(figure("GDP", "A", "2024-Q4", "5", "1"))
    with pytest.raises(PublicationRefusedError) as refusal:
        publish(
            figure("GDP", "B", "2024-Q4", "7"),
            figure("GDP", "A", "2024-Q4", value, growth, vintage=vintage, note=note),
        )
    assert [fault.code for fault in refusal.value.faults] == ["conflict"]
    assert Observation.objects.count() == 1


def test_a_withdrawal_takes_the_figure_back_and_keeps_it_in_the_history():
    publish(figure("GDP", "A", "2024-Q4", "5", published="2025-01-01"))
    publish(figure("GDP", "A", "2024-Q4", vintage="withdrawn", published="2025-02-01"))
    assert not Observation.objects.current().figures().exists()
    assert Observation.objects.as_of(parse_as_of("2025-01-31")).get().value == 5
    assert AuditEntry.objects.order_by("-id").first().action == "withdrawn"
    publish(figure("GDP", "A", "2024-Q4", "6", published="2025-03-01"))
    assert Observation.objects.current().figures().get().value == 6


def test_a_refusal_lists_every_reason_and_stores_nothing():
    make_indicator("INVEST", kind="growth_only")
    with pytest.raises(PublicationRefusedError) as refusal:
        publish(
            figure("GDP", "A", "2024-Q4", "5"),
            figure("GDP", "X", "2024", "5"),
            figure("NONE", "A", "2024-Q4", "5"),
            figure("INVEST", "A", "2024-Q4", "5"),
            figure("GDP", "A", "2024-Q3"),
            figure("GDP", "A", "2024-Q2", "5", vintage="withdrawn"),
            figure("GDP", "A", "2024-Q1", "5", published="2999-01-01"),
        )
    assert [fault.code for fault in refusal.value.faults] == [
        "unknown_area",
        "wrong_frequency",
        "unknown_indicator",
        "value_not_allowed",
        "nothing_given",
        "withdrawn_with_figure",
        "in_future",
    ]
    assert not Observation.objects.exists()


def test_thirty_digits_come_back_as_they_went_in():
    publish(figure("GDP", "A", "2024-Q4", "123456789012345.123456789012345", "-0.000000000000001"))
    row = Observation.objects.get()
    assert str(row.value) == "123456789012345.123456789012345"
    assert f"{row.growth:f}" == "-0.000000000000001"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE indicators_observation SET value = 6",
        "UPDATE indicators_observation SET note = 'x'",
        "DELETE FROM indicators_observation",
        "UPDATE indicators_auditentry SET reason = 'x'",
        "DELETE FROM indicators_auditentry",
    ],
)
def test_the_database_refuses_to_change_what_was_recorded(statement):
    publish(figure("GDP", "A", "2024-Q4", "5"))
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_no_figure_without_its_audit_entry_and_no_second_current_one():
    publish(figure("GDP", "A", "2024-Q4", "5"))
    row = Observation.objects.get()
    row.pk = None
    row.published_at = parse_as_of("2026-02-01")
    row.audit_entry = record(actor=TESTER, action="published", object_type="observation", object_key="GDP/A/2024-Q4")
    with pytest.raises(IntegrityError, match="observation_one_current"), transaction.atomic():
        row.save(force_insert=True)
    row.audit_entry_id = None
    with pytest.raises(IntegrityError, match="audit_entry_id"), transaction.atomic():
        row.save(force_insert=True)


@pytest.mark.django_db(transaction=True)
def test_publications_at_the_same_time_follow_one_another():
    """Eight writers, one key, one moment: the first counts, the others are told of the conflict."""

    def attempt(number: int) -> str:
        try:
            publish(figure("GDP", "A", "2024-Q4", str(number)))
            return "published"
        except PublicationRefusedError as refusal:
            return refusal.faults[0].code
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as writers:
        outcomes = sorted(writers.map(attempt, range(8)))
    assert outcomes == ["conflict"] * 7 + ["published"]
    assert Observation.objects.count() == 1


@pytest.mark.parametrize("year", [1, 24, 1948])
def test_a_year_outside_the_calendar_is_refused(year: int) -> None:
    early = replace(figure("GDP", "A", "2024-Q1", "1"), published_at=datetime(year, 6, 1, tzinfo=UTC))
    with pytest.raises(PublicationRefusedError) as refusal:
        publish(early)
    assert "out_of_calendar" in [fault.code for fault in refusal.value.faults]
