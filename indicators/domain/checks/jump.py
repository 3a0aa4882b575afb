"""A change far from what the series used to do: median deviation, so that one odd year does not hide the next."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import median

from indicators.domain.checks.kinds import VALUE
from indicators.domain.checks.subjects import Evidence, Facts, Rule, Subject
from indicators.domain.checks.words import UNITS, growth_unit_text, limit, shown, unit_text
from indicators.domain.exact import exact
from indicators.domain.growth import POINTS, growth_rate
from indicators.domain.kinds import Kind
from indicators.domain.numbers import plain_rounded
from indicators.domain.periods import Period

# How far back the changes reach that a new one is compared with, and how many of them it takes to say anything.
YEARS_COMPARED = 5
FEWEST_CHANGES = 4

DIFFERENCE_KINDS = frozenset({Kind.RATE, Kind.COUNTER, Kind.INDEX})


@dataclass(frozen=True, slots=True)
class Deviation:
    """How far a change lies from the middle of the earlier ones, in multiples of their spread."""

    middle: Decimal
    spread: Decimal
    multiple: Decimal


@exact
def deviation(change: Decimal, earlier: Sequence[Decimal], step: Decimal) -> Deviation | None:
    """Median and median absolute deviation of the earlier changes; None when there are too few of them.

    A spread below the display step counts as that step: a series that never moved would otherwise make any change
    infinitely far away.

    >>> deviation(Decimal(10), [Decimal(each) for each in (4, 5, 6, 9)], Decimal("0.1"))
    Deviation(middle=Decimal('5.5'), spread=Decimal('1.0'), multiple=Decimal('4.5'))
    """
    if len(earlier) < FEWEST_CHANGES:
        return None
    middle = median(earlier)
    spread = max(median([abs(each - middle) for each in earlier]), step)
    return Deviation(middle, spread, abs(change - middle) / spread)


def jump_message(rule: Rule, subject: Subject, evidence: Evidence) -> str | None:
    """The change over the same period last year lies further from the middle than the allowed multiple."""
    if subject.number is None or rule.threshold is None:
        return None
    change = _change_at(subject, subject.period, evidence)
    if change is None:
        return None
    digits = _digits(subject)
    found = deviation(change, _earlier_changes(subject, evidence), Decimal((0, (1,), -digits)))
    if found is None or found.multiple <= rule.threshold:
        return None
    now, middle = shown(change, found.middle, digits=digits)
    label, unit = _label_and_unit(subject)
    multiple = plain_rounded(found.multiple, 1)
    return f"{label} {now}{unit}，历史中位数 {middle}{unit}，偏离 {multiple} 倍（容许 {limit(rule.threshold)} 倍）"


def _earlier_changes(subject: Subject, evidence: Evidence) -> list[Decimal]:
    changes = []
    period = subject.period
    for _ in range(YEARS_COMPARED * period.frequency.periods_per_year):
        period = period.previous()
        change = _change_at(subject, period, evidence)
        if change is not None:
            changes.append(change)
    return changes


def _change_at(subject: Subject, period: Period, evidence: Evidence) -> Decimal | None:
    code, area, measure = subject.indicator.code, subject.area, subject.measure
    number = evidence.number(code, area, period, measure)
    if measure != VALUE or number is None:
        return number
    return change_of_level(subject.indicator.kind, number, evidence.number(code, area, period.year_before(), VALUE))


@exact
def change_of_level(kind: Kind, current: Decimal, year_ago: Decimal | None) -> Decimal | None:
    """The change over a year: a difference for rates, counters and indices, percent of a positive base for the rest."""
    if year_ago is None:
        return None
    if kind in DIFFERENCE_KINDS:
        return current - year_ago
    rate = growth_rate(current, year_ago)
    return None if rate is None else rate * 100


def _in_percent(facts: Facts) -> bool:
    return facts.kind not in DIFFERENCE_KINDS


def _digits(subject: Subject) -> int:
    """Percent reads like a growth, a difference like the values it is between."""
    facts = subject.indicator
    return facts.growth_decimals if subject.measure != VALUE or _in_percent(facts) else facts.decimals


def _label_and_unit(subject: Subject) -> tuple[str, str]:
    facts = subject.indicator
    if subject.measure != VALUE:
        return "公布增速", growth_unit_text(facts)
    if _in_percent(facts):
        return "按数值计算的同比", "%"
    return "比上年同期增减", UNITS[POINTS] if facts.kind == Kind.RATE else unit_text(facts.measure_unit)
