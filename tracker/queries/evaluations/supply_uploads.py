"""What the rows of a bureau's workbook would change: changes, conflicts, rows of no firm, and what is wrong."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from indicators.models import Department, User
from tracker.domain.evaluations.fact_sheets import Cells, FactColumn, ReadRow
from tracker.domain.evaluations.matching import Directory, normal_code, normal_name
from tracker.models import Round, UnmatchedRow
from tracker.queries.evaluations.supply_firms import contents_of, directory_of

Downloaded = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class CellChange:
    """One fact of one firm: what the system has now, and what the file says; empty is no figure."""

    row: int
    enterprise: str
    name: str
    column: FactColumn
    downloaded: str
    old: str
    new: str

    @property
    def conflicts(self) -> bool:
        """Whether somebody has changed it since the download, too."""
        return self.old != self.downloaded


@dataclass(frozen=True, slots=True)
class RowProblem:
    row: int
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class UnmatchedRead:
    """A row that matches no firm, with the reason in words."""

    row: int
    code: str
    name: str
    cells: Cells
    reason: str


@dataclass(slots=True)
class CheckedRows:
    """`unchanged` counts rows of firms without anything new, `queued` rows that stand in the queue as they are.

    `known` is what the rows were matched against.
    """

    known: Directory
    changes: list[CellChange] = field(default_factory=list)
    conflicts: list[CellChange] = field(default_factory=list)
    unmatched: list[UnmatchedRead] = field(default_factory=list)
    problems: list[RowProblem] = field(default_factory=list)
    unchanged: int = 0
    queued: int = 0

    @property
    def firms(self) -> int:
        return len({each.enterprise for each in self.changes})


def checked_rows(
    round: Round,
    department: Department,
    user: User,
    *,
    rows: Sequence[ReadRow],
    downloaded: Downloaded,
    columns: Sequence[FactColumn],
) -> CheckedRows:
    """Three-way: what the file left as it was at the download is left alone, whatever the system says by now."""
    known = directory_of(user)
    found = CheckedRows(known)
    matched: list[tuple[ReadRow, str]] = []
    for row in rows:
        match = known.find(row.code, row.name)
        if match.code is None:
            found.unmatched.append(UnmatchedRead(row.number, row.code, row.name, row.cells, match.reason))
        else:
            matched.append((row, match.code))
    stored = contents_of({code for _, code in matched}, round.year, [each.key for each in columns])
    said: dict[str, int] = {}
    for row, code in matched:
        changes = _changes(row, code, known.firms[code].name, downloaded.get(code, {}), stored[code], columns)
        if not changes:
            found.unchanged += 1
        elif said.setdefault(code, row.number) != row.number:
            message = f"与第 {said[code]} 行是同一企业（{known.firms[code].name}），请只留一行"
            found.problems.append(RowProblem(row.number, "repeated_row", message))
        else:
            for each in changes:
                (found.conflicts if each.conflicts else found.changes).append(each)
    _look_into_queue(found, round, department)
    return found


def _changes(
    row: ReadRow,
    code: str,
    name: str,
    downloaded: Mapping[str, str],
    stored: Mapping[str, str],
    columns: Iterable[FactColumn],
) -> list[CellChange]:
    found = []
    for column in columns:
        if column.key not in row.cells:
            continue
        new, before, now = row.cells[column.key] or "", downloaded.get(column.key, ""), stored[column.key]
        if new not in (before, now):
            found.append(
                CellChange(
                    row=row.number, enterprise=code, name=name, column=column, downloaded=before, old=now, new=new
                )
            )
    return found


def _look_into_queue(found: CheckedRows, round: Round, department: Department) -> None:
    """Rows of the file that stand twice in it are a fault; those that the queue has as they are need no second one."""
    queued = queued_rows(round, department)
    first: dict[tuple[str, str], int] = {}
    kept = []
    for row in found.unmatched:
        key = row_key(row.code, row.name)
        if first.setdefault(key, row.row) != row.row:
            found.problems.append(
                RowProblem(row.row, "repeated_row", f"与第 {first[key]} 行是同一代码和名称，请只留一行")
            )
        elif key in queued and queued[key].facts == dict(row.cells):
            found.queued += 1
        else:
            kept.append(row)
    found.unmatched = kept


def row_key(code: str, name: str) -> tuple[str, str]:
    """Rows that name the same code and name, however written."""
    return normal_code(code), normal_name(name)


def queued_rows(round: Round, department: Department) -> dict[tuple[str, str], UnmatchedRow]:
    """The newest row of each code and name, whatever became of it."""
    rows = UnmatchedRow.objects.filter(file__round=round, file__department=department).order_by("pk")
    return {row_key(row.code, row.name): row for row in rows}
