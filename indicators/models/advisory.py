"""Locks that span tables: held until the end of the transaction, so that a killed process leaves none behind."""

from enum import IntEnum

from django.db import connection


class AdvisoryLock(IntEnum):
    """What may only be done by one transaction at a time; a transaction that needs several takes them in this order."""

    # Figures and the definitions they are checked against: whoever changes either waits for the other.
    LEDGER = 7_301_001
    AUDIT_SEALS = 7_301_002
    CALCULATIONS = 7_301_003


def hold(lock: AdvisoryLock) -> None:
    """Wait for `lock` and keep it until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [int(lock)])
