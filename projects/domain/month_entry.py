"""A month of the dispatch as it is filled in: what stands, what is said now, and what speaks against it. Money 万元."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from indicators.domain.cell_content import MAX_NOTE
from indicators.domain.exact import exact
from indicators.domain.numbers import plain
from projects.domain.progress import Reported

PLANS_TO_QUESTION = 3  # a figure above so many yearly plans is rarely one in 万元


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthLine:
    """One project with a plan in force by the end of the month.

    `previous` is the newest earlier figure of the year. `version` and `recorded` (by whom and when) are None and ""
    where the month has no figure yet.
    """

    project: str
    name: str
    area: str
    planned: Decimal
    total_investment: Decimal | None
    previous: Reported | None = None
    invested: Decimal | None = None
    note: str = ""
    version: int | None = None
    recorded: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthRow:
    """What somebody says of one project; `seen` is the version it was typed on, None where there was none."""

    project: str
    invested: Decimal
    note: str = ""
    seen: int | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """`refuses` the row, or only asks to look again."""

    code: str
    message: str
    refuses: bool = False


def changes(line: MonthLine, row: MonthRow) -> bool:
    """Whether the row says anything else than what stands.

    >>> five = {"planned": Decimal(9), "total_investment": None, "invested": Decimal(5)}
    >>> changes(MonthLine(project="P", name="P", area="A", **five), MonthRow(project="P", invested=Decimal("5.0")))
    False
    """
    return (row.invested, row.note) != (line.invested, line.note)


@exact
def findings(line: MonthLine, row: MonthRow) -> Iterator[Finding]:
    """Everything that speaks against a row that changes its line."""
    if row.seen != line.version:
        stands = f"{plain(line.invested) or '—'}（{line.recorded}）" if line.recorded else "没有填报"
        yield Finding("stale", f"打开页面之后已有别人改动，现为 {stands}，请核对后重填", refuses=True)
    if row.invested < 0:
        yield Finding("negative", f"累计完成投资不能为负（{plain(row.invested)}）", refuses=True)
    if len(row.note) > MAX_NOTE:
        yield Finding("note_too_long", f"说明最多 {MAX_NOTE} 字，现有 {len(row.note)} 字", refuses=True)
    if line.previous and row.invested < line.previous.invested_ytd:
        earlier = f"{line.previous.period.number} 月累计 {plain(line.previous.invested_ytd)}"
        asked = "" if row.note else "，须在说明中写明原因"
        yield Finding("decrease", f"{plain(row.invested)} 小于 {earlier}{asked}", refuses=not row.note)
    if line.total_investment is not None and row.invested > line.total_investment:
        yield Finding("above_total", f"{plain(row.invested)} 大于总投资 {plain(line.total_investment)}")
    if line.planned and row.invested > PLANS_TO_QUESTION * line.planned:
        message = f"{plain(row.invested)} 大于年度计划 {plain(line.planned)} 的三倍，请核对单位是否为万元"
        yield Finding("above_plan", message)
