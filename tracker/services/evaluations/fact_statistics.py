"""PostgreSQL's statistics about firms and their facts, brought up to date after a load."""

from django.db import connection, transaction

from tracker.models import Enterprise, EnterpriseFact, EnterpriseTax

# Fewer rows change no plan that matters, and autovacuum sees to them.
MANY_ROWS = 1_000


def refresh_statistics(*, written: int) -> None:
    """After the commit of a load that wrote many rows; autovacuum may take minutes, the next page reads at once."""
    if written >= MANY_ROWS:
        # Later than the transaction: its locks would make other loads wait.
        transaction.on_commit(_analyze, robust=True)


def _analyze() -> None:
    tables = ", ".join(model._meta.db_table for model in (Enterprise, EnterpriseFact, EnterpriseTax))
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {tables}")
