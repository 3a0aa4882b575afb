"""What checks are about: rules, the cells of a return, what was published before, and what was found."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from indicators.domain.cell_content import CellContent
from indicators.domain.checks.kinds import VALUE, CheckKind, Severity
from indicators.domain.kinds import Frequency, Kind
from indicators.domain.periods import Period


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One check with its parameters; an empty indicator or measure means all of them."""

    code: str
    name: str
    kind: CheckKind
    severity: Severity
    indicator: str = ""
    measure: str = ""
    lower: Decimal | None = None
    upper: Decimal | None = None
    threshold: Decimal | None = None
    digits: int | None = None

    def applies_to(self, subject: "Subject") -> bool:
        return self.indicator in ("", subject.indicator.code) and self.measure in ("", subject.measure)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """An indicator as checks see it on the last day of a period; `partition` lists the parts of `whole` by area."""

    code: str
    name: str
    kind: Kind
    frequency: Frequency
    decimals: int
    growth_decimals: int
    growth_computable: bool
    measure_unit: str = ""
    partition: tuple[str, ...] = ()
    whole: str | None = None
    whole_name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """One cell of a return."""

    indicator: Facts
    area: str
    area_name: str
    period: Period
    measure: str
    content: CellContent

    @property
    def number(self) -> Decimal | None:
        return self.content.number


@dataclass(frozen=True, slots=True)
class Published:
    """The two numbers of a current figure of the ledger."""

    value: Decimal | None
    growth: Decimal | None


@dataclass(frozen=True, slots=True)
class History:
    """Published numbers by indicator, area and period; where an area has none, those of the area it continues."""

    figures: Mapping[tuple[str, str, Period], Published]

    def number(self, indicator: str, area: str, period: Period, measure: str) -> Decimal | None:
        figure = self.figures.get((indicator, area, period))
        if figure is None:
            return None
        return figure.value if measure == VALUE else figure.growth


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a check may look at beside its cell: the other cells of the return, and what was published.

    A cell of the return stands for its figure even while it has no number: what is not known yet is never filled in
    from an earlier publication.
    """

    cells: Mapping[tuple[str, str, Period, str], CellContent]
    history: History

    def number(self, indicator: str, area: str, period: Period, measure: str) -> Decimal | None:
        content = self.cells.get((indicator, area, period, measure))
        return self.history.number(indicator, area, period, measure) if content is None else content.number

    def year_ago(self, subject: Subject) -> Decimal | None:
        """What the same cell says of the same period last year."""
        return self.number(subject.indicator.code, subject.area, subject.period.year_before(), subject.measure)


def evidence_of(subjects: Sequence[Subject], history: History) -> Evidence:
    cells = {(each.indicator.code, each.area, each.period, each.measure): each.content for each in subjects}
    return Evidence(cells, history)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """That a rule has something to say about a cell, with the words for staff."""

    indicator: str
    area: str
    measure: str
    rule: str
    rule_name: str
    severity: Severity
    message: str
