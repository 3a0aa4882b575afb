"""The main-indicator table of a plan line by line, as its form for editing shows it."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass
from datetime import date

from indicators.domain.kinds import Direction, Kind
from indicators.models import Area, Indicator
from tracker.domain.targets import target as domain
from tracker.domain.targets.reading import is_strict
from tracker.domain.targets.target import Attribute, Form, Measure
from tracker.domain.targets.wording import Wording, line_of, wording_of
from tracker.models import Plan, Target
from tracker.queries.targets.in_force import lines_of, targets_in_force

LineKey = tuple[int, int]  # indicator, area


@dataclass(frozen=True, slots=True, kw_only=True)
class LineCells:
    """What can be typed in a line. `base_year` is empty where it is the plan's, `department` where the indicator's."""

    category: str = ""
    base: str = ""
    base_year: str = ""
    target: str = ""
    pace: str = ""
    attribute: str = ""
    department: str = ""
    note: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing is said but what a line begins with: category and attribute."""
        return not (self.base or self.base_year or self.target or self.pace or self.department or self.note)


@dataclass(frozen=True, slots=True, kw_only=True)
class TableLine:
    """The targets in force of one indicator and area; `number` is its place in the table, from 1."""

    number: int
    indicator: Indicator
    area: Area
    targets: Sequence[Target]
    cells: LineCells

    @property
    def key(self) -> LineKey:
        return self.indicator.pk, self.area.pk

    @property
    def version(self) -> str:
        """What a form carries along: the cells it showed, and the rows behind them."""
        return f"{digest(astuple(self.cells))}-{digest([each.pk for each in self.targets])}"


def is_changed(cells: LineCells, version: str) -> bool:
    """Whether `cells` are other than those the form showed with `version`."""
    return digest(astuple(cells)) != version.partition("-")[0]


def order_version(lines: Iterable[TableLine]) -> str:
    return digest([each.key for each in lines])


def digest(content: object) -> str:
    return hashlib.sha256(repr(content).encode()).hexdigest()[:20]


def whole_table(plan: Plan, on: date) -> list[TableLine]:
    """Every line in force on `on`, those of parts among them; one query."""
    lines = lines_of(targets_in_force(plan, on))
    return [_line(plan, number, line) for number, line in enumerate(lines, start=1)]


def table_lines(plan: Plan, on: date) -> list[TableLine]:
    """The table as the plan prints it: without the lines that give parts of the plan's own targets to areas below."""
    lines = whole_table(plan, on)
    whole = {each.indicator.pk for each in lines if each.area.pk == plan.area_id}
    shown = [each for each in lines if each.area.pk == plan.area_id or each.indicator.pk not in whole]
    return [_line(plan, number, each.targets) for number, each in enumerate(shown, start=1)]


def printed_facts(target: Target, plan: Plan) -> domain.Target:
    """A target by what the plan prints; unlike the assessment it takes no base from the ledger."""
    form = Form(target.form)
    return domain.Target(
        form=form,
        kind=Kind(target.indicator.kind),
        indicator_direction=Direction(target.indicator.direction),
        base_year=target.base_year or plan.base_year,
        end_year=plan.end_year,
        value=target.value,
        base=target.base_value,
        tolerance=target.tolerance,
        measure=Measure(target.measure),
        attribute=Attribute(target.attribute),
        strict=is_strict(form, target.text),
        decimals=target.indicator.decimals,
        growth_decimals=target.indicator.growth_decimals,
    )


def printed_wording(target: Target, plan: Plan) -> Wording:
    reference = target.reference.name if target.reference else ""
    facts = printed_facts(target, plan)
    return wording_of(facts, plan_base_year=plan.base_year, reference=reference, text=target.text)


def _line(plan: Plan, number: int, targets: Sequence[Target]) -> TableLine:
    first = targets[0]
    wording = line_of(printed_wording(each, plan) for each in targets)
    cells = LineCells(
        category=first.category,
        base=wording.base,
        base_year=_base_years(targets, plan),
        target=wording.target,
        pace=wording.pace,
        attribute=first.attribute,
        department=first.department.name if first.department else "",
        note=first.note,
    )
    return TableLine(number=number, indicator=first.indicator, area=first.area, targets=targets, cells=cells)


def _base_years(targets: Iterable[Target], plan: Plan) -> str:
    years = {each.base_year for each in targets if each.base_year and each.base_year != plan.base_year}
    return "；".join(str(year) for year in sorted(years))
