"""When a disposal counts as revitalised land, and which of the three modes it belongs to (domain.md §5)."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from indicators.domain.exact import exact

MAIN_MODES = ("增产扩资", "政策赋能", "专业经营")
_SEPARATOR = re.compile(r"\s*[/／]\s*")


class CountedWhen(StrEnum):
    """On the day the disposal was confirmed, or on the later one on which the parcel was back in production."""

    CONFIRMED = "confirmed"
    PRODUCING = "producing"


@dataclass(frozen=True, slots=True)
class Rule:
    """What holds for disposals confirmed from a day on, until the next rule."""

    valid_from: date
    counted_when: CountedWhen


@dataclass(frozen=True, slots=True)
class ConfirmedArea:
    """One entry of a parcel, 亩; negative for a relapse."""

    confirmed_on: date
    area_mu: Decimal
    mode: str = ""


@dataclass(frozen=True, slots=True)
class CountedArea:
    """What of an entry counts from which day on; None: not yet."""

    counted_on: date | None
    area_mu: Decimal
    mode: str


def main_mode(mode: str) -> str:
    """The main mode of a finer kind; a mode of another wording stays as written.

    >>> main_mode("增产扩资/技改扩能"), main_mode("依法收回")
    ('增产扩资', '依法收回')
    """
    head = _SEPARATOR.split(mode, maxsplit=1)[0]
    return head if head in MAIN_MODES else mode


def rule_on(day: date, rules: Iterable[Rule]) -> CountedWhen:
    """The rule in force on a day; before the first one the day of confirmation counts."""
    in_force = [rule for rule in rules if rule.valid_from <= day]
    return max(in_force, key=lambda rule: rule.valid_from).counted_when if in_force else CountedWhen.CONFIRMED


def counted_on(confirmed_on: date, producing_since: date | None, rules: Iterable[Rule]) -> date | None:
    """The day on which a disposal begins to count; None while the parcel it waits for does not produce."""
    if rule_on(confirmed_on, rules) is CountedWhen.CONFIRMED:
        return confirmed_on
    return None if producing_since is None else max(confirmed_on, producing_since)


@exact
def counted_areas(
    entries: Iterable[ConfirmedArea], producing_since: date | None, rules: Sequence[Rule]
) -> list[CountedArea]:
    """The entries of one parcel with the days they count from, never below 0 on any day.

    A relapse takes back the newest disposals first, and counts no earlier than what it takes back.
    """
    found: list[CountedArea] = []
    standing: list[CountedArea] = []
    # Of one day the disposals come first, as the balance of a parcel is looked at by the end of a day.
    for entry in sorted(entries, key=lambda each: (each.confirmed_on, each.area_mu < 0)):
        if entry.area_mu > 0:
            day = counted_on(entry.confirmed_on, producing_since, rules)
            standing.append(CountedArea(day, entry.area_mu, entry.mode))
            found.append(standing[-1])
        else:
            found.extend(_taken_back(entry, standing))
    return found


def _taken_back(relapse: ConfirmedArea, standing: list[CountedArea]) -> list[CountedArea]:
    found, left = [], -relapse.area_mu
    while left > 0 and standing:
        newest = standing.pop()
        part = min(left, newest.area_mu)
        day = None if newest.counted_on is None else max(relapse.confirmed_on, newest.counted_on)
        found.append(CountedArea(day, -part, relapse.mode))
        left -= part
        if newest.area_mu > part:
            standing.append(CountedArea(newest.counted_on, newest.area_mu - part, newest.mode))
    return found


@exact
def running_totals(areas: Iterable[CountedArea], days: Sequence[date]) -> list[Decimal]:
    """What counts by the end of each of the days, which are in order, 亩."""
    waiting = sorted((each.counted_on, each.area_mu) for each in areas if each.counted_on)
    totals, total, place = [], Decimal(0), 0
    for day in days:
        while place < len(waiting) and waiting[place][0] <= day:
            total += waiting[place][1]
            place += 1
        totals.append(total)
    return totals
