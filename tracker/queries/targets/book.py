"""What an assessment reads: targets, yearly numbers, rules, overrides and figures, in a fixed number of queries."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Max
from django.utils import timezone

from indicators.domain.kinds import Direction, Kind
from indicators.queries.yearly import YearlyBook, yearly_book
from tracker.domain.targets import target as domain
from tracker.domain.targets.outlook import Outlook, outlook
from tracker.domain.targets.progress import Progress, target_progress
from tracker.domain.targets.reading import is_strict
from tracker.domain.targets.rules import AssessmentRules, rules_in_force
from tracker.domain.targets.target import NOTHING, Attribute, Form, Measure, YearFigures
from tracker.models import AssessmentRule, Plan, Target, TargetVerdict, VerdictOverride, YearlyTarget
from tracker.queries.targets.in_force import YearKey, all_targets, targets_in_force, yearly_targets_in_force

RULE_FIELDS = tuple(AssessmentRules.__dataclass_fields__)


@dataclass(frozen=True, kw_only=True)
class TargetBook:
    """The targets of one plan with all that their verdicts rest on, for the years up to `last_year`."""

    plan: Plan
    targets: Sequence[Target]
    yearly: Mapping[YearKey, YearlyTarget]
    rules: Sequence[AssessmentRules]
    overrides: Mapping[tuple[int, int], VerdictOverride]
    figures: YearlyBook
    _read: dict[tuple[int, int, int], YearFigures] = field(default_factory=dict)

    def progress(self, target: Target, year: int) -> Progress:
        facts = self.facts(target)
        years = range(facts.base_year, year + 1)
        reference = target.reference_id
        return target_progress(
            facts,
            year,
            self.year_figures(target.indicator_id, target.area_id, years),
            reference=self.year_figures(reference, target.area_id, years) if reference else {},
            yearly=self.yearly_numbers(target),
            rules=self.rules_for(year),
        )

    def outlook(self, target: Target, year: int) -> Outlook:
        facts = self.facts(target)
        years = range(facts.base_year, year + 1)
        figures = self.year_figures(target.indicator_id, target.area_id, years)
        return outlook(facts, year, figures, rules=self.rules_for(year))

    def facts(self, target: Target) -> domain.Target:
        """The target as the rules read it; a level or a change without a printed base takes the base year's figure."""
        base_year, form = target.base_year or self.plan.base_year, Form(target.form)
        base = target.base_value
        if base is None:
            base = self._base_of(form, target.indicator_id, target.area_id, base_year)
        return domain.Target(
            form=form,
            kind=Kind(target.indicator.kind),
            indicator_direction=Direction(target.indicator.direction),
            base_year=base_year,
            end_year=self.plan.end_year,
            value=target.value,
            base=base,
            tolerance=target.tolerance,
            measure=Measure(target.measure),
            attribute=Attribute(target.attribute),
            strict=is_strict(form, target.text),
            decimals=target.indicator.decimals,
            growth_decimals=target.indicator.growth_decimals,
            reference_decimals=target.reference.growth_decimals if target.reference else 1,
        )

    def override(self, target: Target, year: int) -> VerdictOverride | None:
        """What an evaluator says instead, if that is in force."""
        found = self.overrides.get((target.pk, year))
        return found if found is not None and found.verdict else None

    def rules_for(self, year: int) -> AssessmentRules:
        """The rules in force on the last day of the assessed year."""
        return rules_in_force(self.rules, date(year, 12, 31))

    def year_figures(self, indicator: int, area: int, years: range) -> dict[int, YearFigures]:
        return {year: self._figure(indicator, area, year) for year in years}

    def has_figure(self, indicator: int, area: int, year: int) -> bool:
        """Whether anything is known of the indicator in that year."""
        return self._figure(indicator, area, year) != NOTHING

    def _figure(self, indicator: int, area: int, year: int) -> YearFigures:
        key = (indicator, area, year)
        if key not in self._read:
            row = self.figures.row(*key)
            value = row.value if row.value is not None else row.computed_value
            self._read[key] = YearFigures(value=value, published=row.published, computed=row.computed)
        return self._read[key]

    def _base_of(self, form: Form, indicator: int, area: int, year: int) -> Decimal | None:
        return self._figure(indicator, area, year).value if form in (Form.LEVEL, Form.CHANGE) else None

    def yearly_numbers(self, target: Target) -> dict[int, domain.Target]:
        """By year the numbers the plan asks for in single years."""
        return {
            year: self.yearly_facts(each)
            for (indicator, area, year), each in self.yearly.items()
            if (indicator, area) == (target.indicator_id, target.area_id)
        }

    def yearly_facts(self, yearly: YearlyTarget) -> domain.Target:
        """A yearly target as the rules read it: a plan of one year, whose base is the figure of the year before."""
        indicator, form = yearly.indicator, Form(yearly.form)
        return domain.Target(
            form=form,
            kind=Kind(indicator.kind),
            indicator_direction=Direction(indicator.direction),
            base_year=yearly.year - 1,
            end_year=yearly.year,
            value=yearly.value,
            base=self._base_of(form, yearly.indicator_id, yearly.area_id, yearly.year - 1),
            tolerance=yearly.tolerance,
            measure=Measure(yearly.measure),
            strict=is_strict(form, yearly.text),
            decimals=indicator.decimals,
            growth_decimals=indicator.growth_decimals,
        )


def target_book(plan: Plan, last_year: int, *, as_of: datetime | None = None) -> TargetBook:
    """What was known at `as_of` (now): targets adopted, figures published, overrides made by then."""
    moment = as_of or timezone.now()
    day = timezone.localdate(moment)
    return _book(plan, targets_in_force(plan, day), last_year, day=day, moment=moment, as_of=as_of)


def book_of_all_targets(plan: Plan, last_year: int) -> TargetBook:
    """Every target of the plan, those in force no longer or not yet included, by the current figures."""
    targets = [each for each in all_targets(plan) if not each.is_repealed]
    return _book(plan, targets, last_year, day=date.max, moment=timezone.now(), as_of=None)


def _book(
    plan: Plan, targets: Sequence[Target], last_year: int, *, day: date, moment: datetime, as_of: datetime | None
) -> TargetBook:
    first = min((each.base_year or plan.base_year for each in targets), default=plan.base_year)
    indicators = {each.indicator_id: each.indicator for each in targets}
    indicators |= {each.reference.pk: each.reference for each in targets if each.reference}
    overrides = VerdictOverride.objects.filter(target__in=targets, made_at__lte=moment).order_by("pk")
    return TargetBook(
        plan=plan,
        targets=targets,
        yearly={
            (each.indicator_id, each.area_id, each.year): each
            for each in yearly_targets_in_force(plan, day)
            if each.form not in (Form.TEXT, *domain.RELATIVE)
        },
        rules=[AssessmentRules(**row) for row in AssessmentRule.objects.values(*RULE_FIELDS)],
        overrides={(each.target_id, each.year): each for each in overrides},
        figures=yearly_book(
            indicators.values(),
            {each.area_id for each in targets},
            range(first, max(first, last_year) + 1),
            as_of=as_of,
        ),
    )


def latest_year(plan: Plan, today: date) -> int:
    """The year to assess unless one is asked for: the newest with a figure, else the last one that is over."""
    newest = TargetVerdict.objects.filter(target__plan=plan).aggregate(newest=Max("year"))["newest"]
    return newest or max(plan.start_year, min(plan.end_year, today.year - 1))
