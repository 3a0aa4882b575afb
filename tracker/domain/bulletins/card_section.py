"""The card (指标卡) of one area: all its indicators with value, growth and place in one table."""

from indicators.domain.periods import Period
from tracker.domain.bulletins.document import Block, Column, Name, Paragraph, Parts, Row, Table, Words
from tracker.domain.bulletins.facts import Facts
from tracker.domain.bulletins.phrases import DASH, bound, growth_unit_parts, moved_parts, period_parts
from tracker.domain.bulletins.recipe import SectionRecipe
from tracker.domain.standings import GROWTH, VALUE

COLUMNS = ("指标", "期别", "单位", "数值", "增速", "位次", "较上期")
NUMERIC = frozenset({"数值", "增速", "位次"})


def card_blocks(facts: Facts, section: SectionRecipe) -> tuple[Block, ...]:
    area = Name(facts.recipe.areas[section.area])
    if not section.indicators:
        return (Paragraph((area, Words("暂无数据。"))),)
    rows = tuple(_row(facts, section, code, Period.parse(text)) for code, text in section.indicators)
    columns = tuple(Column(title=(Words(each),), numeric=each in NUMERIC) for each in COLUMNS)
    return (Table(title=(area, Words("主要指标")), columns=columns, rows=rows),)


def _row(facts: Facts, section: SectionRecipe, code: str, period: Period) -> Row:
    indicator, area = facts.indicator(code), section.area
    row, at = facts.figure(code, area, period), f"{code}/{area}/{period}"
    value = next((each for each in ("value", "computed_value") if row and getattr(row, each) is not None), None)
    growth = row is not None and row.published is not None
    basis = GROWTH if growth else VALUE
    places = facts.places(code, section.group, period, basis, area)
    ranking = f"{code}/{section.group}/{period}/{basis}"
    place: Parts = DASH
    if places.place is not None:
        place = (bound(facts, f"place:{ranking}/{area}"), Words("／"), bound(facts, f"of:{ranking}"))
    cells: tuple[Parts, ...] = (
        (Name(indicator.name),),
        period_parts(facts, period, indicator.kind),
        (Name(indicator.measure_unit),) if indicator.measure_unit else DASH,
        (bound(facts, f"{value}:{at}", indicator.decimals),) if value else DASH,
        (bound(facts, f"published:{at}", indicator.growth_decimals), growth_unit_parts(indicator)) if growth else DASH,
        place,
        moved_parts(facts, f"moved_previous:{ranking}/{area}", places.moved_previous),
    )
    return Row(cells=cells)
