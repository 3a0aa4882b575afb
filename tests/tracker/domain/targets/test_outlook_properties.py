"""What holds for every outlook: lines end on themselves, directions mirror, the interval holds the value."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from hypothesis import assume, given
from hypothesis import strategies as st

from indicators.domain.exact import exact
from indicators.domain.kinds import Direction
from tests.tracker.domain.targets.progress_cases import (
    BASE_YEAR,
    FORTY_DIGITS,
    LEVELS,
    THIRTY_DIGITS,
    decimals,
    directions,
    falls,
    growths,
    kept_after,
    near,
    numbers,
    percent,
    target_of,
)
from tracker.domain.targets.outlook import FEWEST_FIGURES, Outlook, outlook
from tracker.domain.targets.target import Form, Target, YearFigures

MIRROR = {
    Form.AT_LEAST: Form.AT_MOST,
    Form.AT_MOST: Form.AT_LEAST,
    Form.ABOVE: Form.BELOW,
    Form.BELOW: Form.ABOVE,
}
ON_VALUES = (*LEVELS, Form.CHANGE, Form.TOTAL)
level_forms = st.sampled_from([*LEVELS, Form.CHANGE])
histories = st.integers(FEWEST_FIGURES, 8)
years_left = st.integers(1, 5)
spans = decimals(-(10**12), 10**12, 15)


def seen(target: Target, since_base: Sequence[Decimal]) -> Outlook:
    """By the last of the years that have a number; the base year's level is the target's base."""
    growth = target.form == Form.AVERAGE_GROWTH
    figures = {
        BASE_YEAR + place: YearFigures(published=each) if growth else YearFigures(value=each)
        for place, each in enumerate(since_base, start=1)
    }
    return outlook(target, BASE_YEAR + len(since_base), figures)


@exact
def line(start: Decimal, step: Decimal, years: int) -> list[Decimal]:
    return [start + step * gone for gone in range(1, years + 1)]


@given(level_forms, directions, spans, spans, spans, histories, years_left)
def test_a_straight_line_ends_on_itself_without_width(
    form: Form, direction: Direction, start: Decimal, step: Decimal, goal: Decimal, gone: int, left: int
) -> None:
    target = target_of(form, direction, gone + left, base=start, value=goal, decimals=15)
    end = line(start, step, gone + left)[-1]
    found = seen(target, line(start, step, gone))
    assert (found.value, found.low, found.high) == (end, end, end)
    reached = exact(Decimal.__sub__)(end, start) if form == Form.CHANGE else end
    assert found.will_meet == ("yes" if target.reaches(reached, goal) else "no")


@given(directions, numbers, histories, years_left)
def test_equal_amounts_go_on(direction: Direction, amount: Decimal, gone: int, left: int) -> None:
    found = seen(target_of(Form.TOTAL, direction, gone + left, value=Decimal(1)), [amount] * gone)
    whole = exact(Decimal.__mul__)(amount, Decimal(gone + left))
    assert (found.value, found.low, found.high) == (whole, whole, whole)


@given(directions, growths, histories, years_left)
def test_equal_growth_is_its_own_average(direction: Direction, growth: Decimal, gone: int, left: int) -> None:
    target = target_of(Form.AVERAGE_GROWTH, direction, gone + left, value=growth, growth_decimals=15)
    found = seen(target, [growth] * gone)
    assert (found.value, found.low, found.high) == (growth, growth, growth)
    assert found.will_meet == "yes"


@given(falls, histories, years_left)
def test_equal_falls_multiply_on(fall: Decimal, gone: int, left: int) -> None:
    found = seen(target_of(Form.COMPOUND, Direction.LOWER, gone + left, value=Decimal(10)), [fall] * gone)
    assert near(found.value, 100 * (1 - kept_after([fall] * (gone + left))))
    assert found.low == found.value == found.high


@given(st.lists(growths, min_size=3, max_size=5), years_left)
def test_inside_the_window_the_average_so_far_goes_on(since_base: list[Decimal], left: int) -> None:
    found = seen(target_of(Form.AVERAGE_GROWTH, Direction.HIGHER, len(since_base) + left, value=Decimal(5)), since_base)
    assert found.value is not None
    assert abs((1 + Fraction(found.value) / 100) ** len(since_base) / percent(since_base) - 1) <= THIRTY_DIGITS


@given(st.sampled_from(ON_VALUES), directions, numbers, numbers, st.lists(numbers, min_size=3, max_size=8), years_left)
def test_both_directions_are_mirror_images(
    form: Form, direction: Direction, base: Decimal, goal: Decimal, since_base: list[Decimal], left: int
) -> None:
    target = target_of(form, direction, len(since_base) + left, base=base, value=goal)
    mirrored = replace(
        target,
        form=MIRROR.get(form, form),
        indicator_direction=Direction.LOWER if direction == Direction.HIGHER else Direction.HIGHER,
        base=base.copy_negate(),
        value=goal.copy_negate(),
    )
    one, other = seen(target, since_base), seen(mirrored, [each.copy_negate() for each in since_base])
    assert None not in (one.value, one.low, one.high)
    assert [each and -Fraction(each) for each in (one.value, one.low, one.high)] == [
        each and Fraction(each) for each in (other.value, other.high, other.low)
    ]
    assert one.will_meet == other.will_meet


@given(level_forms, directions, numbers, numbers, st.lists(numbers, min_size=3, max_size=8), years_left)
def test_the_interval_of_a_level_is_the_one_of_the_formula(
    form: Form, direction: Direction, base: Decimal, goal: Decimal, since_base: list[Decimal], left: int
) -> None:
    found = seen(target_of(form, direction, len(since_base) + left, base=base, value=goal), since_base)
    levels = [Fraction(each) for each in [base, *since_base]][-6:]
    steps = [after - before for before, after in pairwise(levels)]
    mean = sum(steps, Fraction(0)) / len(steps)
    assert near(found.value, levels[-1] + left * mean)
    assert found.low is not None
    assert found.high is not None
    half = (Fraction(found.high) - Fraction(found.low)) / 2
    spread = sum(((step - mean) ** 2 for step in steps), Fraction(0)) / (len(steps) - 1)
    square = 4 * left**2 * spread * (Fraction(1, left) + Fraction(1, len(steps)))
    # The ends are rounded to 60 digits at the size of the levels.
    size = max([Fraction(1), half, *map(abs, levels)])
    assert abs(half**2 - square) <= FORTY_DIGITS * size**2


@given(
    st.sampled_from([*ON_VALUES, Form.COMPOUND, Form.AVERAGE_GROWTH]),
    directions,
    st.lists(growths, min_size=3, max_size=8),
    years_left,
)
def test_the_value_lies_inside_its_interval(
    form: Form, direction: Direction, since_base: list[Decimal], left: int
) -> None:
    assume(form != Form.COMPOUND or max(since_base) < 100)
    found = seen(target_of(form, direction, len(since_base) + left, base=Decimal(3), value=Decimal(5)), since_base)
    assert found.value is not None
    assert found.low is not None
    assert found.high is not None
    assert found.low <= found.value <= found.high
    assert found.will_meet in ("yes", "no", "open")
