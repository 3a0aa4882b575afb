"""How late a milestone is, against the day that holds now and against the one that was named first."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Delay:
    """Days after the day it was due, negative for early; None with a reason while the day is still to come."""

    days: int | None
    reason: str = ""


def delay(due_on: date, reached_on: date | None, day: date) -> Delay:
    """Seen from a day: what is reached later is not reached yet.

    >>> delay(date(2025, 6, 30), date(2025, 7, 3), date(2025, 9, 1)).days
    3
    >>> delay(date(2025, 6, 30), None, date(2025, 6, 30))
    Delay(days=None, reason='未到期')
    """
    if reached_on and reached_on <= day:
        return Delay((reached_on - due_on).days)
    if day > due_on:
        return Delay((day - due_on).days)
    return Delay(None, "未到期")
