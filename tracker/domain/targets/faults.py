"""What is wrong with a target as it is written down, whichever door it comes through."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from indicators.domain.kinds import Kind
from tracker.domain.targets.target import MEASURED, RELATIVE, Form, Measure

FIRST_YEAR, LAST_YEAR = 1949, 2100
WHOLE = Decimal(100)


@dataclass(frozen=True, slots=True)
class TargetFault:
    """`field` is a column of `targets.csv` or `yearly_targets.csv`."""

    field: str
    code: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenTarget:
    """The cells of a target that hang together; `base_year` and `end_year` are those that count."""

    form: Form
    kind: Kind
    measure: Measure | None
    base_year: int
    end_year: int
    value: Decimal | None
    tolerance: Decimal | None
    text: str
    reference: str
    is_repeal: bool = False


def default_measure(kind: Kind) -> Measure:
    """What a bound or 左右 reads unless it says so."""
    return Measure.GROWTH if kind == Kind.GROWTH_ONLY else Measure.VALUE


def target_faults(target: WrittenTarget) -> Iterator[TargetFault]:
    """Every fault, in the order of the columns. A repeal says nothing and so has none but its years."""
    if target.base_year >= target.end_year:
        message = f"基期年 {target.base_year} 须早于目标年 {target.end_year}"
        yield TargetFault("base_year", "bad_base_year", message)
    elif target.base_year < FIRST_YEAR:
        yield TargetFault("base_year", "bad_base_year", f"基期年 {target.base_year} 早于 {FIRST_YEAR}")
    if target.is_repeal:
        return
    yield from _value_faults(target)
    if target.tolerance is not None and target.tolerance < 0:
        yield TargetFault("tolerance", "negative", "允许偏差不能为负")
    if target.form in RELATIVE and not target.reference:
        yield TargetFault("reference", "required", "“基本同步”“高于”须写明参照指标")
    if target.form not in RELATIVE and target.reference:
        yield TargetFault("reference", "not_relative", "只有 with、over 才有参照指标")
    if target.form == Form.TEXT and not target.text:
        yield TargetFault("text", "required", "文字表述的目标须写明原文")
    if target.measure is not None and target.form not in MEASURED and target.measure != default_measure(target.kind):
        message = "只有 at_least、at_most、above、below、about 才看 measure，其他形式请留空"
        yield TargetFault("measure", "not_measured", message)
    if target.measure == Measure.VALUE and target.form in MEASURED and target.kind == Kind.GROWTH_ONLY:
        yield TargetFault("measure", "no_value", "该指标只公布增速，没有数值可看")


def _value_faults(target: WrittenTarget) -> Iterator[TargetFault]:
    if target.form in RELATIVE or target.form == Form.TEXT:
        if target.value is not None:
            yield TargetFault("value", "not_a_number_form", "with、over、text 没有目标值，请留空")
    elif target.value is None:
        yield TargetFault("value", "required", "这种形式须有目标值")
    elif target.form == Form.COMPOUND and not 0 <= target.value <= WHOLE:
        yield TargetFault("value", "out_of_range", "累计下降应在 0 至 100（%）之间")
    elif target.form == Form.AVERAGE_GROWTH and target.value <= -WHOLE:
        yield TargetFault("value", "out_of_range", "年均增长须大于 -100（%）")
