"""What stands behind one row of an assessment: the target's revisions, the rules, and every year's figures."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from indicators.domain.formulas import Formula
from indicators.domain.growth_rows import GrowthRow
from indicators.models import Observation
from indicators.queries.explain import Input
from tracker.domain.targets.formulas import target_formulas
from tracker.models import Plan, Target, VerdictOverride
from tracker.queries.targets.book import TargetBook, target_book
from tracker.queries.targets.in_force import REFERRED
from tracker.queries.targets.lists import Row, assessed_row


@dataclass(frozen=True, slots=True)
class Year:
    """What one year has of the indicator, and of the one it is held against."""

    year: int
    row: GrowthRow
    reference: GrowthRow | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetExplanation:
    target: Target
    row: Row
    book: TargetBook
    formulas: Sequence[Formula]
    years: Sequence[Year]
    inputs: Sequence[Input]
    revisions: Sequence[Target]
    overrides: Sequence[VerdictOverride]


def target_explanation(
    plan: Plan, indicator: str, area: str, form: str, measure: str, year: int, *, as_of: datetime | None = None
) -> TargetExplanation | None:
    """None where no such target is in force; a fixed number of queries."""
    book = target_book(plan, year, as_of=as_of)
    key = (indicator, area, form, measure)
    found = [each for each in book.targets if (each.indicator.code, each.area.code, each.form, each.measure) == key]
    if not found:
        return None
    [target] = found
    base_year = book.facts(target).base_year
    years = range(base_year, max(year, base_year) + 1)
    return TargetExplanation(
        target=target,
        row=assessed_row(book, target, year),
        book=book,
        formulas=list(target_formulas(book.facts(target), book.rules_for(year))),
        years=[_year(book, target, each) for each in years],
        inputs=_inputs(book, target, years),
        revisions=list(
            Target.objects.filter(
                plan=plan, indicator=target.indicator, area=target.area, form=form, measure=measure
            ).select_related(*REFERRED)
        ),
        overrides=list(VerdictOverride.objects.filter(target=target, year=year).order_by("pk")),
    )


def _year(book: TargetBook, target: Target, year: int) -> Year:
    reference = target.reference_id
    return Year(
        year=year,
        row=book.figures.row(target.indicator_id, target.area_id, year),
        reference=book.figures.row(reference, target.area_id, year) if reference else None,
    )


def _inputs(book: TargetBook, target: Target, years: range) -> list[Input]:
    """Every ledger row that was read, once, with what it was used as."""
    read: dict[int, Input] = {}
    sources = [("figure", target.indicator_id), ("reference", target.reference_id)]
    ratio = target.indicator
    sources += [("numerator", ratio.numerator_id), ("denominator", ratio.denominator_id)]
    for role, indicator in sources:
        if indicator is None:
            continue
        for year in years:
            for observation in book.figures.inputs(indicator, target.area_id, year):
                _add(read, role, observation)
    return list(read.values())


def _add(read: dict[int, Input], role: str, observation: Observation) -> None:
    roles = read.setdefault(observation.pk, Input([], observation)).roles
    if role not in roles:
        roles.append(role)
