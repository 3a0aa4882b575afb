"""Yearly targets as a table of lines and years: what a cell shows, and what a typed one would become."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from indicators.domain.kinds import Direction, Kind
from indicators.models import Area, Indicator
from tracker.domain.targets import target as domain
from tracker.domain.targets.coverage import NOT_ADDITIVE, years_coverage
from tracker.domain.targets.reading import is_strict
from tracker.domain.targets.target import Form, Measure
from tracker.domain.targets.wording import writing_of
from tracker.models import Plan, YearlyTarget
from tracker.queries.targets.table import LineKey, TableLine, digest, printed_facts, table_lines

CellKey = tuple[int, int, int]  # indicator, area, year


@dataclass(frozen=True, slots=True, kw_only=True)
class YearCell:
    """What a plan asks for in one year. What was adopted last replaces what was adopted before."""

    text: str = ""
    rows: Sequence[YearlyTarget] = ()

    @property
    def version(self) -> str:
        return f"{digest(self.text)}-{digest([each.pk for each in self.rows])}"


EMPTY = YearCell()


@dataclass(frozen=True, slots=True, kw_only=True)
class YearlyLine:
    """A line of the plan's table, or one that has yearly targets alone: then `line` is None."""

    indicator: Indicator
    area: Area
    line: TableLine | None
    cells: Mapping[int, YearCell]


def yearly_lines(plan: Plan, on: date) -> list[YearlyLine]:
    """The lines of the plan's table with the cells of every year, then those that have yearly targets only."""
    cells = year_cells(plan, on)
    years = range(plan.start_year, plan.end_year + 1)
    lines: dict[LineKey, tuple[Indicator, Area, TableLine | None]] = {
        line.key: (line.indicator, line.area, line) for line in table_lines(plan, on)
    }
    for (indicator, area, _), cell in cells.items():
        lines.setdefault((indicator, area), (cell.rows[0].indicator, cell.rows[0].area, None))
    return [
        YearlyLine(
            indicator=indicator,
            area=area,
            line=line,
            cells={year: cells.get((*key, year), EMPTY) for year in years},
        )
        for key, (indicator, area, line) in lines.items()
    ]


def year_cells(plan: Plan, on: date) -> dict[CellKey, YearCell]:
    """Of every line and year the rows of the newest day of adoption by `on`; one query."""
    rows = (
        YearlyTarget.objects.filter(plan=plan).adopted_by(on).select_related("plan", "indicator", "area", "department")
    )
    found: dict[CellKey, list[YearlyTarget]] = defaultdict(list)
    for each in sorted(rows, key=lambda row: row.pk):
        found[each.indicator_id, each.area_id, each.year].append(each)
    return {key: _newest(rows) for key, rows in found.items()}


def year_checks(plan: Plan, line: YearlyLine) -> Iterator[str]:
    """What the yearly targets of a line leave open of its five-year ones; nothing where there are no yearly ones."""
    numbers = {
        year: next((yearly_facts(row) for row in cell.rows if row.value is not None), None)
        for year, cell in line.cells.items()
    }
    yearly = {year: each for year, each in numbers.items() if each is not None}
    if not yearly or line.line is None or plan.start_year == plan.end_year:
        return
    found = [years_coverage(printed_facts(each, plan), yearly) for each in line.line.targets]
    words = (finding.message for each in found for finding in each.findings if finding.code != NOT_ADDITIVE)
    yield from dict.fromkeys(words)


def yearly_facts(target: YearlyTarget) -> domain.Target:
    """A yearly target by what is printed: a plan of one year without a base."""
    form, indicator = Form(target.form), target.indicator
    return domain.Target(
        form=form,
        kind=Kind(indicator.kind),
        indicator_direction=Direction(indicator.direction),
        base_year=target.year - 1,
        end_year=target.year,
        value=target.value,
        tolerance=target.tolerance,
        measure=Measure(target.measure),
        strict=is_strict(form, target.text),
    )


def yearly_text(target: YearlyTarget) -> str:
    return target.text or writing_of(yearly_facts(target))


def _newest(rows: Sequence[YearlyTarget]) -> YearCell:
    newest = max(each.adopted_on or date.min for each in rows)
    kept = [each for each in rows if (each.adopted_on or date.min) == newest]
    return YearCell(text="；".join(yearly_text(each) for each in kept), rows=kept)
