"""Asking for derived numbers to follow: the outbox row goes into the transaction of the change, the news after it."""

from django.db import connection

from indicators.choices import DataTopic
from indicators.events import calculations_requested
from indicators.models import DataVersion, Indicator, PendingCalculation


def request_calculations_of(indicator: Indicator) -> None:
    """Everything derived from one indicator, after its definition changed."""
    PendingCalculation.objects.create(indicator=indicator)
    announce_change()


def request_all_calculations() -> None:
    """Everything, after what series and places hang on has changed."""
    PendingCalculation.objects.create()
    announce_change()


def announce_change() -> None:
    """To be called in every transaction that wrote to the outbox."""
    bump_data_version()
    calculations_requested.send(sender=PendingCalculation)


def bump_data_version() -> None:
    """Give cached answers a new number. Call it last in a transaction: others wait for this row until the commit."""
    _bump(DataTopic.PUBLISHED)


def bump_definitions_version() -> None:
    """Tell whoever checked something against the definitions that they have changed. Needs the ledger's lock."""
    _bump(DataTopic.DEFINITIONS)
    bump_data_version()


def _bump(topic: DataTopic) -> None:
    table = DataVersion._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (topic, number) VALUES (%s, 1) "  # noqa: S608
            f"ON CONFLICT (topic) DO UPDATE SET number = {table}.number + 1",
            [topic],
        )
