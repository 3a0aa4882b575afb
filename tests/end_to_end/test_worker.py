"""A publication reaches the rankings through a real broker and worker, whatever is killed on the way."""

import pytest
from django.db import connection, transaction
from django_celery_beat.models import IntervalSchedule, PeriodicTask

from config.periodic import PERIODIC_WORK, ensure_periodic_work
from indicators.models import AuditEntry, Growth, PendingCalculation
from indicators.queries.audit import trail_faults, unsealed_entries
from indicators.queries.verification import growth_differences
from tests.builders import make_area, make_group, make_indicator
from tests.end_to_end.conftest import eventually
from tracker.models import RankingPlace
from tracker.queries.verification import ranking_differences


@pytest.fixture
def world(installation):
    installation.start_broker()
    make_group("g", make_area("A"), make_area("B"))
    make_indicator("X")
    PendingCalculation.objects.all().delete()
    return installation


YEARS = ("X,A,2023-Q4,100", "X,B,2023-Q4,100", "X,A,2024-Q4,105", "X,B,2024-Q4,104")


def places() -> list[int]:
    found = RankingPlace.objects.filter(ranking__basis="growth", ranking__period="2024-Q4").order_by("area__code")
    return list(found.values_list("place", flat=True))


def assert_whole() -> None:
    """Everything is derived, once, and nothing waits."""
    assert places() == [1, 2]
    assert Growth.objects.count() == 4
    assert not PendingCalculation.objects.exists()
    assert not [*growth_differences(), *ranking_differences()]


def sweep_every_second() -> None:
    """Let beat run the periodic work of the installation each second instead of each half minute."""
    ensure_periodic_work()
    interval, _ = IntervalSchedule.objects.get_or_create(every=1, period=IntervalSchedule.SECONDS)
    for task in PeriodicTask.objects.all():
        task.interval = interval
        task.save()


def test_a_publication_reaches_the_rankings(world):
    world.start_worker()
    world.publish(*YEARS)
    eventually(lambda: places() == [1, 2], "the ranking of 2024")
    eventually(lambda: not PendingCalculation.objects.exists(), "an empty outbox")
    assert_whole()


def test_kill_in_the_middle_of_a_calculation_loses_and_doubles_nothing(world):
    """The worker has written the growth rows and is about to write the rankings when it is killed."""
    worker = world.start_worker()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("LOCK TABLE tracker_ranking IN EXCLUSIVE MODE")
        world.publish(*YEARS)
        waiting = "SELECT count(*) FROM pg_locks WHERE relation = 'tracker_ranking'::regclass AND NOT granted"
        eventually(lambda: cursor.execute(waiting) or cursor.fetchone()[0], "the worker is about to write rankings")
        world.kill(worker)
    assert PendingCalculation.objects.count() == 4
    assert not Growth.objects.exists()
    assert not RankingPlace.objects.exists()
    sweep_every_second()
    world.start_worker()
    world.start_beat()
    eventually(lambda: not PendingCalculation.objects.exists(), "the sweep")
    assert_whole()


def test_a_broker_that_is_away_for_a_while_loses_nothing(world):
    world.stop_broker()
    world.publish(*YEARS)
    assert PendingCalculation.objects.count() == 4
    sweep_every_second()
    world.start_broker()
    world.start_worker()
    world.start_beat()
    eventually(lambda: not PendingCalculation.objects.exists(), "the sweep")
    assert_whole()
    eventually(lambda: not unsealed_entries().exists(), "the sealing")
    assert AuditEntry.objects.exists()
    assert not list(trail_faults())


def test_workers_survive_the_loss_of_their_broker(world):
    sweep_every_second()
    worker, beat = world.start_worker(), world.start_beat()
    world.publish(*YEARS[:2])
    eventually(lambda: Growth.objects.count() == 2, "the first publication")
    world.stop_broker()
    world.publish(*YEARS[2:])
    world.start_broker()
    eventually(lambda: not PendingCalculation.objects.exists(), "the sweep")
    assert worker.is_running
    assert beat.is_running
    assert_whole()
    assert set(PeriodicTask.objects.values_list("task", flat=True)) == {work.task for work in PERIODIC_WORK}
