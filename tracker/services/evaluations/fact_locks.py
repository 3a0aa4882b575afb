"""Which rounds hold the facts of a year: one rule for packages, the interface, bureaus' files and what staff type."""

from collections.abc import Sequence

from django.db.models import Q

from tracker.domain.evaluations.way import LOCKED_STATES
from tracker.models import Round


class RoundLockedError(Exception):
    """The facts take no change; `reasons` lists why."""

    def __init__(self, reasons: Sequence[str]) -> None:
        super().__init__("；".join(reasons))
        self.reasons = list(reasons)


def lock_reasons(year: int, *, through: Round | None = None) -> list[str]:
    """Why the facts of a year are locked: rounds of the year, and of the next, which read them as last year's.

    A trial round holds them only against what comes `through` itself: posted to it, or in a file for it.
    """
    holds = Q(trial=False) | Q(pk=through.pk) if through else Q(trial=False)
    rounds = Round.objects.filter(holds, year__in=(year, year + 1), state__in=LOCKED_STATES)
    return [
        f"“{each}”{each.get_state_display()}，{year} 年的数据{'' if each.year == year else '作为其上年数'}不再变动"
        for each in rounds.order_by("year", "code")
    ]


def hold_rounds(*years: int) -> dict[int, Round]:
    """Rounds that may hold facts of the years, by id: their lock waits for this transaction, or this one sees it."""
    reading = {of for year in years for of in (year, year + 1)}
    return {each.pk: each for each in Round.objects.select_for_update().filter(year__in=reading).order_by("pk")}
