"""年内进度: yearly numbers against the newest cumulative figure of the year, and what the months left have to bring."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from indicators.domain.kinds import Kind
from indicators.domain.periods import Period
from indicators.models import Area, Indicator, Observation
from indicators.queries.yearly import year_of
from tracker.domain.targets.target import MEASURED, Form, Target
from tracker.domain.targets.within_year import (
    AmountInYear,
    GrowthInYear,
    amount_in_year,
    change_in_year,
    growth_in_year,
)
from tracker.models import Plan, YearlyTarget
from tracker.models import Target as StoredTarget
from tracker.queries.targets.book import TargetBook, target_book

Figures = dict[tuple[int, int, str], Observation]
CUMULATIVE = frozenset({Kind.FLOW_YTD})
STANDING = frozenset({Kind.STOCK, Kind.COUNTER, Kind.RATE})


@dataclass(frozen=True, slots=True, kw_only=True)
class InYear:
    """One yearly number with the figure it is held against; `result` is an amount or a growth."""

    indicator: Indicator
    area: Area
    goal: Target
    text: str
    period: str
    figure: Observation
    result: AmountInYear | GrowthInYear


def in_current_year(plan: Plan, today: date) -> list[InYear]:
    """The same of the year that is running, for a plan it lies in; none otherwise."""
    if not plan.start_year <= today.year <= plan.end_year:
        return []
    return in_year(target_book(plan, today.year), today.year)


def in_year(book: TargetBook, year: int) -> list[InYear]:
    """What can be said of the yearly numbers of `year` while it is not over; one query.

    The numbers are the plan's yearly targets, of a plan of one year its own targets.
    """
    goals = list(_goals(book, year))
    figures = _figures(goals, year)
    found = []
    for target, facts in goals:
        latest = _latest(figures, target, year)
        result = None if latest is None else _result(facts, target.indicator, target.area_id, latest, figures)
        if latest is not None and result is not None:
            found.append(
                InYear(
                    indicator=target.indicator,
                    area=target.area,
                    goal=facts,
                    text=target.text,
                    period=latest.period,
                    figure=latest,
                    result=result,
                )
            )
    return found


def _goals(book: TargetBook, year: int) -> Iterator[tuple[YearlyTarget | StoredTarget, Target]]:
    for (_, _, of), each in sorted(book.yearly.items()):
        if of == year:
            yield each, book.yearly_facts(each)
    if book.plan.start_year == book.plan.end_year == year:
        for target in book.targets:
            yield target, book.facts(target)


def _figures(goals: list[tuple[YearlyTarget | StoredTarget, Target]], year: int) -> Figures:
    """The current figures of this year and of the last one."""
    rows = (
        Observation.objects.current()
        .figures()
        .filter(
            indicator__in={target.indicator_id for target, _ in goals},
            area__in={target.area_id for target, _ in goals},
            period_end__year__in=[year - 1, year],
        )
    )
    return {(row.indicator_id, row.area_id, row.period): row for row in rows}


def _latest(figures: Figures, target: YearlyTarget | StoredTarget, year: int) -> Observation | None:
    """The newest figure of a year that is not over yet; None once the year's last one is there."""
    rows = [
        row
        for (indicator, area, text), row in figures.items()
        if (indicator, area) == (target.indicator_id, target.area_id) and row.period_end.year == year
    ]
    newest = max(rows, key=lambda row: row.period_end, default=None)
    return None if newest is None or newest.period_end.month == 12 else newest


def _result(
    goal: Target, indicator: Indicator, area: int, latest: Observation, figures: Figures
) -> AmountInYear | GrowthInYear | None:
    if goal.value is None:
        return None
    period = Period.parse(latest.period)
    months, year_ago = period.last_day.month, period.year_before()
    closing = year_of(indicator, period.year - 1)

    def level(at: Period) -> Decimal | None:
        row = figures.get((indicator.pk, area, str(at)))
        return row.value if row else None

    kind = Kind(indicator.kind)
    if goal.reads_growth:
        return growth_in_year(
            goal.value,
            latest.growth,
            level(closing),
            level(year_ago),
            months,
            growth_computable=indicator.growth_computable,
        )
    if kind in CUMULATIVE and goal.form in (Form.TOTAL, Form.LEVEL, *MEASURED):
        return amount_in_year(goal.value, latest.value, months, goal.direction)
    if kind in STANDING and goal.form in (Form.LEVEL, *MEASURED):
        return change_in_year(goal.value, level(closing), latest.value, months, goal.direction)
    return None
