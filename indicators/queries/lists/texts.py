"""Numbers, days and moments as the interface writes them, written by the database: `domain.numbers` in SQL."""

from django.db.models import F, Func, TextField

Column = str | Func  # the path of a column, or a text made of one


class _Text(Func):
    output_field = TextField()


class Plain(_Text):
    """A plain decimal without trailing zeros, as `domain.numbers.plain`."""

    template = "trim_scale(%(expressions)s)::text"


class Six(_Text):
    """Six decimals, as `domain.numbers.plain_six`; PostgreSQL rounds numerics half away from zero."""

    template = "round(%(expressions)s, 6)::text"


class Rounded(_Text):
    """Two expressions, a number and its digits: as `domain.numbers.plain_rounded`."""

    template = "round(%(expressions)s)::text"


class Day(_Text):
    """A date in its one form, 2024-01-18."""

    template = "to_char(%(expressions)s, 'YYYY-MM-DD')"


class Moment(_Text):
    """A moment with the offset of Shanghai; fractions of a second only where there are any."""

    template = (
        "to_char(%(expressions)s AT TIME ZONE INTERVAL '8 hours', 'YYYY-MM-DD\"T\"HH24:MI:SS')"
        " || rtrim(to_char(%(expressions)s, '.US'), '.0') || '+08:00'"
    )


class OrNull(_Text):
    """Null for an empty text."""

    template = "nullif(%(expressions)s, '')"


def column(source: Column) -> F | Func:
    """The expression of a column."""
    return F(source) if isinstance(source, str) else source
