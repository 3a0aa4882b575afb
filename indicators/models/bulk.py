"""Writing derived rows in bulk: copied into a temporary table, then only what differs is written."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, models

Row = tuple[Any, ...]


def replace_rows(
    *,
    model: type[models.Model],
    key: Sequence[str],
    columns: Sequence[str],
    rows: Iterable[Row],
    obsolete: Iterable[Row],
) -> set[Row]:
    """Make `rows` (key, then columns) what the table says and delete the keys in `obsolete`; returns the changed keys.

    `key` and `columns` are column names of the table; `key` has a unique constraint. Call it in a transaction.
    """
    table = model._meta.db_table
    every, keys = ", ".join([*key, *columns]), ", ".join(key)
    same_key = " AND ".join(f"t.{name} = r.{name}" for name in key)
    stored, new = (", ".join(f"{alias}.{name}" for name in columns) for alias in ("t", "r"))
    upsert = (
        f"INSERT INTO {table} ({every}) SELECT {every} FROM replacement r WHERE NOT EXISTS ("
        f"SELECT 1 FROM {table} t WHERE {same_key} AND ({stored}) IS NOT DISTINCT FROM ({new})) "
        f"ON CONFLICT ({keys}) DO UPDATE SET {', '.join(f'{name} = EXCLUDED.{name}' for name in columns)} "
        f"RETURNING {keys}"
    )
    delete = (
        f"DELETE FROM {table} t USING replacement r WHERE {same_key} RETURNING {', '.join(f't.{name}' for name in key)}"
    )
    return _through_copy(table, every, rows, upsert) | _through_copy(table, keys, obsolete, delete)


def _through_copy(table: str, names: str, rows: Iterable[Row], statement: str) -> set[Row]:
    """Copy `rows` into a temporary table with these columns of `table`, run `statement`, return what it returns."""
    waiting = list(rows)
    if not waiting:
        return set()
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMPORARY TABLE replacement ON COMMIT DROP AS SELECT {names} FROM {table} WITH NO DATA")
        with cursor.copy(f"COPY replacement ({names}) FROM STDIN") as copy:
            for row in waiting:
                copy.write_row(row)
        cursor.execute("ANALYZE replacement")
        cursor.execute(statement)
        changed = set(cursor.fetchall())
        cursor.execute("DROP TABLE replacement")
    return changed
