"""Who takes a part of a plan's target: the areas below, or the members that make up the whole, with their lines."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from indicators.domain.numbers import plain
from indicators.models import Area, Indicator, PeerGroupMember
from indicators.models.areas import valid_on
from tracker.domain.targets.coverage import parts_coverage
from tracker.models import Plan, Target
from tracker.queries.targets.table import TableLine, printed_facts, printed_wording, whole_table


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """An area with its line, if it was given a part. `belongs` tells whether it is one of those that make the whole."""

    area: Area
    line: TableLine | None
    belongs: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Decomposition:
    """One line of the plan's own area and its parts."""

    whole: TableLine
    parts: Sequence[Part]


def own_lines(plan: Plan, on: date) -> list[TableLine]:
    """The lines of the area the plan is of: its own, else that of its first line."""
    lines = whole_table(plan, on)
    area = plan.area_id or (lines[0].area.pk if lines else None)
    return [line for line in lines if line.area.pk == area]


def decomposition(plan: Plan, whole: TableLine, on: date) -> Decomposition:
    """The parts by the code of their area; those that got a line though they do not belong come last."""
    lines = {line.area.pk: line for line in whole_table(plan, on) if line.indicator.pk == whole.indicator.pk}
    del lines[whole.area.pk]
    areas = part_areas(plan, whole.indicator, whole.area, on)
    parts = [Part(area=area, line=lines.pop(area.pk, None), belongs=True) for area in areas]
    parts += [Part(area=line.area, line=line, belongs=False) for line in lines.values()]
    numbered = [
        replace(part, line=replace(part.line, number=number)) if part.line else part
        for number, part in enumerate(parts, start=1)
    ]
    return Decomposition(whole=whole, parts=numbered)


def part_checks(plan: Plan, found: Decomposition) -> Iterator[str]:
    """Whether the parts cover each target of the whole, in words: missing areas, and the sum against the whole."""
    if not any(part.line for part in found.parts):
        return
    members = {part.area.code: part.area.name for part in found.parts if part.belongs}
    for whole in found.whole.targets:
        parts = {part.area.code: _counterpart(part.line, whole) for part in found.parts if part.line}
        facts = {code: printed_facts(each, plan) for code, each in parts.items()}
        coverage = parts_coverage(printed_facts(whole, plan), members, facts)
        name = f"{writing}：" if len(found.whole.targets) > 1 and (writing := _writing(whole, plan)) else ""
        yield from (f"{name}{finding.message}" for finding in coverage.findings)
        if coverage.reached is not None and coverage.missing:
            difference = plain(coverage.difference)
            yield f"{name}已分解的合计 {plain(coverage.reached)}，与总目标相差 {difference}。"


def _counterpart(line: TableLine, whole: Target) -> Target:
    """The target of a part that is added up with others for `whole`: of the same form, else the first one."""
    same = (each for each in line.targets if (each.form, each.measure) == (whole.form, whole.measure))
    return next(same, line.targets[0])


def _writing(target: Target, plan: Plan) -> str:
    wording = printed_wording(target, plan)
    return wording.target or wording.pace


def part_areas(plan: Plan, indicator: Indicator, whole: Area, on: date) -> list[Area]:
    """The members of the indicator's partition, else the areas one level below; as valid in the plan's years."""
    day = min(max(on, date(plan.start_year, 1, 1)), date(plan.end_year, 12, 31))
    if indicator.partition_id is not None:
        members = PeerGroupMember.objects.filter(valid_on(day), group=indicator.partition_id)
        found = list(Area.objects.filter(pk__in=members.values("area")).order_by("code"))
        below = {each.pk for each in whole.descendants()}
        if found and all(each.pk in below for each in found):
            return found
    return list(Area.objects.filter(valid_on(day), parent=whole).order_by("code"))
