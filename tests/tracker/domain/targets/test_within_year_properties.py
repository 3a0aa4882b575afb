"""What is still needed, once it comes, makes the target exactly; both directions mirror."""

from decimal import Decimal
from fractions import Fraction

from hypothesis import assume, given
from hypothesis import strategies as st

from indicators.domain.kinds import Direction
from tests.tracker.domain.targets.progress_cases import (
    FORTY_DIGITS,
    THIRTY_DIGITS,
    decimals,
    goals_of_growth,
    growths,
    near,
    numbers,
)
from tracker.domain.targets.within_year import amount_in_year, change_in_year, growth_in_year

months_before_the_end = st.integers(1, 11)
positive = st.one_of(decimals(1, 10, 0), decimals(1, 10**6, 2), decimals(1, 10**15 - 1, 15))


@given(goals_of_growth, growths, positive, positive, months_before_the_end, st.booleans())
def test_the_needed_growth_of_the_rest_makes_the_target(
    goal: Decimal, so_far: Decimal, one: Decimal, other: Decimal, months: int, computable: bool
) -> None:
    assume(one != other)
    to_date, whole = sorted([one, other])
    found = growth_in_year(goal, so_far, whole, to_date, months, growth_computable=computable)
    assert found.needed is not None
    assert found.exact == computable
    rest = Fraction(whole) - Fraction(to_date)
    year = (100 + Fraction(found.needed)) * rest + (100 + Fraction(so_far)) * Fraction(to_date)
    assert abs(year / Fraction(whole) - 100 - Fraction(goal)) <= THIRTY_DIGITS


@given(goals_of_growth, positive, positive, months_before_the_end)
def test_growing_as_asked_needs_no_other_growth(goal: Decimal, one: Decimal, other: Decimal, months: int) -> None:
    assume(one != other)
    to_date, whole = sorted([one, other])
    found = growth_in_year(goal, goal, whole, to_date, months, growth_computable=True)
    # The rest may be a 10⁻³⁰th of the year.
    assert near(found.needed, Fraction(goal), Fraction(1, 10**25))


@given(numbers, numbers, months_before_the_end, st.sampled_from(Direction))
def test_the_needed_amount_makes_the_target(goal: Decimal, done: Decimal, months: int, direction: Direction) -> None:
    assume(goal > 0 if direction == Direction.HIGHER else goal < 0)
    found = amount_in_year(goal, done, months, direction)
    assert found.needed is not None
    assert found.needed_per_month is not None
    end = Fraction(done) + Fraction(found.needed)
    if found.needed:
        assert end == Fraction(goal)
        assert near(found.needed_per_month, Fraction(found.needed) / (12 - months), FORTY_DIGITS)
    else:
        assert end >= goal if direction == Direction.HIGHER else end <= goal


@given(numbers, numbers, numbers, st.integers(1, 12))
def test_both_directions_are_mirror_images(goal: Decimal, start: Decimal, latest: Decimal, months: int) -> None:
    one = change_in_year(goal, start, latest, months, Direction.HIGHER)
    other = change_in_year(goal.copy_negate(), start.copy_negate(), latest.copy_negate(), months, Direction.LOWER)
    assert (one.share_done, one.reason) == (other.share_done, other.reason)
    for here, there in ((one.needed, other.needed), (one.needed_per_month, other.needed_per_month)):
        assert there == (None if here is None else here.copy_negate())
