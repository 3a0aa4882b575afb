"""Whatever is stored, its own writing is read back as the same form, measure and number."""

from dataclasses import replace
from decimal import Decimal

from hypothesis import assume, given
from hypothesis import strategies as st

from indicators.domain.kinds import Direction, Kind
from tracker.domain.targets.reading import half_width, read_base, text_fault, text_to_keep
from tracker.domain.targets.target import MEASURED, RELATIVE, Form, Measure, Target
from tracker.domain.targets.wording import base_writing, writing_of

numbers = st.decimals(min_value=-999, max_value=9999, places=3)
UNITS = {Kind.RATE: "%", Kind.GROWTH_ONLY: "%", Kind.INDEX: ""}


@st.composite
def targets(draw: st.DrawFn) -> Target:
    form = draw(st.sampled_from([form for form in Form if form != Form.TEXT]))
    kind = draw(st.sampled_from(Kind))
    measure = draw(st.sampled_from(Measure))
    assume(kind != Kind.GROWTH_ONLY or form in RELATIVE or measure == Measure.GROWTH)
    assume(kind != Kind.GROWTH_ONLY or form in {*MEASURED, *RELATIVE, Form.AVERAGE_GROWTH})
    return Target(
        form=form,
        kind=kind,
        indicator_direction=draw(st.sampled_from(Direction)),
        measure=measure,
        base_year=draw(st.sampled_from([2019, 2020])),
        end_year=2025,
        base=draw(st.none() | numbers),
        value=None if form in RELATIVE else draw(numbers),
    )


@given(targets())
def test_the_own_writing_is_read_back(target: Target) -> None:
    writing = writing_of(target, "地区生产总值")
    unit = UNITS.get(target.kind, "亿元")
    assert writing
    assert text_fault(target, writing, name="指标", unit=unit) is None
    assert text_to_keep(target, writing, "地区生产总值") == ""


@given(targets())
def test_full_width_says_the_same(target: Target) -> None:
    writing = writing_of(target, "地区生产总值")
    wide = writing.translate(str.maketrans("0123456789.><%[]", "０１２３４５６７８９．＞＜％［］"))
    assert half_width(wide) == writing
    assert text_fault(target, wide, name="指标", unit=UNITS.get(target.kind, "亿元")) is None


@given(targets())
def test_a_base_is_read_back_with_its_star(target: Target) -> None:
    base = read_base(base_writing(target, 2020))
    assert (base.value if base else None) == target.base
    assert base is None or base.is_of_other_year == (target.base_year != 2020)


@given(targets(), numbers.filter(lambda number: number != 0))
def test_another_number_is_noticed(target: Target, off: Decimal) -> None:
    assume(target.value is not None)
    assert target.value is not None
    other = replace(target, value=target.value + off)
    assert text_fault(target, writing_of(other), name="指标", unit=UNITS.get(target.kind, "亿元")) is not None
