"""Sections about places: the ranking table, the first and last, and who rose or fell."""

from dataclasses import dataclass

from indicators.domain.periods import Period
from indicators.domain.ranking import COMPUTED, Place, bands
from tracker.domain.bulletins.document import Block, Chart, Column, Name, Paragraph, Part, Parts, Row, Table, Words
from tracker.domain.bulletins.facts import Facts
from tracker.domain.bulletins.phrases import (
    BAND_WORDS,
    DASH,
    bound,
    comparison,
    growth_parts,
    growth_unit_parts,
    listed,
    moved_parts,
    names,
    numeral,
    period_parts,
)
from tracker.domain.bulletins.recipe import PREVIOUS, IndicatorFacts, SectionRecipe
from tracker.domain.standings import GROWTH, SOURCE_COLUMNS, VALUE, Standing

BASIS_WORDS = {GROWTH: "增速", VALUE: ""}


@dataclass(frozen=True, slots=True)
class Ranks:
    """One ranking as a section reads it, with the addresses of its numbers."""

    facts: Facts
    section: SectionRecipe
    standing: Standing[str]

    @property
    def indicator(self) -> IndicatorFacts:
        return self.facts.indicator(self.section.indicator)

    @property
    def period(self) -> Period:
        return Period.parse(self.section.period)

    @property
    def column(self) -> str:
        return SOURCE_COLUMNS[self.section.basis, self.standing.source]

    @property
    def placed(self) -> list[Place[str]]:
        return [each for each in self.standing.ranked.places if each.place is not None]

    @property
    def absent(self) -> list[str]:
        return [each.key for each in self.standing.ranked.places if each.place is None]

    def at(self, area: str) -> str:
        """The address of a number of the member's figure, behind its column."""
        return f"{self.section.indicator}/{area}/{self.section.period}"

    @property
    def ranking(self) -> str:
        return f"{self.section.indicator}/{self.section.group}/{self.section.period}/{self.section.basis}"

    def figure(self, area: str) -> Parts:
        """The ranked number with its unit."""
        number = bound(self.facts, f"{self.column}:{self.at(area)}", self.standing.digits)
        return (number, self.unit)

    @property
    def unit(self) -> Part:
        return growth_unit_parts(self.indicator) if self.section.basis == GROWTH else Name(self.indicator.measure_unit)

    def moved(self, area: str, against: str = PREVIOUS) -> int | None:
        found = self.facts.places(self.section.indicator, self.section.group, self.period, self.section.basis, area)
        return found.moved_previous if against == PREVIOUS else found.moved_year_ago


def ranks_of(facts: Facts, section: SectionRecipe) -> Ranks | None:
    """None where no member has a figure."""
    found = facts.standing(section.indicator, section.group, Period.parse(section.period), section.basis)
    return None if found is None else Ranks(facts, section, found)


def heading(facts: Facts, section: SectionRecipe, what: str) -> Parts:
    """The title that was given, else one from the content."""
    if section.title:
        return (Name(section.title),)
    return (Name(facts.indicator(section.indicator).name), Words(f"{BASIS_WORDS[section.basis]}{what}"))


def nothing(facts: Facts, section: SectionRecipe) -> tuple[Block, ...]:
    indicator = facts.indicator(section.indicator)
    when = period_parts(facts, Period.parse(section.period), indicator.kind)
    return (Paragraph((*when, Words("，"), Name(indicator.name), Words("暂无数据。"))),)


def ranking_blocks(facts: Facts, section: SectionRecipe) -> tuple[Block, ...]:
    """The area in focus, the first ones, who has no data, then all in a table."""
    ranks = ranks_of(facts, section)
    if ranks is None:
        return nothing(facts, section)
    focus = facts.recipe.focus
    said = [focus_sentence(ranks, focus)] if any(each.key == focus for each in ranks.placed) else []
    said += [first_sentence(ranks)]
    said += [absent_sentence(ranks)] if ranks.absent else []
    said += [(Words("本表为按水平值推算的数，非公布数。"),)] if ranks.standing.source == COMPUTED else []
    return (*(Paragraph(each) for each in said), ranking_table(ranks))


def focus_sentence(ranks: Ranks, area: str) -> Parts:
    """2015年全年，湘潭市地区生产总值…，比上年增长9.6%，增速并列全省14市州第2位，位次较上期…，列三甲，处于第一方阵。"""
    facts, indicator, section = ranks.facts, ranks.indicator, ranks.section
    row = facts.figure(section.indicator, area, ranks.period)
    parts: list[Part] = [*period_parts(facts, ranks.period, indicator.kind), Words("，")]
    parts += [Name(facts.recipe.areas[area]), Name(indicator.name)]
    if indicator.name[-1:].isdigit():  # PM2.5 and its value would read as one number
        parts.append(Words("为"))
    if row and row.value is not None:
        parts += [
            bound(facts, f"value:{ranks.at(area)}", indicator.decimals),
            Name(indicator.measure_unit),
            Words("，"),
        ]
    if row and row.published is not None:
        parts += [Words(comparison(indicator.kind, ranks.period))]
        parts += [*growth_parts(facts, indicator, f"published:{ranks.at(area)}"), Words("，")]
    place = next(each.place for each in ranks.placed if each.key == area)
    tied = sum(each.place == place for each in ranks.placed) > 1
    basis = "增速" if section.basis == GROWTH else "总量"
    parts += [Words(f"{basis}{'并列' if tied else '居'}"), Name(facts.recipe.groups[section.group]), Words("第")]
    parts += [bound(facts, f"place:{ranks.ranking}/{area}"), Words("位")]
    for against, name in (("previous", "上期"), ("year_ago", "上年同期")):
        moved = ranks.moved(area, against)
        if moved is not None and not (against == "previous" and ranks.period.previous() == ranks.period.year_before()):
            said = moved_parts(facts, f"moved_{against}:{ranks.ranking}/{area}", moved)
            parts += [Words(f"，位次{'与' if moved == 0 else '较'}{name}"), *said]
    for band in bands(place, ranks.standing.ranked.of):
        parts.append(Words(f"，{'列' if band == 'top_three' else '处于'}{BAND_WORDS[band]}"))
    return (*parts, Words("。"))


def with_figures(ranks: Ranks, members: list[Place[str]]) -> Parts:
    """长沙市（9.9%）、湘潭市（9.6%）"""
    return listed(
        (Name(ranks.facts.recipe.areas[each.key]), Words("（"), *ranks.figure(each.key), Words("）"))
        for each in members
    )


def first_sentence(ranks: Ranks) -> Parts:
    """居前三位的是…; who shares the last of these places is named, too."""
    first = [each for each in ranks.placed if each.place is not None and each.place <= ranks.section.count]
    group = Name(ranks.facts.recipe.groups[ranks.section.group])
    return (group, Words(f"居前{numeral(ranks.section.count)}位的是："), *with_figures(ranks, first), Words("。"))


def last_sentence(ranks: Ranks) -> Parts:
    """居后三位的是…, the last first; who shares the first of these places is named, too."""
    count = min(ranks.section.count, len(ranks.placed))
    from_place = ranks.placed[-count].place or 0
    last = [each for each in reversed(ranks.placed) if each.place is not None and each.place >= from_place]
    return (Words(f"居后{numeral(ranks.section.count)}位的是："), *with_figures(ranks, last), Words("。"))


def absent_sentence(ranks: Ranks) -> Parts:
    return (*names(ranks.facts, ranks.absent), Words("暂无数据，不参加排位。"))


def ranking_table(ranks: Ranks) -> Table:
    facts, indicator, section = ranks.facts, ranks.indicator, ranks.section
    rows = [facts.figure(section.indicator, each.key, ranks.period) for each in ranks.placed]
    shows_value = section.basis == GROWTH and any(row and row.value is not None for row in rows)
    shows_growth = section.basis == VALUE and any(row and row.published is not None for row in rows)
    columns = [Column(title=(Words("位次"),), numeric=True), Column(title=(Words("地区"),))]
    if shows_value:
        columns.append(Column(title=(Words("数值（"), Name(indicator.measure_unit), Words("）")), numeric=True))
    ranked = len(columns)
    columns.append(Column(title=_ranked_title(ranks), numeric=True))
    if shows_growth:
        columns.append(Column(title=(Words("增速（"), growth_unit_parts(indicator), Words("）")), numeric=True))
    columns += [Column(title=(Words(each),)) for each in ("较上期", "上年同期位次", "位次档")]
    when = period_parts(facts, ranks.period, indicator.kind)
    title: Parts = (*when, Name(indicator.name), Words(f"{BASIS_WORDS[section.basis]}排名表"))
    return Table(
        title=title,
        columns=tuple(columns),
        rows=tuple(_row(ranks, each, shows_value, shows_growth) for each in ranks.standing.ranked.places),
        chart=Chart(title=title, category_column=1, value_column=ranked),
    )


def _ranked_title(ranks: Ranks) -> Parts:
    name = "增速" if ranks.section.basis == GROWTH else "数值"
    estimated = "，推算" if ranks.standing.source == COMPUTED else ""
    return (Words(f"{name}（"), ranks.unit, Words(f"{estimated}）"))


def _row(ranks: Ranks, place: Place[str], shows_value: bool, shows_growth: bool) -> Row:
    facts, indicator, area = ranks.facts, ranks.indicator, place.key
    there = place.place is not None
    row = facts.figure(ranks.section.indicator, area, ranks.period)
    at, ranking = ranks.at(area), f"{ranks.ranking}/{area}"
    cells: list[Parts] = [(bound(facts, f"place:{ranking}"),) if there else DASH, (Name(facts.recipe.areas[area]),)]
    if shows_value:
        known = row is not None and row.value is not None
        cells.append((bound(facts, f"value:{at}", indicator.decimals),) if known else DASH)
    cells.append((bound(facts, f"{ranks.column}:{at}", ranks.standing.digits),) if there else DASH)
    if shows_growth:
        known = row is not None and row.published is not None
        cells.append((bound(facts, f"published:{at}", indicator.growth_decimals),) if known else DASH)
    cells.append(moved_parts(facts, f"moved_previous:{ranking}", ranks.moved(area)))
    year_ago = facts.places(ranks.section.indicator, ranks.section.group, ranks.period, ranks.section.basis, area)
    cells.append((bound(facts, f"year_ago:{ranking}"),) if there and year_ago.year_ago is not None else DASH)
    words = [BAND_WORDS[each] for each in bands(place.place, ranks.standing.ranked.of)]
    cells.append((Words("、".join(words)),) if words else ())
    return Row(cells=tuple(cells), emphasised=area == facts.recipe.focus)


def top_bottom_blocks(facts: Facts, section: SectionRecipe) -> tuple[Block, ...]:
    ranks = ranks_of(facts, section)
    if ranks is None:
        return nothing(facts, section)
    said = [first_sentence(ranks), last_sentence(ranks), *([absent_sentence(ranks)] if ranks.absent else [])]
    return tuple(Paragraph(each) for each in said)


def movers_blocks(facts: Facts, section: SectionRecipe) -> tuple[Block, ...]:
    """Who rose and who fell most against the earlier ranking; ties at the end of the list are all named."""
    ranks = ranks_of(facts, section)
    if ranks is None:
        return nothing(facts, section)
    against, name = section.compared_with, "上期" if section.compared_with == PREVIOUS else "上年同期"
    moves = {each.key: moved for each in ranks.placed if (moved := ranks.moved(each.key, against)) is not None}
    if not moves:
        return (Paragraph((Words(f"没有可比的{name}位次。"),)),)
    said = [_movers(ranks, moves, sign, name) for sign in (1, -1)]
    return tuple(Paragraph(each) for each in said)


def _movers(ranks: Ranks, moves: dict[str, int], sign: int, name: str) -> Parts:
    word = "前移" if sign > 0 else "后移"
    moved = sorted((each for each in moves.items() if each[1] * sign > 0), key=lambda each: -each[1] * sign)
    if not moved:
        return (Words(f"与{name}相比，没有位次{word}的地区。"),)
    least = abs(moved[min(ranks.section.count, len(moved)) - 1][1])
    shown = [area for area, places in moved if abs(places) >= least]
    address = f"moved_{ranks.section.compared_with}:{ranks.ranking}"
    each = (
        (
            Name(ranks.facts.recipe.areas[area]),
            Words("（"),
            bound(ranks.facts, f"{address}/{area}", absolute=True),
            Words("位）"),
        )
        for area in shown
    )
    return (Words(f"与{name}相比，位次{word}较多的是："), *listed(each), Words("。"))
