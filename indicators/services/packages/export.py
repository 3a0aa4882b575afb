"""Writing a data package: definitions and figures with their whole history, as they would be loaded again."""

from pathlib import Path

from django.db import connection, transaction

from indicators.domain.packages import AREAS, INDICATORS, OBSERVATIONS, PEER_GROUPS
from indicators.queries.packages import area_rows, indicator_rows, member_rows, observation_rows
from indicators.services.packages.parts import parts
from indicators.writers.package import write_table


def export_package(*, directory: Path) -> dict[str, int]:
    """Write every table into `directory`, all as of one moment; returns the rows by file."""
    directory.mkdir(parents=True, exist_ok=True)
    tables = [
        (AREAS, area_rows),
        (PEER_GROUPS, member_rows),
        (INDICATORS, indicator_rows),
        (OBSERVATIONS, observation_rows),
        *((table, rows) for part in parts() for table, rows in part.rows.items()),
    ]
    with transaction.atomic(durable=True):
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        written = {table.file: write_table(directory, table, rows()) for table, rows in tables}
        for part in parts():
            written |= {table.file: write(directory / table.file) for table, write in part.documents.items()}
        return written
