"""Disposals are append-only and never more than the parcel: by service, by database, and under concurrency."""

from collections.abc import Callable
from decimal import Decimal
from threading import Thread

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from indicators.models import AuditEntry
from projects.models import Disposal, Parcel
from projects.services.disposals import DisposalsRefusedError, record_disposals
from tests.builders import TESTER, make_area
from tests.project_builders import content, dispose, make_parcel


@pytest.fixture
def parcel(db: None) -> Parcel:
    return make_parcel("L1", make_area("P01"), "100")


def areas(parcel: Parcel) -> list[Decimal]:
    return list(parcel.disposals.order_by("pk").values_list("area_mu", flat=True))


def test_half_twice_and_no_more(parcel: Parcel) -> None:
    dispose(parcel, "50", "2025-03-01")
    dispose(parcel, "50", "2025-04-01")
    with pytest.raises(DisposalsRefusedError) as refused:
        dispose(parcel, "0.1", "2025-05-01")
    assert list(refused.value.reasons) == ["L1"]
    assert "还剩 0 亩" in str(refused.value)
    assert areas(parcel) == [50, 50]


def test_a_relapse_is_a_negative_entry_with_a_reason(parcel: Parcel) -> None:
    dispose(parcel, "60", "2025-03-01")
    dispose(parcel, "-10", "2025-06-01")
    dispose(parcel, "50", "2025-07-01")
    assert areas(parcel) == [60, -10, 50]
    with pytest.raises(IntegrityError, match="relapse_has_a_reason"), transaction.atomic():
        dispose(parcel, "-5", "2025-08-01", reason="")
    with pytest.raises(DisposalsRefusedError, match="多于此前已处置"):
        dispose(parcel, "-101", "2025-08-01")


def test_every_parcel_is_named_and_nothing_is_stored(parcel: Parcel) -> None:
    other = make_parcel("L2", parcel.park, "10")
    rows = [content(parcel, "100"), content(other, "11"), content(parcel, "1", "2025-04-01")]
    with pytest.raises(DisposalsRefusedError) as refused:
        record_disposals(rows=rows, actor=TESTER)
    assert sorted(refused.value.reasons) == ["L1", "L2"]
    assert not Disposal.objects.exists()


def test_each_disposal_has_its_audit_entry(parcel: Parcel) -> None:
    record_disposals(rows=[content(parcel, "10"), content(parcel, "5", "2025-04-01")], actor=TESTER)
    entries = AuditEntry.objects.filter(object_type="disposal").order_by("pk")
    assert [(each.object_key, each.new["area_mu"]) for each in entries] == [("L1", "10"), ("L1", "5")]


CHANGES: list[Callable[[Parcel], object]] = [
    lambda parcel: parcel.disposals.update(area_mu=Decimal(1)),
    lambda parcel: parcel.disposals.all().delete(),
]


@pytest.mark.parametrize("change", CHANGES, ids=["update", "delete"])
def test_the_database_keeps_disposals_as_they_are(parcel: Parcel, change: Callable[[Parcel], object]) -> None:
    dispose(parcel, "10")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        change(parcel)
    assert areas(parcel) == [10]


WRITES: list[Callable[[Parcel], object]] = [
    lambda parcel: insert(parcel, "41", "2025-04-01"),
    lambda parcel: insert(parcel, "-61", "2025-04-01"),
    lambda parcel: insert(parcel, "-1", "2025-01-01"),
    lambda parcel: Parcel.objects.filter(pk=parcel.pk).update(area_mu=Decimal("59.9")),
]


def insert(parcel: Parcel, area_mu: str, confirmed_on: str) -> None:
    """Past the service."""
    row = content(parcel, area_mu, confirmed_on)
    parcel.disposals.create(
        confirmed_on=row.confirmed_on, area_mu=row.area_mu, mode=row.mode, document=row.document, reason=row.reason
    )


@pytest.mark.parametrize("write", WRITES, ids=["too-much", "below-nothing", "before-the-disposal", "smaller-parcel"])
def test_the_database_refuses_what_the_parcel_does_not_hold(parcel: Parcel, write: Callable[[Parcel], object]) -> None:
    dispose(parcel, "60", "2025-03-01")
    with pytest.raises(IntegrityError, match="disposals of parcel"), transaction.atomic():
        write(parcel)
    assert areas(parcel) == [60]


def waiting() -> int:
    """How many other connections wait for a lock of this one."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))"
        )
        return cursor.fetchone()[0]


@pytest.mark.parametrize("way", [dispose, insert], ids=["service", "past-the-service"])
@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_that_do_not_both_fit_one_is_refused(way: Callable[..., object]) -> None:
    parcel = make_parcel("L1", make_area("P01"), "100")
    refused: list[Exception] = []

    def second() -> None:
        try:
            way(parcel, "60", "2025-05-01")
        except (DisposalsRefusedError, IntegrityError) as error:
            refused.append(error)
        finally:
            connection.close()

    thread = Thread(target=second)
    with transaction.atomic():
        way(parcel, "60", "2025-04-01")
        thread.start()
        for _ in range(500):
            if waiting() or not thread.is_alive():
                break
            thread.join(timeout=0.02)
        assert waiting() == 1
    thread.join(timeout=30)
    assert not thread.is_alive()
    assert len(refused) == 1
    assert areas(parcel) == [60]
