"""An assessment as it is kept: targets, rules and every figure they read, from which all its numbers come again."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from indicators.domain.growth_rows import UNKNOWN_RATIO, growth_row
from indicators.domain.kinds import Frequency, Kind
from indicators.domain.periods import Period
from tracker.domain.derivation import Derivation
from tracker.domain.targets.outlook import Outlook, outlook
from tracker.domain.targets.progress import Progress, Verdict, target_progress
from tracker.domain.targets.rules import AssessmentRules
from tracker.domain.targets.target import Target, YearFigures
from tracker.domain.targets.wording import Wording

METHOD = "assessment/1"
FigureKey = tuple[str, str, int]  # indicator, area, year


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorFacts:
    """An indicator as the catalogue had it."""

    name: str
    measure_unit: str
    kind: Kind
    frequency: Frequency
    growth_computable: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class YearInputs:
    """What the ledger held for one indicator, area and year; levels and inputs of ratios stand in `rests_on`."""

    published: Decimal | None
    rests_on: Derivation
    vintage: str = ""
    published_at: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """What an evaluator said instead."""

    verdict: Verdict
    reason: str
    made_by: str
    made_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One target with what the table prints beside it. `row` is the target's id, `reference` an indicator's code."""

    row: int
    category: str
    indicator: str
    area: str
    area_name: str
    department: str
    wording: Wording
    target: Target
    reference: str = ""
    yearly: Mapping[int, Target] = field(default_factory=dict)
    override: Override | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentRecord:
    """Everything an assessment of one plan and year rests on; pure, so that it can be judged again at any time.

    `area` is whose table it is; lines of other areas are parts of it and are not counted.
    """

    plan: str
    plan_name: str
    area: str
    base_year: int
    end_year: int
    year: int
    rules: AssessmentRules
    lines: Sequence[Line]
    indicators: Mapping[str, IndicatorFacts]
    figures: Mapping[FigureKey, YearInputs]

    def progress(self, line: Line) -> Progress:
        years = range(line.target.base_year, self.year + 1)
        return target_progress(
            line.target,
            self.year,
            self.year_figures(line.indicator, line.area, years),
            reference=self.year_figures(line.reference, line.area, years) if line.reference else {},
            yearly=line.yearly,
            rules=self.rules,
        )

    def outlook(self, line: Line) -> Outlook:
        years = range(line.target.base_year, self.year + 1)
        figures = self.year_figures(line.indicator, line.area, years)
        return outlook(line.target, self.year, figures, rules=self.rules)

    def verdict(self, line: Line) -> Verdict:
        """The verdict that counts: the evaluator's, where there is one."""
        return line.override.verdict if line.override else self.progress(line).verdict

    def is_own(self, line: Line) -> bool:
        return line.area == self.area

    def counts(self) -> dict[Verdict, int]:
        """How many lines of the plan's own table have each verdict, best first."""
        found = Counter(self.verdict(each) for each in self.lines if self.is_own(each))
        return {verdict: found[verdict] for verdict in Verdict}

    def year_figures(self, indicator: str, area: str, years: range) -> dict[int, YearFigures]:
        return {
            year: year_figures(self.figures[indicator, area, year], self.indicators[indicator], year)
            for year in years
            if (indicator, area, year) in self.figures
        }


def year_figures(inputs: YearInputs, indicator: IndicatorFacts, year: int) -> YearFigures:
    """Value and growth of one year out of what the ledger held."""
    period = Period.parse(str(year)).last_part(indicator.frequency)
    rests_on = inputs.rests_on
    row = growth_row(
        kind=indicator.kind,
        growth_computable=indicator.growth_computable,
        period=period,
        levels={period: rests_on.level, period.year_before(): rests_on.base},
        published=inputs.published,
        ratio=rests_on.ratio.ratio if rests_on.ratio else UNKNOWN_RATIO,
        year_ago_ratio=rests_on.base_ratio.ratio if rests_on.base_ratio else UNKNOWN_RATIO,
    )
    value = row.value if row.value is not None else row.computed_value
    return YearFigures(value=value, published=row.published, computed=row.computed)
