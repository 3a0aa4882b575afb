"""How each derived number is reached, in words for people and in symbols with the periods filled in."""

from collections.abc import Iterator
from dataclasses import dataclass

from indicators.domain.averages import COMPUTED, PUBLISHED
from indicators.domain.growth import MEASURE, PERCENT, growth_unit
from indicators.domain.kinds import Kind
from indicators.domain.periods import Period

LEDGER_METHOD = "ledger/1"


@dataclass(frozen=True, slots=True)
class Formula:
    """`field` is the number it explains; x is a level, g a published growth, a and b the inputs of a ratio."""

    field: str
    words: str
    symbols: str


PUBLISHED_FIGURE = Formula("value", "公布数：取发布时间最晚的版本，不经推算；较早的版本留存备查。", "x")


def growth_formulas(kind: Kind, growth_computable: bool, period: Period) -> Iterator[Formula]:
    """What stands behind one growth row of an indicator of this kind."""
    yield Formula("published", "公布增速：照公布数采用，从不推算。", f"g[{period}]")
    yield computed_formula(kind, growth_computable, period)
    if kind is Kind.FLOW_YTD:
        yield single_period_formula(period)


def computed_formula(kind: Kind, growth_computable: bool, period: Period) -> Formula:
    """The growth that levels say.

    >>> computed_formula(Kind.RATE, True, Period.parse("2024")).symbols
    'x[2024] − x[2023]'
    """
    now, before = f"x[{period}]", f"x[{period.year_before()}]"
    if kind is Kind.GROWTH_ONLY:
        return Formula("computed", "该指标只公布增速，没有水平值，不能推算。", "")
    if not growth_computable:
        return Formula("computed", "指标目录规定不得由水平值推算增速（如不变价增速），只用公布数。", "")
    if kind is Kind.INDEX:
        return Formula("computed", "指数以上年同期为 100，增速 = 指数 − 100。", f"{now} − 100")
    unit = growth_unit(kind)
    if unit != PERCENT:
        words = "增量 = 本期总数 − 上年同期总数" if unit == MEASURE else "增减 = 本期 − 上年同期，以个百分点计"
        return Formula("computed", f"{words}。", f"{now} − {before}")
    words = "名义增速 =（本期 − 上年同期）÷ 上年同期 × 100，由未取舍的水平值推算，非公布数；基数须为正。"
    if kind is Kind.RATIO:
        words += "推算的比值只与推算的比，公布的只与公布的比。"
    return Formula("computed", words, f"({now} − {before}) ÷ {before} × 100")


def single_period_formula(period: Period) -> Formula:
    """A single period out of cumulative figures."""
    if period.is_first_of_year:
        return Formula("single_period", "年初首期：累计数即当期值。", f"x[{period}]")
    words = "当期值 = 本期累计 − 年内上期累计。"
    return Formula("single_period", words, f"x[{period}] − x[{period.previous()}]")


def ratio_formula(period: Period, *, pooled: bool) -> Formula:
    """A ratio from its inputs; of a whole Σ ÷ Σ over the members of its partition."""
    if pooled:
        words = "比值 = Σ 分子 ÷ Σ 分母 × 系数，对全域划分的全部成员求和，不是比值的平均。"
        return Formula("computed_value", words, f"Σa[{period}] ÷ Σb[{period}] × k")
    return Formula("computed_value", "比值 = 分子 ÷ 分母 × 系数，由未取舍的数推算。", f"a[{period}] ÷ b[{period}] × k")


def average_formula(kind: Kind, period: Period, years: int, basis: str | None) -> Formula:
    """The average over `years`; `basis` is what it rests on, None when it is unknown."""
    if kind is Kind.INDEX and basis == COMPUTED:
        words = f"{years} 年年均增速：各年指数（上年同期为 100）连乘开方。"
        return Formula("average", words, f"(Π(x/100), {_span(period, years)})^(1/{years}) − 1")
    start = period.years_before(years)
    words = f"{years} 年年均增速按几何平均：各年公布增速齐全时连乘开方，否则（目录允许推算时）由首末两期水平值推算。"
    if basis == PUBLISHED:
        return Formula("average", words, f"(Π(1 + g/100), {_span(period, years)})^(1/{years}) − 1")
    return Formula("average", words, f"(x[{period}] ÷ x[{start}])^(1/{years}) − 1" if basis else "")


def _span(period: Period, years: int) -> str:
    return f"{period.years_before(years - 1)} 至 {period} 各年同期"
