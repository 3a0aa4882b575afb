"""Where every target of a plan stands by the end of a year, with what its line draws and says."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import Count, QuerySet

from indicators.models import Area, Department
from tracker.choices import Verdict
from tracker.domain.targets import target as domain
from tracker.domain.targets.outlook import Outlook
from tracker.domain.targets.progress import Progress
from tracker.domain.targets.target import MEASURED, RELATIVE, Form, Measure, YearFigures
from tracker.models import Plan, Target, VerdictOverride
from tracker.queries.targets.book import TargetBook, target_book

BY_MEASURE = MEASURED | {Form.TEXT}


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One target in one year. `judged` is what it is judged by: of a target in words the number set for the year."""

    target: Target
    facts: domain.Target
    judged: domain.Target
    year: int
    progress: Progress
    outlook: Outlook
    override: VerdictOverride | None
    series: Mapping[int, Decimal | None]

    @property
    def verdict(self) -> Verdict:
        """The one that counts: an evaluator's, else the computed one."""
        return Verdict(self.override.verdict) if self.override else self.computed

    @property
    def computed(self) -> Verdict:
        return Verdict(self.progress.verdict)

    @property
    def department(self) -> Department | None:
        """Who answers for the target."""
        return department_of(self.target)


def department_of(target: Target) -> Department | None:
    return target.department or target.indicator.department


def reads_growth(facts: domain.Target) -> bool:
    """Whether the numbers of a target are growth, not values."""
    if facts.form == Form.AVERAGE_GROWTH or facts.form in RELATIVE:
        return True
    return facts.form in BY_MEASURE and facts.measure == Measure.GROWTH


def standings_of(plan: Plan, year: int, *, as_of: datetime | None = None) -> list[Standing]:
    """The targets in force at `as_of`, in the order of the table; a fixed number of queries."""
    book = target_book(plan, year, as_of=as_of)
    return [standing(book, each, year) for each in book.targets]


def standing(book: TargetBook, target: Target, year: int) -> Standing:
    """One target of a book that was read up to `year` or later."""
    facts = book.facts(target)
    number = book.yearly.get((target.indicator_id, target.area_id, year)) if facts.form == Form.TEXT else None
    judged = book.yearly_facts(number) if number else facts
    figures = book.year_figures(target.indicator_id, target.area_id, range(facts.base_year, year + 1))
    return Standing(
        target=target,
        facts=facts,
        judged=judged,
        year=year,
        progress=book.progress(target, year),
        outlook=book.outlook(target, year),
        override=book.override(target, year),
        series={each: _number(judged, found) for each, found in figures.items()},
    )


def _number(facts: domain.Target, figures: YearFigures) -> Decimal | None:
    if not reads_growth(facts):
        return figures.value
    return figures.published if facts.form == Form.AVERAGE_GROWTH else figures.growth


@dataclass(frozen=True, slots=True)
class PlanChoices:
    """What the table of a plan can be filtered by."""

    departments: Sequence[tuple[int, str]]
    areas: Sequence[tuple[str, str]]


def plan_choices(plan: Plan) -> PlanChoices:
    """The departments that answer for a target, the areas that have one; one query."""
    own, other = ("department_id", "department__name"), ("indicator__department_id", "indicator__department__name")
    rows = list(Target.objects.filter(plan=plan).values_list("area__code", "area__name", *own, *other).distinct())
    departments = {row[2] or row[4]: row[3] or row[5] for row in rows}
    return PlanChoices(
        departments=sorted(((pk, name) for pk, name in departments.items() if pk), key=lambda each: each[1]),
        areas=sorted({(code, name) for code, name, *_ in rows}),
    )


def main_area(plan: Plan, standings: Sequence[Standing]) -> Area | None:
    """Whose table it is: the plan's area, else that of its first target."""
    if plan.area is not None:
        return plan.area
    return standings[0].target.area if standings else None


def plans_with_counts() -> QuerySet[Plan]:
    """Every plan with `line_count`, the lines its table ever had."""
    counted = Count("targets__indicator", distinct=True)
    return Plan.objects.select_related("area", "predecessor").annotate(line_count=counted)
