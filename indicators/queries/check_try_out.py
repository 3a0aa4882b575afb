"""What a rule would have said about the figures that were published: tried out before it asks anybody anything."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import Max, QuerySet

from indicators.domain.cell_content import CellContent
from indicators.domain.checks.findings import findings_with_subjects
from indicators.domain.checks.kinds import MEASURES, VALUE
from indicators.domain.checks.subjects import Facts, Finding, Rule, Subject
from indicators.domain.kinds import Kind
from indicators.domain.periods import Period
from indicators.models import Area, Indicator, Observation
from indicators.queries.areas import lineages
from indicators.queries.checks import YEARS_READ, CheckedIndicators, checked_indicators, figure_rows, history_of

YEARS_TRIED = 5

# observation, indicator code, area id, period, value, growth
Row = tuple[int, str, int, str, Decimal | None, Decimal | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fired:
    """Where the rule would have spoken; `observation` is the figure in the ledger."""

    observation: int
    period: Period
    area_name: str
    indicator: Facts
    finding: Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class TryOut:
    """`checked` figures, in how many of them the rule `fired`, and where (newest first)."""

    checked: int = 0
    fired: int = 0
    newest: date | None = None
    findings: list[Fired] = field(default_factory=list)


def try_out(rule: Rule, *, years: int = YEARS_TRIED) -> TryOut:
    """Every current figure of the last `years` years as if it were typed now, with what was published before it.

    The years end with the newest figure, so that the answer does not change by waiting. A fixed number of queries.
    """
    indicators = Indicator.objects.all()
    if rule.indicator:
        indicators = indicators.filter(code=rule.indicator)
    current = Observation.objects.current().figures().filter(indicator__in=indicators)
    until: date | None = current.aggregate(newest=Max("period_end"))["newest"]
    if until is None:
        return TryOut()
    rows = _rows(indicators, since=date(until.year - years - YEARS_READ, 1, 1), until=until)
    areas = {pk: (code, name) for pk, code, name in Area.objects.values_list("pk", "code", "name")}
    history = history_of((row[1:] for row in rows), {pk: code for pk, (code, _) in areas.items()}, lineages())
    tried = [row for row in rows if Period.parse(row[3]).years_after(years).last_day > until]
    subjects = list(_subjects(tried, areas, checked_indicators(indicators)))
    observations = {(code, areas[area][0], Period.parse(period)): pk for pk, code, area, period, _, _ in tried}
    found = [
        Fired(
            observation=observations[finding.indicator, finding.area, subject.period],
            period=subject.period,
            area_name=subject.area_name,
            indicator=subject.indicator,
            finding=finding,
        )
        for subject, finding in findings_with_subjects([rule], subjects, history)
    ]
    return TryOut(
        checked=len({(each.indicator.code, each.area, each.period) for each in subjects if rule.applies_to(each)}),
        fired=len({each.observation for each in found}),
        newest=until,
        findings=found,
    )


def _rows(indicators: QuerySet[Indicator], *, since: date, until: date) -> list[Row]:
    """The newest figures first."""
    rows = figure_rows(since=since, until=until).filter(indicator__in=indicators)
    ordered = rows.order_by("-period_end", "indicator__code", "area__code")
    return list(ordered.values_list("pk", "indicator__code", "area_id", "period", "value", "growth"))


def _subjects(
    rows: Iterable[Row], areas: dict[int, tuple[str, str]], catalogue: CheckedIndicators
) -> Iterator[Subject]:
    """Both numbers of every figure as cells; one that was not published counts as absent."""
    facts_by_period: dict[str, dict[str, Facts]] = {}
    for _, indicator, area, text, *numbers in rows:
        period = Period.parse(text)
        if text not in facts_by_period:
            facts_by_period[text] = catalogue.on(period)
        facts = facts_by_period[text][indicator]
        for measure, number in zip(MEASURES, numbers, strict=True):
            if measure == VALUE and facts.kind == Kind.GROWTH_ONLY:
                continue
            yield Subject(
                indicator=facts,
                area=areas[area][0],
                area_name=areas[area][1],
                period=period,
                measure=measure,
                content=CellContent(number=number, absent=number is None),
            )
