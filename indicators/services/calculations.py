"""Asking for derived numbers to follow: the outbox row goes into the transaction of the change, the news after it."""

from django.db import connection

from indicators.events import calculations_requested
from indicators.models import DataVersion, Indicator, PendingCalculation


def request_calculations_of(indicator: Indicator) -> None:
    """Everything derived from one indicator, after its definition changed."""
    PendingCalculation.objects.create(indicator=indicator)
    announce_change()


def request_all_calculations() -> None:
    """Everything, after areas or peer groups changed."""
    PendingCalculation.objects.create()
    announce_change()


def announce_change() -> None:
    """To be called once in every transaction that wrote to the outbox."""
    bump_data_version()
    calculations_requested.send(sender=PendingCalculation)


def bump_data_version() -> None:
    """Give cached answers a new number. Call it last in a transaction: others wait for this row until the commit."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {DataVersion._meta.db_table} (id, number) VALUES (1, 1) "  # noqa: S608
            f"ON CONFLICT (id) DO UPDATE SET number = {DataVersion._meta.db_table}.number + 1"
        )
