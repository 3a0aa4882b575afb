"""The record of an assessment: what a target book says of one year, with codes and names as they are now."""

from collections.abc import Iterable, Sequence

from indicators.domain.kinds import Frequency, Kind
from indicators.domain.periods import Period
from indicators.models import Indicator
from indicators.queries.yearly import YearlyBook, year_of
from tracker.domain.derivation import Derivation, RatioInputs
from tracker.domain.targets.progress import Verdict
from tracker.domain.targets.record import (
    AssessmentRecord,
    FigureKey,
    IndicatorFacts,
    Line,
    Override,
    YearInputs,
)
from tracker.domain.targets.wording import wording_of
from tracker.models import Plan, Target, VerdictOverride
from tracker.queries.targets.book import TargetBook


def record_of(book: TargetBook, year: int, *, areas: Iterable[int] | None = None) -> AssessmentRecord:
    """The record of the targets (those of `areas`, or all) for `year`; no query of its own."""
    kept = None if areas is None else set(areas)
    targets = [each for each in book.targets if kept is None or each.area_id in kept]
    read = {each.indicator_id: each.indicator for each in targets}
    read |= {each.reference.pk: each.reference for each in targets if each.reference}
    return AssessmentRecord(
        plan=book.plan.code,
        plan_name=book.plan.name,
        area=_area(book.plan, targets),
        base_year=book.plan.base_year,
        end_year=book.plan.end_year,
        year=year,
        rules=book.rules_for(year),
        lines=[_line(book, each, year) for each in targets],
        indicators={each.code: _facts(each) for each in read.values()},
        figures={key: inputs for each in targets for key, inputs in _figures(book, each, year)},
    )


def _area(plan: Plan, targets: Sequence[Target]) -> str:
    """The plan's own area; of a plan without one that of its first line."""
    if plan.area:
        return plan.area.code
    return targets[0].area.code if targets else ""


def _line(book: TargetBook, target: Target, year: int) -> Line:
    facts, reference = book.facts(target), target.reference
    department = target.department or target.indicator.department
    return Line(
        row=target.pk,
        category=target.category,
        indicator=target.indicator.code,
        area=target.area.code,
        area_name=target.area.name,
        department=department.name if department else "",
        wording=wording_of(
            facts,
            plan_base_year=book.plan.base_year,
            reference=reference.name if reference else "",
            text=target.text,
        ),
        target=facts,
        reference=reference.code if reference else "",
        yearly=book.yearly_numbers(target),
        override=_override(book.override(target, year)),
    )


def _override(override: VerdictOverride | None) -> Override | None:
    if override is None:
        return None
    return Override(
        verdict=Verdict(override.verdict),
        reason=override.reason,
        made_by=override.made_by,
        made_at=override.made_at.isoformat(),
    )


def _facts(indicator: Indicator) -> IndicatorFacts:
    return IndicatorFacts(
        name=indicator.name,
        measure_unit=indicator.measure_unit,
        kind=Kind(indicator.kind),
        frequency=Frequency(indicator.frequency),
        growth_computable=indicator.growth_computable,
    )


def _figures(book: TargetBook, target: Target, year: int) -> Iterable[tuple[FigureKey, YearInputs]]:
    """What was read for one target: its own years and those of its reference, where there is anything."""
    first = min(book.facts(target).base_year, year)
    for indicator in (target.indicator, target.reference):
        if indicator is None:
            continue
        for each in range(first, year + 1):
            if book.has_figure(indicator.pk, target.area_id, each):
                key = (indicator.code, target.area.code, each)
                yield key, _inputs(book.figures, indicator, target.area_id, each)


def _inputs(figures: YearlyBook, indicator: Indicator, area: int, year: int) -> YearInputs:
    period = year_of(indicator, year)
    series = figures.series[indicator.pk]
    newest = next(iter(figures.inputs(indicator.pk, area, year)), None)
    return YearInputs(
        published=series.published_growth(area, period),
        rests_on=Derivation(
            level=series.level(area, period),
            base=series.level(area, period.year_before()),
            ratio=_ratio(figures, indicator, area, period),
            base_ratio=_ratio(figures, indicator, area, period.year_before()),
        ),
        vintage=newest.vintage if newest else "",
        published_at=newest.published_at.isoformat() if newest else "",
    )


def _ratio(figures: YearlyBook, indicator: Indicator, area: int, period: Period) -> RatioInputs | None:
    ratios = figures.ratios.get(indicator.pk)
    if ratios is None:
        return None
    pairs, pooled = ratios.pairs(area, period)
    return RatioInputs(indicator.factor, tuple(pairs), pooled) if pairs else None
