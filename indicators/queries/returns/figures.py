"""A return with what it is judged by: its cells, the published figures beside them, and the findings of the checks."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from indicators.domain.checks.findings import NUMBER, findings
from indicators.domain.checks.kinds import CheckKind, Severity
from indicators.domain.checks.subjects import Facts, Finding, History, Rule, Subject
from indicators.domain.periods import Period
from indicators.models import CellExplanation, Return, ReturnCell
from indicators.queries.checks import facts_of, history_for, rules_for


@dataclass(frozen=True, slots=True)
class ExplainedFinding:
    """A finding with what the clerk wrote about it, empty where nothing was written for the present content.

    `place` is the cell as staff know it, `kind` that of the rule.
    """

    finding: Finding
    explanation: str
    place: str
    kind: CheckKind

    @property
    def blocks(self) -> bool:
        """Whether the return cannot be submitted because of it."""
        return self.finding.severity == Severity.MANDATORY or not self.explanation


class CheckedReturn:
    """One return, loaded once with a fixed number of queries."""

    def __init__(self, of: Return) -> None:
        self.of = of
        self.period = Period.parse(of.period)

    @cached_property
    def cells(self) -> list[ReturnCell]:
        """In the order of the form."""
        rows = self.of.cells.select_related("indicator", "indicator__department", "area", "changed_by")
        return list(rows.order_by("position"))

    @cached_property
    def facts(self) -> Mapping[str, Facts]:
        return facts_of({cell.indicator_id for cell in self.cells}, self.period)

    @cached_property
    def history(self) -> History:
        facts = self.facts.values()
        members = {area for each in facts for area in (*each.partition, *([each.whole] if each.whole else []))}
        return history_for(
            indicators=[each.code for each in facts],
            areas=sorted({cell.area.code for cell in self.cells} | members),
            period=self.period,
        )

    @cached_property
    def rules(self) -> list[Rule]:
        return rules_for(self.period)

    @cached_property
    def blocking_rules(self) -> list[Rule]:
        return [rule for rule in self.rules if rule.severity == Severity.MANDATORY]

    @cached_property
    def subjects(self) -> list[Subject]:
        return [self.subject(cell) for cell in self.cells]

    def subject(self, cell: ReturnCell) -> Subject:
        return Subject(
            indicator=self.facts[cell.indicator.code],
            area=cell.area.code,
            area_name=cell.area.name,
            period=self.period,
            measure=cell.measure,
            content=cell.content,
        )

    @cached_property
    def explanations(self) -> dict[tuple[str, str, str, str], str]:
        """By indicator, area, measure and rule: what was written for the content that stands there now."""
        rows = CellExplanation.objects.filter(cell__in_return=self.of).values_list("cell_id", "rule", "content", "text")
        cells = {cell.pk: cell for cell in self.cells}
        return {
            (cells[pk].indicator.code, cells[pk].area.code, cells[pk].measure, rule): text
            for pk, rule, content, text in rows
            if content == str(cells[pk].content)
        }

    @cached_property
    def findings(self) -> list[ExplainedFinding]:
        places = {
            (cell.indicator.code, cell.area.code, cell.measure): (
                f"{cell.indicator.name} {cell.area.name} {cell.get_measure_display()}"
            )
            for cell in self.cells
        }
        kinds = {rule.code: rule.kind for rule in self.rules} | {NUMBER.code: NUMBER.kind}
        found = findings(self.rules, self.subjects, self.history)
        # What has to be corrected first is not asked about.
        faulty = {_cell_of(each) for each in found if each.severity == Severity.MANDATORY}
        return [
            ExplainedFinding(
                each, self.explanations.get((*_cell_of(each), each.rule), ""), places[_cell_of(each)], kinds[each.rule]
            )
            for each in found
            if each.severity == Severity.MANDATORY or _cell_of(each) not in faulty
        ]


def _cell_of(finding: Finding) -> tuple[str, str, str]:
    return finding.indicator, finding.area, finding.measure
