"""The grammar of bulletins: growth, places and periods in official Chinese, every number bound to its figure."""

from collections.abc import Iterable, Sequence

from indicators.domain.growth import PERCENT, POINTS, growth_unit
from indicators.domain.kinds import Frequency, Kind
from indicators.domain.numbers import plain_rounded, rounded
from indicators.domain.period_words import CUMULATIVE_KINDS
from indicators.domain.periods import Period
from indicators.domain.ranking import FIRST_THIRD, TOP_THREE
from tracker.domain.bulletins.document import Name, Number, Part, Parts, Words
from tracker.domain.bulletins.facts import Facts
from tracker.domain.bulletins.proof_lines import NumberBook
from tracker.domain.bulletins.recipe import IndicatorFacts

DASH: Parts = (Words("—"),)
BAND_WORDS = {TOP_THREE: "三甲", FIRST_THIRD: "第一方阵"}
_NUMERALS = "零一二三四五六七八九十"
_QUARTERS = ("一季度", "二季度", "三季度", "四季度")
_CUMULATIVE_QUARTERS = ("一季度", "上半年", "前三季度", "全年")


def numeral(number: int) -> str:
    """A small count in Chinese numerals, 1 to 20.

    >>> numeral(3), numeral(10), numeral(12), numeral(20)
    ('三', '十', '十二', '二十')
    """
    if number <= 10:
        return _NUMERALS[number]
    return "二十" if number == 20 else f"十{_NUMERALS[number - 10]}"


def bound(facts: NumberBook, source: str, digits: int = 0, *, absolute: bool = False) -> Number:
    """The number at `source` as it is printed: rounded once, half up."""
    exact = facts.number(source)
    return Number(plain_rounded(abs(exact) if absolute else exact, digits), source, digits, absolute)


def period_parts(facts: Facts, period: Period, kind: str) -> Parts:
    """2024年上半年, 2025年1—9月, 2024年三季度: of a cumulative indicator the span since January."""
    text = str(period)
    year: Parts = (bound(facts, f"year:{text}"), Words("年"))
    cumulative = kind in CUMULATIVE_KINDS
    if period.frequency == Frequency.YEAR:
        return year
    if period.frequency == Frequency.QUARTER:
        return (*year, Words((_CUMULATIVE_QUARTERS if cumulative else _QUARTERS)[period.number - 1]))
    span: Parts = (bound(facts, f"first_month:{text}"), Words("—")) if cumulative and period.number > 1 else ()
    return (*year, *span, bound(facts, f"part:{text}"), Words("月"))


def comparison(kind: str, period: Period) -> str:
    """What a growth compares with: 比上年 for a whole year, 累计同比 for a span, 同比 for a single period.

    >>> comparison("flow_ytd", Period.parse("2024-Q4")), comparison("flow_ytd", Period.parse("2024-Q2"))
    ('比上年', '累计同比')
    >>> comparison("flow_ytd", Period.parse("2024-Q1")), comparison("stock", Period.parse("2024-Q4"))
    ('同比', '同比')
    """
    whole = period.number == period.frequency.periods_per_year
    if period.frequency == Frequency.YEAR or (whole and kind in CUMULATIVE_KINDS):
        return "比上年"
    return "累计同比" if kind in CUMULATIVE_KINDS and period.number > 1 else "同比"


def growth_parts(facts: Facts, indicator: IndicatorFacts, source: str) -> Parts:
    """增长 5.1%, 下降 2.3%, 持平, 提高 0.9 个百分点, 增加 30 亩, 上涨 1.2%: by the printed number."""
    digits = indicator.growth_decimals
    shown = rounded(facts.number(source), digits)
    if not shown:
        return (Words("持平"),)
    number = bound(facts, source, digits, absolute=True)
    unit = growth_unit(Kind(indicator.kind))
    if unit == POINTS:
        return (Words("提高" if shown > 0 else "下降"), number, Words("个百分点"))
    if unit == PERCENT:
        up, down = ("上涨", "下跌") if indicator.kind == Kind.INDEX else ("增长", "下降")
        return (Words(up if shown > 0 else down), number, Words("%"))
    return (Words("增加" if shown > 0 else "减少"), number, Name(indicator.measure_unit))


def moved_parts(facts: Facts, source: str, moved: int | None) -> Parts:
    """前移 3 位, 后移 2 位, 持平; — where there is nothing to compare with."""
    if moved is None:
        return DASH
    if moved == 0:
        return (Words("持平"),)
    return (Words("前移" if moved > 0 else "后移"), bound(facts, source, absolute=True), Words("位"))


def growth_unit_parts(indicator: IndicatorFacts) -> Part:
    """The unit of a column of growth."""
    units: dict[str, Part] = {PERCENT: Words("%"), POINTS: Words("个百分点")}
    return units.get(growth_unit(Kind(indicator.kind)), Name(indicator.measure_unit))


def listed(items: Iterable[Sequence[Part]], separator: str = "、") -> Parts:
    """Things one after another."""
    parts: list[Part] = []
    for item in items:
        if parts:
            parts.append(Words(separator))
        parts.extend(item)
    return tuple(parts)


def names(facts: Facts, areas: Iterable[str]) -> Parts:
    return listed((Name(facts.recipe.areas[each]),) for each in areas)
