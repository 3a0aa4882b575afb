"""Every-year forms and limits: what has to hold in each year by itself (`domain.md` §3)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from indicators.domain.averages import geometric_average
from indicators.domain.kinds import Direction, Kind
from indicators.domain.numbers import rounded
from indicators.domain.reasons import FACTOR_NOT_POSITIVE, NO_BASE
from tracker.domain.targets.paths import Unknown, compound_fall, values_since_base
from tracker.domain.targets.reasons import NO_FIGURE, NO_REFERENCE
from tracker.domain.targets.rules import AssessmentRules
from tracker.domain.targets.target import (
    ACCUMULATING,
    NOTHING,
    RELATIVE,
    Form,
    Measure,
    Target,
    YearFigures,
)

HUNDRED = Decimal(100)
Figures = Mapping[int, YearFigures]


@dataclass(frozen=True, slots=True)
class Kept:
    """What the target reads at the end of the assessed year, and the years in which it was broken."""

    actual: Decimal
    broken: tuple[int, ...]


def kept_years(
    target: Target, year: int, figures: Figures, reference: Figures, rules: AssessmentRules
) -> Kept | Unknown:
    """Whether the target held in every year after the base that has a figure, to `year` or the end year."""
    if target.form in ACCUMULATING:
        return _kept_sums(target, year, figures)
    actual = _read(target, figures.get(year, NOTHING))
    if actual is None:
        return Unknown(NO_FIGURE)
    if target.form == Form.CHANGE and target.base is None:
        return Unknown(NO_BASE)
    if target.form in RELATIVE and _pair(figures, reference, year) is None:
        return Unknown(NO_REFERENCE)
    last = min(year, target.end_year)
    judged = {
        each: held
        for each in range(target.base_year + 1, last + 1)
        if (held := _held(target, each, figures, reference, rules)) is not None
    }
    return Kept(actual, tuple(each for each, held in judged.items() if not held)) if judged else Unknown(NO_FIGURE)


def tolerance_of(target: Target, rules: AssessmentRules) -> Decimal:
    """What 左右 and 基本同步 allow: the target's own, else the default; for a level a share of the target."""
    if target.tolerance is not None:
        return target.tolerance
    if target.form == Form.WITH:
        return rules.with_points
    if target.measure == Measure.GROWTH or target.kind in (Kind.RATE, Kind.GROWTH_ONLY):
        return rules.about_points
    return abs(target.value or Decimal(0)) * rules.about_percent / HUNDRED


def _read(target: Target, figures: YearFigures) -> Decimal | None:
    return figures.growth if target.reads_growth else figures.value


def _held(target: Target, year: int, figures: Figures, reference: Figures, rules: AssessmentRules) -> bool | None:
    """Whether one year kept to the target; None without a figure."""
    if target.form in RELATIVE:
        pair = _pair(figures, reference, year)
        return None if pair is None else _held_against(target, *pair, rules)
    number = _read(target, figures.get(year, NOTHING))
    if number is None or target.value is None:
        return None
    if target.form == Form.CHANGE:
        assert target.base is not None
        number -= target.base
    number = target.published_digits(number)
    if target.form == Form.ABOUT:
        slack = tolerance_of(target, rules)
        goal = target.value - slack if target.direction == Direction.HIGHER else target.value + slack
        return target.reaches(number, goal)
    return target.reaches(number, target.value)


def _held_against(target: Target, growth: Decimal, other: Decimal, rules: AssessmentRules) -> bool:
    """高于: above the other growth. 基本同步: at most the tolerance behind it, better is always inside."""
    growth, other = target.published_digits(growth), rounded(other, target.reference_decimals)
    if target.form == Form.OVER:
        return growth > other
    slack = tolerance_of(target, rules)
    return growth >= other - slack if target.direction == Direction.HIGHER else growth <= other + slack


def _pair(figures: Figures, reference: Figures, year: int) -> tuple[Decimal, Decimal] | None:
    """Both growths of one basis: both published, else both computed, never across."""
    own, other = figures.get(year, NOTHING), reference.get(year, NOTHING)
    if own.published is not None and other.published is not None:
        return own.published, other.published
    if own.computed is not None and other.computed is not None:
        return own.computed, other.computed
    return None


def _kept_sums(target: Target, year: int, figures: Figures) -> Kept | Unknown:
    """A sum, chain or average so far is held against the target at the end of every year."""
    numbers = values_since_base(target, year, figures)
    if isinstance(numbers, Unknown):
        return numbers
    assert target.value is not None
    so_far = list(_so_far(target, numbers))
    known = [each for each in so_far if each is not None]
    if len(known) < len(so_far):
        return Unknown(FACTOR_NOT_POSITIVE)
    broken = (
        target.base_year + place
        for place, number in enumerate(known, start=1)
        if not target.reaches(target.published_digits(number), target.value)
    )
    return Kept(known[-1], tuple(broken))


def _so_far(target: Target, numbers: list[Decimal]) -> Iterator[Decimal | None]:
    for count in range(1, len(numbers) + 1):
        part = numbers[:count]
        if target.form == Form.TOTAL:
            yield sum(part, Decimal(0))
        elif target.form == Form.COMPOUND:
            yield compound_fall(part)
        else:
            yield geometric_average(part)
