"""Gathering what a bulletin is composed of: the recipe as of today and every figure it reads."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from indicators.domain.kinds import Frequency
from indicators.domain.periods import Period
from indicators.models import Area, Growth, Indicator
from indicators.queries.areas import Membership, lineages, memberships
from tracker.domain.bulletins.facts import Facts, Figure, FigureKey
from tracker.domain.bulletins.recipe import (
    AVERAGES,
    CARD,
    FROZEN,
    TARGETS,
    IndicatorFacts,
    Recipe,
    SectionRecipe,
    last_whole_year,
    section_period,
)
from tracker.domain.derivation import Derivation
from tracker.models import BulletinDefinition, BulletinSection
from tracker.queries.bulletins.assessments import collected_assessments
from tracker.queries.bulletins.derivations import derivations_of
from tracker.queries.bulletins.frozen import FrozenRecords

CATALOGUE = tuple(IndicatorFacts.__dataclass_fields__)
Read = tuple[str, str]  # indicator, period


@dataclass(frozen=True, slots=True)
class Collected:
    """The facts of a bulletin; by figure key the ledger rows they rest on (None: looked for in vain); what the computed
    numbers were computed from."""

    facts: Facts
    observations: Mapping[FigureKey, int | None]
    derivations: Mapping[FigureKey, Derivation] = field(default_factory=dict)


def collected(definition: BulletinDefinition, period: Period) -> Collected:
    """What the bulletin of `period` reads as things stand now; a fixed number of queries."""
    stored = list(
        definition.sections.select_related("indicator", "peer_group", "area", "plan__area").order_by("position", "pk")
    )
    sections = [_section(definition, each, period) for each in stored]
    sections = _with_cards(definition, sections, period)
    reads = set(_reads(sections))
    names = {definition.peer_group.code: definition.peer_group}
    names |= {each.peer_group.code: each.peer_group for each in stored if each.peer_group}
    spans = memberships([each.pk for each in names.values()])
    tree, areas = lineages(), dict(Area.objects.values_list("pk", "code"))
    lineage = {code: [areas[each] for each in tree.back_from(pk)] for pk, code in areas.items()}
    members = _members({code: spans.get(each.pk, Membership()) for code, each in names.items()}, reads, areas)
    wanted = {area for by_period in members.values() for listed in by_period.values() for area in listed}
    wanted |= {each.area for each in sections if each.area}
    chains = _chains(wanted, lineage)
    every = wanted.union(*chains.values())
    assessed = collected_assessments(stored, sections)
    records = FrozenRecords()
    recipe = Recipe(
        title=definition.title,
        period=str(period),
        focus=definition.focus_area.code if definition.focus_area else "",
        note=definition.note,
        sections=tuple(sections),
        indicators=_catalogue({code for code, _ in reads}),
        groups={code: each.name for code, each in names.items()},
        areas=dict(Area.objects.filter(code__in=every).values_list("code", "name")),
        members=members,
        lineages=chains,
        assessments=assessed.records,
        dispatch=records.dispatch(sections),
        land=records.land(sections),
    )
    facts = Facts(recipe, _figures(reads, every))
    derived = derivations_of(facts, reads=reads, areas=every, codes=areas, lineage=lineage)
    return Collected(facts, {**derived.observations, **assessed.observations}, derived.derivations)


def with_gaps(found: Collected, gaps: Iterable[str]) -> Collected:
    """The same with the gaps that were accepted, to be printed."""
    recipe = replace(found.facts.recipe, gaps=tuple(gaps))
    return replace(found, facts=Facts(recipe, found.facts.figures))


def _section(definition: BulletinDefinition, section: BulletinSection, period: Period) -> SectionRecipe:
    group = section.peer_group or definition.peer_group
    area = (section.area or definition.focus_area) if section.kind in (CARD, *FROZEN) else None
    at = str(section_period(period, Frequency.YEAR, 0)) if section.kind == TARGETS else ""
    if section.kind in FROZEN:
        at = str(section_period(period, Frequency.MONTH, section.lag))
    if section.indicator:
        own = section_period(period, Frequency(section.indicator.frequency), section.lag)
        at = str(last_whole_year(own) if section.kind == AVERAGES and section.whole_years else own)
    return SectionRecipe(
        kind=section.kind,
        title=section.title,
        indicator=section.indicator.code if section.indicator else "",
        basis=section.basis,
        group=group.code,
        period=at,
        area=area.code if area else "",
        count=section.count,
        years=section.years,
        compared_with=section.compared_with,
        plan=section.plan.code if section.plan else "",
    )


def _with_cards(definition: BulletinDefinition, sections: list[SectionRecipe], period: Period) -> list[SectionRecipe]:
    """A card shows each indicator of which its area has a figure at the period; one query for all cards."""
    cards = {each.area for each in sections if each.kind == CARD}
    if not cards:
        return sections
    at = {each: str(section_period(period, each, 0)) for each in Frequency}
    rows = Growth.objects.filter(area__code__in=cards, period__in=at.values()).order_by("indicator__code")
    found: dict[str, list[tuple[str, str]]] = {}
    for area, code, frequency, text in rows.values_list(
        "area__code", "indicator__code", "indicator__frequency", "period"
    ):
        if at[Frequency(frequency)] == text:
            found.setdefault(area, []).append((code, text))
    return [
        replace(each, indicators=tuple(found.get(each.area, ()))) if each.kind == CARD else each for each in sections
    ]


def _reads(sections: Iterable[SectionRecipe]) -> Iterator[Read]:
    """The periods of each indicator that are read: those compared with, and all years of an average."""
    for section in sections:
        if section.kind in (TARGETS, *FROZEN):
            continue
        pairs = section.indicators if section.kind == CARD else ((section.indicator, section.period),)
        for code, text in pairs:
            period = Period.parse(text)
            if section.kind == AVERAGES:
                periods = [period.years_before(each) for each in range(section.years + 1)]
            else:
                periods = [period, period.previous(), period.year_before()]
            yield from ((code, str(each)) for each in periods)


def _members(
    groups: Mapping[str, Membership], reads: set[Read], areas: Mapping[int, str]
) -> dict[str, dict[str, list[str]]]:
    periods = sorted({text for _, text in reads})
    return {
        code: {text: [areas[each] for each in group.on(Period.parse(text).last_day)] for text in periods}
        for code, group in groups.items()
    }


def _chains(wanted: set[str], lineage: Mapping[str, Sequence[str]]) -> dict[str, Sequence[str]]:
    return {code: lineage[code] for code in sorted(wanted) if len(lineage[code]) > 1}


def _catalogue(codes: set[str]) -> dict[str, IndicatorFacts]:
    rows = Indicator.objects.filter(code__in=codes).order_by("code").values(*CATALOGUE)
    return {row["code"]: IndicatorFacts(**row) for row in rows}


def _figures(reads: set[Read], areas: set[str]) -> dict[FigureKey, Figure]:
    rows = Growth.objects.filter(
        indicator__code__in={code for code, _ in reads},
        period__in={text for _, text in reads},
        area__code__in=areas,
    ).values_list(
        *("indicator__code", "area__code", "period", "value", "published", "computed", "computed_value"),
        *("observation__vintage", "observation__published_at", "observation__revision"),
    )
    figures: dict[FigureKey, Figure] = {}
    for code, area, text, value, published, computed, computed_value, vintage, moment, revision in rows:
        if (code, text) not in reads:
            continue
        figures[code, area, text] = Figure(
            value=value,
            published=published,
            computed=computed,
            computed_value=computed_value,
            vintage=vintage or "",
            published_at=moment.isoformat() if moment else "",
            revision=revision,
        )
    return figures
