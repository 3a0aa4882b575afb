"""Spans of days in force: both ends count, an absent end is open."""

from datetime import date

Span = tuple[date | None, date | None]


def spans_overlap(one: Span, other: Span) -> bool:
    """Whether some day lies in both.

    >>> spans_overlap((None, date(2021, 1, 19)), (date(2021, 1, 20), None))
    False
    """
    return _starts_by_end_of(one, other) and _starts_by_end_of(other, one)


def _starts_by_end_of(one: Span, other: Span) -> bool:
    return one[0] is None or other[1] is None or one[0] <= other[1]
