"""What was typed into the table of a month, or stood in a workbook → rows, with every fault named by its row."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from indicators.domain.cell_content import content_fault, read_content
from projects.domain.month_entry import Finding, MonthLine, MonthRow, changes, findings


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedRow:
    """One row of inputs; `seen` is the version it was typed on, "" where there was none."""

    project: str
    invested: str
    note: str = ""
    seen: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthChange:
    """A row that changes its line, with what there is to say about it."""

    line: MonthLine
    row: MonthRow
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadMonth:
    """The rows that could be read, and why the others could not be."""

    rows: tuple[MonthRow, ...]
    faults: tuple[str, ...]


def read_month(lines: Sequence[MonthLine], typed: Iterable[TypedRow]) -> ReadMonth:
    """Rows without anything typed say nothing where nothing stands."""
    by_project = {line.project: (number, line) for number, line in enumerate(lines, start=1)}
    rows, faults = [], []
    for each in typed:
        if each.project not in by_project:
            faults.append(f"项目“{each.project[:64]}”不在本月的表中：没有这个项目，或没有现行的年度计划")
            continue
        number, line = by_project[each.project]
        fault = _fault(line, each)
        if fault:
            faults.append(f"第 {number} 行“{line.name}”：{fault}")
        elif (content := read_content(each.invested).number) is not None:
            seen = int(each.seen) if each.seen else None
            rows.append(MonthRow(project=each.project, invested=content, note=each.note, seen=seen))
    return ReadMonth(rows=tuple(rows), faults=tuple(faults))


def _fault(line: MonthLine, typed: TypedRow) -> str:
    content = read_content(typed.invested)
    if content.absent:
        return "没有数就留空，零填 0"
    if content.blank and line.invested is not None:
        return "已填的数不能清空；更正请填新数，原来的数会保留"
    if content.blank and typed.note:
        return "有说明而没有累计数"
    return content_fault(content) or ""


def month_changes(lines: Mapping[str, MonthLine], rows: Iterable[MonthRow]) -> list[MonthChange]:
    return [
        MonthChange(line=line, row=row, findings=tuple(findings(line, row)))
        for row in rows
        if changes(line := lines[row.project], row)
    ]
