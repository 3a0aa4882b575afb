"""Targets that are a way to go, and figures for them, as Hypothesis draws them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from math import prod

from hypothesis import assume
from hypothesis import strategies as st

from indicators.domain.kinds import Direction, Kind
from tracker.domain.targets.progress import Progress, target_progress
from tracker.domain.targets.target import BOUNDS, Attribute, Form, Target, YearFigures

BASE_YEAR = 2020
THIRTY_DIGITS, FORTY_DIGITS = Fraction(1, 10**30), Fraction(1, 10**40)
LEVELS = (Form.LEVEL, *sorted(BOUNDS))


def decimals(low: int, high: int, places: int) -> st.SearchStrategy[Decimal]:
    """Read from text, which no context rounds."""
    return st.integers(low * 10**places, high * 10**places).map(lambda digits: Decimal(f"{digits}e-{places}"))


# Small whole numbers make ties and thresholds common; the others reach to the last of 15 + 15 digits.
numbers = st.one_of(decimals(-10, 10, 0), decimals(-200, 200, 2), decimals(-(10**15) + 1, 10**15 - 1, 15))
growths = st.one_of(decimals(-20, 20, 0), decimals(-60, 150, 2), decimals(-60, 150, 15))
goals_of_growth = st.one_of(decimals(-20, 20, 0), decimals(-99, 200, 2), decimals(-99, 200, 15))
falls = st.one_of(decimals(-10, 30, 0), decimals(-50, 99, 2), decimals(-50, 99, 15))
goals_of_falls = st.one_of(decimals(0, 100, 0), decimals(0, 100, 2), decimals(0, 100, 15))
directions = st.sampled_from(Direction)
attributes = st.sampled_from(Attribute)
plan_lengths = st.integers(1, 6)
longer_plans = st.integers(2, 6)


def target_of(form: Form, direction: Direction, length: int, **given_fields: object) -> Target:
    return replace(
        Target(
            form=form,
            kind=Kind.FLOW,
            indicator_direction=direction,
            base_year=BASE_YEAR,
            end_year=BASE_YEAR + length,
        ),
        **given_fields,  # type: ignore[arg-type]
    )


def progress(target: Target, numbers_since_base: Sequence[Decimal]) -> Progress:
    """By the last of the years that have a number."""
    growth = target.form == Form.AVERAGE_GROWTH
    figures = {
        BASE_YEAR + place: YearFigures(published=each) if growth else YearFigures(value=each)
        for place, each in enumerate(numbers_since_base, start=1)
    }
    return target_progress(target, max(figures), figures)


def percent(rates: Sequence[Decimal]) -> Fraction:
    """Π(1 + r)."""
    return prod((1 + Fraction(rate) / 100 for rate in rates), start=Fraction(1))


def kept_after(yearly_falls: Sequence[Decimal]) -> Fraction:
    """Π(1 − k)."""
    return prod((1 - Fraction(fall) / 100 for fall in yearly_falls), start=Fraction(1))


def near(found: Decimal | None, wanted: Fraction, tolerance: Fraction = FORTY_DIGITS) -> bool:
    return found is not None and abs(Fraction(found) - wanted) <= tolerance * max(Fraction(1), abs(wanted))


@dataclass(frozen=True)
class Case:
    target: Target
    numbers: list[Decimal]

    @property
    def gone(self) -> int:
        return min(len(self.numbers), self.target.years)

    @property
    def left(self) -> int:
        return self.target.years - len(self.numbers)

    @property
    def goal(self) -> Fraction:
        """The number of the target, exactly."""
        assert self.target.value is not None
        return Fraction(self.target.value)

    @property
    def base(self) -> Fraction:
        return Fraction(self.target.base or 0)


@st.composite
def ways(
    draw: st.DrawFn,
    forms: Sequence[Form],
    goals: st.SearchStrategy[Decimal] = numbers,
    lengths: st.SearchStrategy[int] = plan_lengths,
) -> Target:
    form, length = draw(st.sampled_from(forms)), draw(lengths)
    direction, attribute = draw(directions), draw(attributes)
    base = draw(numbers) if form in (*LEVELS, Form.CHANGE) else None
    strict = form in (Form.ABOVE, Form.BELOW)
    target = target_of(
        form, direction, length, base=base, value=draw(goals), attribute=attribute, strict=strict, decimals=15
    )
    assume(target.is_path)
    return target


@st.composite
def cases(
    draw: st.DrawFn,
    forms: Sequence[Form],
    goals: st.SearchStrategy[Decimal] = numbers,
    yearly: st.SearchStrategy[Decimal] = numbers,
    *,
    unfinished: bool = False,
) -> Case:
    target = draw(ways(forms, goals, longer_plans if unfinished else plan_lengths))
    years = draw(st.integers(1, target.years - 1 if unfinished else target.years + 2))
    return Case(target, draw(st.lists(yearly, min_size=years, max_size=years)))


levels = cases(LEVELS)
changes = cases([Form.CHANGE])
totals = cases([Form.TOTAL])
compounds = cases([Form.COMPOUND], goals_of_falls, falls)
averages = cases([Form.AVERAGE_GROWTH], goals_of_growth, growths)
additive_ways = ways([*LEVELS, Form.CHANGE, Form.TOTAL])
every_way = st.one_of(
    additive_ways, ways([Form.COMPOUND], goals_of_falls), ways([Form.AVERAGE_GROWTH], goals_of_growth)
)
