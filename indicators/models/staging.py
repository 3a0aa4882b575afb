"""A staging table of this session: figures are copied into it, checked, and only then written to the ledger."""

from collections.abc import Iterable

from django.db import connection

from indicators.domain.figures import Figure
from indicators.domain.texts import plain_lines

STAGING_TABLE = """
CREATE TEMPORARY TABLE IF NOT EXISTS staged_figure (
    line integer, indicator text, area text, period text, period_end date, value numeric, growth numeric, vintage text,
    published_at timestamptz, published_as text, note text
)
"""


def stage_figures(figures: Iterable[Figure]) -> int:
    """Replace what is staged by `figures`, reading them one by one; returns how many."""
    count = 0
    with connection.cursor() as cursor:
        cursor.execute(STAGING_TABLE)
        cursor.execute("TRUNCATE staged_figure")
        with cursor.copy("COPY staged_figure FROM STDIN") as copy:
            for figure in figures:
                copy.write_row(
                    (
                        figure.line,
                        figure.indicator,
                        figure.area,
                        str(figure.period),
                        figure.period.last_day,
                        figure.value,
                        figure.growth,
                        figure.vintage,
                        figure.published_at,
                        figure.published_as,
                        plain_lines(figure.note),
                    )
                )
                count += 1
        cursor.execute("CREATE INDEX IF NOT EXISTS staged_figure_key ON staged_figure (indicator, area, period)")
        cursor.execute("ANALYZE staged_figure")
    return count
