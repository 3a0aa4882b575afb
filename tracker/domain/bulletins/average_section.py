"""The section about average growth over years (rule R3), ranked inside the group."""

from indicators.domain.periods import Period
from indicators.domain.ranking import Ranked, bands
from tracker.domain.bulletins.document import Block, Chart, Column, Name, Paragraph, Part, Parts, Row, Table, Words
from tracker.domain.bulletins.facts import Facts, place_in
from tracker.domain.bulletins.phrases import BAND_WORDS, DASH, bound, growth_parts, names, numeral
from tracker.domain.bulletins.recipe import SectionRecipe


def average_blocks(facts: Facts, section: SectionRecipe) -> tuple[Block, ...]:
    period = Period.parse(section.period)
    ranked = facts.average_standing(section.indicator, section.group, period, section.years)
    if not ranked.of:
        words = f"{numeral(section.years)}年平均增速所需的各年增速不全，暂不计算。"
        return (Paragraph((Name(facts.indicator(section.indicator).name), Words(words))),)
    said = []
    if place_in(ranked, facts.recipe.focus) is not None:
        said.append(_focus_sentence(facts, section, ranked))
    if absent := [each.key for each in ranked.places if each.place is None]:
        said.append((*names(facts, absent), Words("各年增速不全，不参加排位。")))
    return (*(Paragraph(each) for each in said), _table(facts, section, ranked))


def span_parts(facts: Facts, period: Period, years: int) -> Parts:
    """2021—2023年, with the part of the year where the span does not end with a year's last period."""
    first = period.years_before(years - 1)
    whole = period.number == period.frequency.periods_per_year
    start: Parts = (bound(facts, f"year:{first}"), Words("—")) if years > 1 else ()
    return (*start, bound(facts, f"year:{period}"), Words("年" if whole else "年各年同期"))


def _focus_sentence(facts: Facts, section: SectionRecipe, ranked: Ranked[str]) -> Parts:
    """2021—2023年，湘潭市固定资产投资三年平均增长7.7%，居同类市州第2位，列三甲。"""
    indicator, focus, period = facts.indicator(section.indicator), facts.recipe.focus, Period.parse(section.period)
    place = place_in(ranked, focus)
    tied = sum(each.place == place for each in ranked.places) > 1
    key = f"{section.indicator}/{section.group}/{section.period}/{section.years}"
    parts: list[Part] = [*span_parts(facts, period, section.years), Words("，"), Name(facts.recipe.areas[focus])]
    parts += [Name(indicator.name), Words(f"{numeral(section.years)}年平均")]
    parts += growth_parts(facts, indicator, f"average:{section.indicator}/{focus}/{section.period}/{section.years}")
    parts += [Words(f"，{'并列' if tied else '居'}"), Name(facts.recipe.groups[section.group]), Words("第")]
    parts += [bound(facts, f"average_place:{key}/{focus}"), Words("位")]
    for band in bands(place, ranked.of):
        parts.append(Words(f"，{'列' if band == 'top_three' else '处于'}{BAND_WORDS[band]}"))
    return (*parts, Words("。"))


def _table(facts: Facts, section: SectionRecipe, ranked: Ranked[str]) -> Table:
    indicator, period = facts.indicator(section.indicator), Period.parse(section.period)
    chain = [period.years_before(each) for each in reversed(range(section.years))]
    average = f"{numeral(section.years)}年平均增速（%）"
    years = [Column(title=(bound(facts, f"year:{each}"), Words("年（%）")), numeric=True) for each in chain]
    title: Parts = (*span_parts(facts, period, section.years), Name(indicator.name), Words("年均增速"))
    heads = [Column(title=(Words("位次"),), numeric=True), Column(title=(Words("地区"),))]
    return Table(
        title=title,
        columns=(*heads, Column(title=(Words(average),), numeric=True), *years),
        rows=tuple(_row(facts, section, each.key, each.place is not None, chain) for each in ranked.places),
        chart=Chart(title=title, category_column=1, value_column=2),
    )


def _row(facts: Facts, section: SectionRecipe, area: str, there: bool, chain: list[Period]) -> Row:
    digits = facts.indicator(section.indicator).growth_decimals
    key = f"{section.indicator}/{section.group}/{section.period}/{section.years}"
    address = f"average:{section.indicator}/{area}/{section.period}/{section.years}"
    cells: list[Parts] = [
        (bound(facts, f"average_place:{key}/{area}"),) if there else DASH,
        (Name(facts.recipe.areas[area]),),
        (bound(facts, address, digits),) if there else DASH,
    ]
    for each in chain:
        row = facts.figure(section.indicator, area, each)
        known = row is not None and row.published is not None
        cells.append((bound(facts, f"published:{section.indicator}/{area}/{each}", digits),) if known else DASH)
    return Row(cells=tuple(cells), emphasised=area == facts.recipe.focus)
