"""Targets that are a way to go: how much is done, how much should be, and what each of the years left has to bring.

The table of `domain.md` §3. A function takes the target, the year t years after the base year and the figures, and
gives the way or the reason why it is unknown. Shares are fractions here.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Context, Decimal, localcontext
from math import prod

from indicators.domain.averages import geometric_average
from indicators.domain.exact import WIDE
from indicators.domain.reasons import FACTOR_NOT_POSITIVE, GAP, NO_BASE
from tracker.domain.targets.reasons import NO_FIGURE
from tracker.domain.targets.target import BOUNDS, NOTHING, Form, Target, YearFigures

ONE, HUNDRED = Decimal(1), Decimal(100)
# The last digits of a 60-digit root are noise, which must not decide between two verdicts.
_ROOT = Context(prec=50)


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """A target's way by one year. `needed` is per year left, None in and after the end year."""

    actual: Decimal
    expected: Decimal
    share_done: Decimal
    share_expected: Decimal
    needed: Decimal | None
    met: bool


@dataclass(frozen=True, slots=True)
class Unknown:
    reason: str


def way_of(target: Target, year: int, figures: Mapping[int, YearFigures]) -> Way | Unknown:
    """The way of a target that is a path (`Target.is_path`), for a year after its base year."""
    return _WAYS[target.form](target, year, figures)


def values_since_base(target: Target, year: int, figures: Mapping[int, YearFigures]) -> list[Decimal] | Unknown:
    """The value (average growth: the published growth) of every year after the base, to the end year at most."""
    last = min(year, target.end_year)
    growth = target.form == Form.AVERAGE_GROWTH
    every = [figures.get(each, NOTHING) for each in range(target.base_year + 1, last + 1)]
    numbers = [each.published if growth else each.value for each in every]
    if numbers[-1] is None:
        return Unknown(NO_FIGURE)
    known = [each for each in numbers if each is not None]
    return known if len(known) == len(numbers) else Unknown(GAP)


def compound_fall(falls: list[Decimal]) -> Decimal:
    """1 − Π(1 − kᵢ) in percent of yearly falls in percent.

    >>> compound_fall([Decimal(10), Decimal(10)])
    Decimal('19.00')
    """
    return HUNDRED * (1 - _chained(-each for each in falls))


def _level(target: Target, year: int, figures: Mapping[int, YearFigures]) -> Way | Unknown:
    actual = figures.get(year, NOTHING).value
    if actual is None:
        return Unknown(NO_FIGURE)
    assert target.value is not None and target.base is not None
    distance = target.value - target.base
    return Way(
        actual=actual,
        expected=target.base + distance * _gone(target, year) / target.years,
        share_done=(actual - target.base) / distance,
        share_expected=Decimal(_gone(target, year)) / target.years,
        needed=_per_year_left(target.value - actual, target, year),
        met=target.reaches(target.published_digits(actual) if target.form in BOUNDS else actual, target.value),
    )


def _change(target: Target, year: int, figures: Mapping[int, YearFigures]) -> Way | Unknown:
    actual = figures.get(year, NOTHING).value
    if actual is None:
        return Unknown(NO_FIGURE)
    if target.base is None:
        return Unknown(NO_BASE)
    assert target.value is not None
    done = actual - target.base
    return Way(
        actual=actual,
        expected=target.base + target.value * _gone(target, year) / target.years,
        share_done=done / target.value,
        share_expected=Decimal(_gone(target, year)) / target.years,
        needed=_per_year_left(target.value - done, target, year),
        met=target.reaches(done, target.value),
    )


def _total(target: Target, year: int, figures: Mapping[int, YearFigures]) -> Way | Unknown:
    amounts = values_since_base(target, year, figures)
    if isinstance(amounts, Unknown):
        return amounts
    assert target.value is not None
    done = sum(amounts, Decimal(0))
    return Way(
        actual=done,
        expected=target.value * _gone(target, year) / target.years,
        share_done=done / target.value,
        share_expected=Decimal(_gone(target, year)) / target.years,
        needed=_per_year_left(target.value - done, target, year),
        met=target.reaches(done, target.value),
    )


def _compound(target: Target, year: int, figures: Mapping[int, YearFigures]) -> Way | Unknown:
    """Yearly falls multiply: 1 − Π(1 − kᵢ); an equal fall for the years left (cases C11, C12, C15)."""
    falls = values_since_base(target, year, figures)
    if isinstance(falls, Unknown):
        return falls
    assert target.value is not None
    done, goal = compound_fall(falls), target.value
    kept = 1 - goal / HUNDRED
    expected = HUNDRED * (1 - _power(kept, Decimal(_gone(target, year)) / target.years))
    met, left = target.reaches(done, goal), target.end_year - year
    return Way(
        actual=done,
        expected=expected,
        share_done=done / goal,
        share_expected=expected / goal,
        needed=HUNDRED * (1 - _power(kept / (1 - done / HUNDRED), ONE / left)) if left > 0 and not met else None,
        met=met,
    )


def _average_growth(target: Target, year: int, figures: Mapping[int, YearFigures]) -> Way | Unknown:
    """The chain of yearly growth against (1 + g)ⁿ (rule R3, case C13)."""
    growths = values_since_base(target, year, figures)
    if isinstance(growths, Unknown):
        return growths
    average = geometric_average(growths)
    if average is None:
        return Unknown(FACTOR_NOT_POSITIVE)
    assert target.value is not None
    chain, goal = _chained(growths), _chained([target.value] * target.years)
    due, left = _chained([target.value] * _gone(target, year)), target.end_year - year
    return Way(
        actual=average,
        expected=target.value,
        share_done=(chain - 1) / (goal - 1),
        share_expected=(due - 1) / (goal - 1),
        needed=HUNDRED * (_power(goal / chain, ONE / left) - 1) if left > 0 else None,
        met=target.reaches(chain, goal),
    )


_WAYS: Mapping[Form, Callable[[Target, int, Mapping[int, YearFigures]], Way | Unknown]] = {
    Form.LEVEL: _level,
    **dict.fromkeys(BOUNDS, _level),
    Form.CHANGE: _change,
    Form.TOTAL: _total,
    Form.COMPOUND: _compound,
    Form.AVERAGE_GROWTH: _average_growth,
}


def _gone(target: Target, year: int) -> int:
    """t, the years of the plan that are over by the end of `year`."""
    return min(year, target.end_year) - target.base_year


def _per_year_left(rest: Decimal, target: Target, year: int) -> Decimal | None:
    left = target.end_year - year
    return rest / left if left > 0 else None


def _chained(growths: Iterable[Decimal]) -> Decimal:
    """Π(1 + r) with every digit, so that a chain that is exactly at its goal is seen to be there."""
    with localcontext(WIDE):
        return prod((1 + each / HUNDRED for each in growths), start=ONE)


def _power(base: Decimal, exponent: Decimal) -> Decimal:
    return _ROOT.plus(base**exponent)
