"""What holds for every target: both ends of the way, the needed pace, mirrored directions, an answer to every input."""

from dataclasses import fields, replace
from decimal import Decimal
from fractions import Fraction

from hypothesis import assume, given
from hypothesis import strategies as st

from indicators.domain.exact import exact
from indicators.domain.kinds import Direction, Kind
from tests.tracker.domain.targets.progress_cases import (
    BASE_YEAR,
    FORTY_DIGITS,
    LEVELS,
    THIRTY_DIGITS,
    Case,
    attributes,
    cases,
    decimals,
    directions,
    every_way,
    falls,
    goals_of_falls,
    goals_of_growth,
    growths,
    kept_after,
    numbers,
    percent,
    plan_lengths,
    progress,
    target_of,
)
from tracker.domain.targets.progress import Progress, Verdict, target_progress
from tracker.domain.targets.reasons import WORDS
from tracker.domain.targets.target import BOUNDS, Form, Measure, Target, YearFigures

MIRROR = {
    Form.AT_LEAST: Form.AT_MOST,
    Form.AT_MOST: Form.AT_LEAST,
    Form.ABOVE: Form.BELOW,
    Form.BELOW: Form.ABOVE,
    Direction.HIGHER: Direction.LOWER,
    Direction.LOWER: Direction.HIGHER,
}


def at_target(target: Target) -> list[Decimal]:
    """What the whole plan has to bring to be exactly at the target at its end."""
    assert target.value is not None
    nothing = [Decimal(0)] * (target.years - 1)
    if target.form == Form.AVERAGE_GROWTH:
        return [target.value] * target.years
    if target.form == Form.CHANGE:
        assert target.base is not None
        return [*nothing, exact(Decimal.__add__)(target.base, target.value)]
    return [*nothing, target.value] if target.form in LEVELS else [target.value, *nothing]


@given(every_way, st.integers(1, 6))
def test_nothing_is_done_at_the_base(target: Target, years: int) -> None:
    found = progress(target, [target.base or Decimal(0)] * min(years, target.years))
    assert found.share_done == 0
    assert found.verdict == Verdict.BEHIND


@given(every_way)
def test_all_is_done_at_the_target(target: Target) -> None:
    found = progress(target, at_target(target))
    assert (found.share_done, found.share_expected) == (100, 100)
    strict = target.strict
    assert (found.verdict, found.needed) == ((Verdict.ON_COURSE, None) if strict else (Verdict.MET, Decimal(0)))


def needed_by(case: Case) -> tuple[Decimal, Decimal]:
    """What is needed a year, and what has been reached, of a target that is not met yet."""
    found = progress(case.target, case.numbers)
    assume(found.verdict != Verdict.MET)
    assert found.needed is not None
    assert found.actual is not None
    return found.needed, found.actual


@given(cases([*LEVELS, Form.CHANGE, Form.TOTAL], unfinished=True))
def test_the_needed_pace_meets_an_additive_target_exactly(case: Case) -> None:
    needed, actual = needed_by(case)
    goal = case.goal + case.base if case.target.form == Form.CHANGE else case.goal
    # A third has no end in decimals.
    tolerance = FORTY_DIGITS if case.left == 3 else Fraction(0)
    assert abs(Fraction(actual) + Fraction(needed) * case.left - goal) <= tolerance


@given(cases([Form.COMPOUND], goals_of_falls, falls, unfinished=True))
def test_the_needed_fall_meets_a_compound_target(case: Case) -> None:
    needed, _ = needed_by(case)
    kept = kept_after([*case.numbers, *[needed] * case.left])
    assert abs(kept - (1 - case.goal / 100)) <= THIRTY_DIGITS


@given(cases([Form.AVERAGE_GROWTH], goals_of_growth, growths, unfinished=True))
def test_the_needed_growth_meets_an_average(case: Case) -> None:
    needed, _ = needed_by(case)
    chain = percent([*case.numbers, *[needed] * case.left])
    assert abs(chain / (1 + case.goal / 100) ** case.target.years - 1) <= THIRTY_DIGITS


@given(
    st.sampled_from([*LEVELS, Form.CHANGE, Form.TOTAL, Form.ABOUT]),
    directions,
    plan_lengths,
    numbers,
    st.none() | numbers,
    st.lists(numbers, min_size=1, max_size=8),
    st.booleans(),
)
def test_both_directions_are_mirror_images(
    form: Form,
    direction: Direction,
    length: int,
    value: Decimal,
    base: Decimal | None,
    since_base: list[Decimal],
    strict: bool,
) -> None:
    target = target_of(form, direction, length, value=value, base=base, strict=strict and form in BOUNDS)
    mirrored = replace(
        target,
        form=MIRROR.get(form, form),
        indicator_direction=MIRROR[direction],
        value=value.copy_negate(),
        base=None if base is None else base.copy_negate(),
    )
    one, other = progress(target, since_base), progress(mirrored, [each.copy_negate() for each in since_base])
    for name in ("actual", "expected", "needed"):
        here, there = getattr(one, name), getattr(other, name)
        assert there == (None if here is None else here.copy_negate())
    for name in ("share_done", "share_expected", "verdict", "reason", "broken"):
        assert getattr(one, name) == getattr(other, name)


@st.composite
def any_target(draw: st.DrawFn) -> Target:
    form = draw(st.sampled_from(Form))
    values = {
        Form.COMPOUND: goals_of_falls,
        Form.AVERAGE_GROWTH: numbers.filter(lambda goal: goal > -100),
        **dict.fromkeys((Form.WITH, Form.OVER, Form.TEXT), st.none()),
    }
    return target_of(
        form,
        draw(directions),
        draw(plan_lengths),
        kind=draw(st.sampled_from(Kind)),
        measure=draw(st.sampled_from(Measure)),
        attribute=draw(attributes),
        base=draw(st.none() | numbers),
        value=draw(values.get(form, numbers)),
        tolerance=draw(st.none() | decimals(0, 3, 1)),
        strict=draw(st.booleans()),
        decimals=draw(st.integers(0, 4)),
        growth_decimals=draw(st.integers(0, 4)),
        reference_decimals=draw(st.integers(0, 4)),
    )


some = st.none() | numbers
books = st.dictionaries(
    st.integers(BASE_YEAR - 1, BASE_YEAR + 8),
    st.builds(YearFigures, value=some, published=some, computed=some),
    max_size=10,
)


@given(any_target(), st.integers(-1, 8), books, books, st.none() | any_target())
def test_every_legal_target_has_a_verdict_or_a_reason(
    target: Target,
    years: int,
    figures: dict[int, YearFigures],
    reference: dict[int, YearFigures],
    number: Target | None,
) -> None:
    year = BASE_YEAR + years
    yearly = {year: number} if number is not None and number.form != Form.TEXT else {}
    found = target_progress(target, year, figures, reference=reference, yearly=yearly)
    for field in fields(Progress)[:5]:
        assert isinstance(getattr(found, field.name), Decimal | None)
    assert found.reason is None or found.reason in WORDS
    if found.verdict == Verdict.NOT_ASSESSED or None in (found.share_done, found.share_expected, found.needed):
        assert found.reason is not None
    assert (found.share_done is None) == (found.share_expected is None) == (found.expected is None)
    assert all(target.base_year < each <= year for each in found.broken)
    assert not found.broken or found.verdict == Verdict.BEHIND
