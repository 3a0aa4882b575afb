"""A table of grade counts typed in from a publication: it has to add up before anything is built on it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class GradeCounts:
    """One printed line: firms by grade, and the number of firms it prints beside them."""

    label: str
    counts: Mapping[str, int]
    printed: int


@dataclass(frozen=True, slots=True)
class GradeTableFault:
    """`code` is `empty`, `negative`, `does_not_add_up`, `total_differs` or `grade_differs`."""

    label: str
    code: str
    message: str


def grade_table_faults(lines: Sequence[GradeCounts], total: GradeCounts | None = None) -> list[GradeTableFault]:
    """Every fault of the lines, and of the line of totals where one is printed; an empty list where all closes.

    >>> [fault.message for fault in grade_table_faults([GradeCounts("景宁", {"A": 4, "B": 21, "C": 0, "D": 3}, 36)])]
    ['景宁：A 4 + B 21 + C 0 + D 3 = 28，与所列 36 家不符']
    """
    if not lines:
        return [GradeTableFault("", "empty", "表中没有数据")]
    printed = [*lines, *([total] if total else [])]
    faults = [fault for line in printed for fault in _line_faults(line)]
    return faults + (_total_faults(lines, total) if total else [])


def _line_faults(line: GradeCounts) -> list[GradeTableFault]:
    faults = [
        GradeTableFault(line.label, "negative", f"{line.label}：{grade} {count} 为负数")
        for grade, count in line.counts.items()
        if count < 0
    ]
    summed = sum(line.counts.values())
    if summed != line.printed:
        terms = " + ".join(f"{grade} {count}" for grade, count in line.counts.items())
        message = f"{line.label}：{terms} = {summed}，与所列 {line.printed} 家不符"
        faults.append(GradeTableFault(line.label, "does_not_add_up", message))
    return faults


def _total_faults(lines: Sequence[GradeCounts], total: GradeCounts) -> list[GradeTableFault]:
    faults = []
    summed = sum(line.printed for line in lines)
    if summed != total.printed:
        message = f"{total.label}：各行合计 {summed} 家，与所列 {total.printed} 家不符"
        faults.append(GradeTableFault(total.label, "total_differs", message))
    grades = dict.fromkeys(grade for line in [*lines, total] for grade in line.counts)
    for grade in grades:
        down, printed = sum(line.counts.get(grade, 0) for line in lines), total.counts.get(grade, 0)
        if down != printed:
            message = f"{total.label}：{grade} 档各行合计 {down} 家，与所列 {printed} 家不符"
            faults.append(GradeTableFault(total.label, "grade_differs", message))
    return faults
