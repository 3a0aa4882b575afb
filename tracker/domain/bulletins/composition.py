"""From recipe and figures to the document: pure, so that a stored bulletin can be composed again at any time."""

from collections.abc import Callable

from indicators.domain.periods import Period
from tracker.domain.bulletins.average_section import average_blocks
from tracker.domain.bulletins.card_section import card_blocks
from tracker.domain.bulletins.document import Block, Document, Name, Paragraph, Parts, Section, Words
from tracker.domain.bulletins.facts import Facts
from tracker.domain.bulletins.land_section import land_blocks
from tracker.domain.bulletins.phrases import numeral, period_parts
from tracker.domain.bulletins.project_section import project_blocks
from tracker.domain.bulletins.ranking_sections import heading, movers_blocks, ranking_blocks, top_bottom_blocks
from tracker.domain.bulletins.recipe import (
    AVERAGES,
    CARD,
    FROZEN,
    LAND,
    MOVERS,
    PROJECTS,
    RANKING,
    TARGETS,
    TOP_BOTTOM,
    SectionRecipe,
)
from tracker.domain.bulletins.target_section import target_blocks
from tracker.domain.rules import TIE_RULE_WORDS_WITHOUT_EXAMPLE

# A further kind of section joins here, with its blocks; what it is called stands in `TITLES`.
BLOCKS: dict[str, Callable[[Facts, SectionRecipe], tuple[Block, ...]]] = {
    RANKING: ranking_blocks,
    TOP_BOTTOM: top_bottom_blocks,
    MOVERS: movers_blocks,
    AVERAGES: average_blocks,
    CARD: card_blocks,
    TARGETS: target_blocks,
    PROJECTS: project_blocks,
    LAND: land_blocks,
}
TITLES: dict[str, Callable[[SectionRecipe], str]] = {
    RANKING: lambda section: "排名",
    TOP_BOTTOM: lambda section: f"前{numeral(section.count)}位、后{numeral(section.count)}位",
    MOVERS: lambda section: "位次升降",
    AVERAGES: lambda section: f"{numeral(section.years)}年平均增速",
    PROJECTS: lambda section: "项目进度",
    LAND: lambda section: "盘活存量土地",
}
PERIOD_PLACE = "{期别}"


def compose(facts: Facts) -> Document:
    """The whole document. Gaps that were accepted and the rule of the places stand at its end."""
    recipe = facts.recipe
    sections = tuple(
        Section(title=_title(facts, section), blocks=BLOCKS[section.kind](facts, section))
        for section in recipe.sections
    )
    notes = [Paragraph((Words(f"位次说明：{TIE_RULE_WORDS_WITHOUT_EXAMPLE}"),))]
    notes += [Paragraph((Words("缺数情况："), Name(each))) for each in recipe.gaps]
    notes += [Paragraph((Name(recipe.note),))] if recipe.note else []
    return Document(title=_heading(facts), sections=sections, notes=tuple(notes))


def _heading(facts: Facts) -> Parts:
    before, place, after = facts.recipe.title.partition(PERIOD_PLACE)
    if not place:
        return (Name(before),)
    period = period_parts(facts, Period.parse(facts.recipe.period), "flow_ytd")
    return tuple(part for part in (Name(before), *period, Name(after)) if part.text)


def _title(facts: Facts, section: SectionRecipe) -> Parts:
    if section.kind == CARD:
        given: Parts = (Name(section.title),)
        return given if section.title else (Name(facts.recipe.areas[section.area]), Words("指标卡"))
    if section.kind == TARGETS:
        plan = facts.assessment(section.assessment).record.plan_name
        return (Name(section.title),) if section.title else (Name(plan), Words("目标进度"))
    if section.kind in FROZEN:
        return (Name(section.title),) if section.title else (Words(TITLES[section.kind](section)),)
    if section.kind == AVERAGES and not section.title:
        return (Name(facts.indicator(section.indicator).name), Words(TITLES[AVERAGES](section)))
    return heading(facts, section, TITLES[section.kind](section))
