"""After a load of many rows PostgreSQL knows how many there are, by whichever way they came; few rows wait."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from django.db import connection

from tests.evaluation_builders import make_enterprise
from tests.fact_doors import Door, by_interface, by_package, by_workbook
from tests.fact_worlds import make_fact_world
from tracker.models import Enterprise, EnterpriseFact, EnterpriseTax
from tracker.services.evaluations.fact_statistics import MANY_ROWS

pytestmark = pytest.mark.django_db
TABLES = [model._meta.db_table for model in (Enterprise, EnterpriseFact, EnterpriseTax)]
Capture = Callable[..., AbstractContextManager[object]]


def known_rows() -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname, reltuples::bigint FROM pg_class WHERE relname = ANY(%s)", [TABLES])
        return dict(cursor.fetchall())


@pytest.fixture
def nothing_known() -> None:
    """The estimate survives a rollback, so that of an earlier test may still stand."""
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {', '.join(TABLES)}")
    assert known_rows() == dict.fromkeys(TABLES, 0)


@pytest.mark.usefixtures("nothing_known")
@pytest.mark.parametrize("door", [by_package, by_interface, by_workbook])
def test_many_rows_are_known_after_the_load(
    tmp_path: Path, django_capture_on_commit_callbacks: Capture, door: Door
) -> None:
    world = make_fact_world()
    firms = [make_enterprise(1_000 + number, world.city) for number in range(MANY_ROWS)]
    with django_capture_on_commit_callbacks(execute=True):
        door(world, firms, tmp_path)
    known = known_rows()
    assert known["tracker_enterprise"] == Enterprise.objects.count() >= MANY_ROWS
    # The rows that were superseded stay in the table.
    assert known["tracker_enterprisefact"] == EnterpriseFact.objects.count() >= MANY_ROWS


@pytest.mark.usefixtures("nothing_known")
def test_few_rows_wait_for_autovacuum(tmp_path: Path, django_capture_on_commit_callbacks: Capture) -> None:
    world = make_fact_world()
    with django_capture_on_commit_callbacks(execute=True):
        by_interface(world, [world.firms[3]], tmp_path)
    assert EnterpriseFact.objects.count() == 3
    assert known_rows() == dict.fromkeys(TABLES, 0)
