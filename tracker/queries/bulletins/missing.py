"""What a bulletin would lack: members without a figure, and returns that are still on their way."""

from collections.abc import Iterator

from django.db.models import Q

from indicators.choices import ReturnState
from indicators.domain.period_words import period_text
from indicators.domain.periods import Period
from indicators.models import Return
from tracker.domain.bulletins.facts import Facts
from tracker.domain.bulletins.recipe import AVERAGES, CARD, FROZEN, PROJECTS, TARGETS, SectionRecipe
from tracker.domain.bulletins.way import Refusal

ON_THEIR_WAY = (ReturnState.DRAFT, ReturnState.SUBMITTED, ReturnState.SENT_BACK, ReturnState.APPROVED)


def gaps_of(facts: Facts) -> list[Refusal]:
    """Every gap once, in the order of the sections; then the returns that could fill them. Two queries at most."""
    found = dict.fromkeys(each for section in facts.recipe.sections for each in _gaps(facts, section))
    return [*found, *_unpublished_returns(facts)]


def _gaps(facts: Facts, section: SectionRecipe) -> Iterator[Refusal]:
    if section.kind == CARD:
        if not section.indicators:
            yield Refusal("no_figure", f"{facts.recipe.areas[section.area]}的指标卡：没有任何公布数")
        return
    if section.kind == TARGETS:
        record = facts.assessment(section.assessment).record
        if not record.lines:
            yield Refusal("no_targets", f"{record.plan_name}：没有目标")
        return
    if section.kind in FROZEN:
        yield from _frozen_gaps(facts, section)
        return
    indicator, period = facts.indicator(section.indicator), Period.parse(section.period)
    name = f"{period_text(period, indicator.kind)}{indicator.name}"
    if section.kind == AVERAGES:
        ranked, what = facts.average_standing(section.indicator, section.group, period, section.years), "年均增速"
        absent = [each.key for each in ranked.places if each.place is None]
    else:
        standing = facts.standing(section.indicator, section.group, period, section.basis)
        what = "增速" if section.basis == "growth" else "数值"
        members = facts.recipe.members_of(section.group, period)
        absent = [each for each in members if standing is None or standing.places.get(each) is None]
        if not members:
            yield Refusal("no_members", f"{name}：{facts.recipe.groups[section.group]}在期末没有成员")
    if absent:
        areas = "、".join(facts.recipe.areas[each] for each in absent)
        yield Refusal("no_figure", f"{name}：{areas}没有{what}")


def _frozen_gaps(facts: Facts, section: SectionRecipe) -> Iterator[Refusal]:
    if section.kind != PROJECTS:
        if not facts.land(section.frozen).totals:
            yield Refusal("no_parcels", "盘活存量土地：没有地块")
        return
    numbers = facts.dispatch(section.frozen)
    if not numbers.board.lines:
        yield Refusal("no_projects", f"项目进度：{section.period} 没有现行年度计划的项目")
    late = [line.project.name for line in numbers.board.lines if line.now.reported != numbers.record.month]
    if late:
        yield Refusal("no_progress", f"项目进度：{section.period} 没有填报的有{'、'.join(late)}")


def has_any_figure(facts: Facts) -> bool:
    """Whether there is something to print at all."""
    for section in facts.recipe.sections:
        if section.kind == CARD:
            if section.indicators:
                return True
        elif section.kind == TARGETS:
            if facts.assessment(section.assessment).record.figures:
                return True
        elif section.kind in FROZEN:
            if (
                facts.dispatch(section.frozen).board.lines
                if section.kind == PROJECTS
                else facts.land(section.frozen).totals
            ):
                return True
        elif section.kind == AVERAGES:
            if facts.average_standing(section.indicator, section.group, Period.parse(section.period), section.years).of:
                return True
        elif facts.standing(section.indicator, section.group, Period.parse(section.period), section.basis):
            return True
    return False


def _unpublished_returns(facts: Facts) -> list[Refusal]:
    asked = Q()
    for section in facts.recipe.sections:
        if section.indicator:
            members = facts.recipe.members_of(section.group, Period.parse(section.period))
            asked |= Q(
                cells__indicator__code=section.indicator,
                cells__area__code__in=list(members),
                period=section.period,
            )
    if not asked:
        return []
    waiting = Return.objects.filter(asked, state__in=ON_THEIR_WAY).select_related("form", "unit").distinct()
    return [
        Refusal("return_not_published", f"{of}：{of.get_state_display()}，尚未发布")
        for of in waiting.order_by("form__code", "unit__code")
    ]
