"""Ways to go, held against the same rules written in fractions: no rounding, and no root but by integer powers."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from math import floor

from hypothesis import example, given
from hypothesis import strategies as st

from indicators.domain.kinds import Direction
from tests.tracker.domain.targets.progress_cases import (
    FORTY_DIGITS,
    THIRTY_DIGITS,
    Case,
    averages,
    changes,
    compounds,
    kept_after,
    levels,
    near,
    percent,
    progress,
    target_of,
    totals,
)
from tracker.domain.targets.progress import Verdict
from tracker.domain.targets.target import BOUNDS, Attribute, Form, Target


def half_up(number: Fraction, digits: int) -> Fraction:
    size = Fraction(floor(abs(number) * 10**digits + Fraction(1, 2)), 10**digits)
    return size if number >= 0 else -size


def verdict_of(target: Target, done: Fraction, expected: Fraction, met: bool) -> Verdict:
    on_course = Fraction(1) if target.attribute == Attribute.BINDING else Fraction(95, 100)
    if met:
        return Verdict.MET
    if done >= expected * Fraction(105, 100):
        return Verdict.AHEAD
    return Verdict.ON_COURSE if done >= expected * on_course else Verdict.BEHIND


def reached(target: Target, number: Fraction) -> bool:
    assert target.value is not None
    goal = Fraction(target.value)
    if number == goal:
        return not target.strict
    return (number > goal) == (target.direction == Direction.HIGHER)


def check_additive(case: Case, actual: Fraction, base: Fraction, goal: Fraction, met: bool) -> None:
    """The way from `base` to `goal` in equal steps."""
    found, target = progress(case.target, case.numbers), case.target
    done, due = (actual - base) / (goal - base), Fraction(case.gone, target.years)
    assert found.actual is not None
    assert Fraction(found.actual) == actual
    assert near(found.expected, base + (goal - base) * due)
    assert near(found.share_done, done * 100)
    assert near(found.share_expected, due * 100)
    assert found.verdict == verdict_of(target, done, due, met)
    if met:
        assert found.needed == 0
    elif case.left > 0:
        assert near(found.needed, (goal - actual) / case.left)
    else:
        assert (found.needed, found.reason) == (None, "end_year")


@given(levels, st.integers(0, 3))
@example(Case(target_of(Form.LEVEL, Direction.HIGHER, 3, base=Decimal(0), value=Decimal(3)), [Decimal("1.9")] * 2), 2)
def test_a_level_against_fractions(case: Case, digits: int) -> None:
    case = replace(case, target=replace(case.target, decimals=digits))
    target, actual = case.target, Fraction(case.numbers[-1])
    met = reached(target, half_up(actual, digits) if target.form in BOUNDS else actual)
    check_additive(case, actual, case.base, case.goal, met)


@given(changes)
def test_a_change_against_fractions(case: Case) -> None:
    actual = Fraction(case.numbers[-1])
    check_additive(case, actual, case.base, case.base + case.goal, reached(case.target, actual - case.base))


@given(totals)
def test_a_total_against_fractions(case: Case) -> None:
    done = sum(map(Fraction, case.numbers[: case.gone]), Fraction(0))
    check_additive(case, done, Fraction(0), case.goal, reached(case.target, done))


@given(compounds)
def test_a_compound_against_fractions(case: Case) -> None:
    found, target = progress(case.target, case.numbers), case.target
    goal = case.goal / 100
    done = 1 - kept_after(case.numbers[: case.gone])
    assert near(found.actual, done * 100)
    assert near(found.share_done, done / goal * 100)
    assert found.expected is not None
    expected = Fraction(found.expected) / 100
    assert near(found.share_expected, expected / goal * 100, THIRTY_DIGITS)
    kept_if_due = (1 - goal) ** case.gone
    assert abs((1 - expected) ** target.years - kept_if_due) <= FORTY_DIGITS

    def has_reached(threshold: Fraction) -> bool:
        """done ≥ threshold · (1 − (1−K)^(t/n)), without the root."""
        left = 1 - done / threshold
        return left <= 0 or left**target.years <= kept_if_due

    on_course = Fraction(1) if target.attribute == Attribute.BINDING else Fraction(95, 100)
    if done >= goal:
        verdict = Verdict.MET
    elif has_reached(Fraction(105, 100)):
        verdict = Verdict.AHEAD
    else:
        verdict = Verdict.ON_COURSE if has_reached(on_course) else Verdict.BEHIND
    assert found.verdict == verdict


@given(averages)
def test_an_average_against_fractions(case: Case) -> None:
    found, target = progress(case.target, case.numbers), case.target
    chain, yearly = percent(case.numbers[: case.gone]), 1 + case.goal / 100
    goal = yearly**target.years
    done, due = (chain - 1) / (goal - 1), (yearly**case.gone - 1) / (goal - 1)
    assert found.actual is not None
    assert found.expected == target.value
    assert abs(percent([found.actual]) ** case.gone / chain - 1) <= THIRTY_DIGITS
    assert near(found.share_done, done * 100)
    assert near(found.share_expected, due * 100)
    met = chain >= goal if target.direction == Direction.HIGHER else chain <= goal
    assert found.verdict == verdict_of(target, done, due, met)
