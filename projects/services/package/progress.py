"""Monthly progress in a package. What is stored already may not be said differently here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

from indicators.domain.numbers import plain
from indicators.readers.faults import Findings
from indicators.services.audit import Actor
from indicators.services.packages.keys import Keys, is_stored_so
from projects.models import ProjectProgress
from projects.readers.projects import ProgressRow, read_project_progress
from projects.services.package.projects import NewProjects, is_known
from projects.services.progress import ProgressContent, write_progress

ADVICE = "更正请在管理界面进行，旧值会保留"


@dataclass(slots=True)
class NewProgress:
    rows: list[ProgressRow] = field(default_factory=list)
    unchanged: int = 0


def check_progress(path: Path | None, projects: NewProjects, findings: Findings) -> NewProgress:
    new, keys = NewProgress(), Keys()
    if path is None:
        return new
    current = ProjectProgress.objects.current()
    stored: dict[tuple[str, str], dict[str, Any]] = {
        (project, period): {"invested_ytd": invested_ytd, "note": note}
        for project, period, invested_ytd, note in current.values_list(
            "project__code", "period", "invested_ytd", "note"
        )
    }
    for row in read_project_progress(path, findings):
        key = (row.project, row.period)
        if not is_known(row.cells, row.project, projects) or not keys.is_first(row.cells, "period", key):
            continue
        content = {"invested_ytd": row.invested_ytd, "note": row.note}
        if key not in stored:
            new.rows.append(row)
        elif is_stored_so(row.cells, content, stored[key], ADVICE):
            new.unchanged += 1
    _warn_of_decreases(new.rows, {key: content["invested_ytd"] for key, content in stored.items()})
    return new


def _warn_of_decreases(rows: Sequence[ProgressRow], stored: Mapping[tuple[str, str], Decimal]) -> None:
    """A cumulative figure below the one before it, in one year, deserves a second look."""
    known = {**stored, **{(row.project, row.period): row.invested_ytd for row in rows}}
    before = {
        later: earlier
        for earlier, later in pairwise(sorted(known))
        if (earlier[0], earlier[1][:4]) == (later[0], later[1][:4])
    }
    for row in rows:
        earlier = before.get((row.project, row.period))
        if earlier and row.invested_ytd < known[earlier]:
            message = f"{row.period} 累计投资 {plain(row.invested_ytd)} 小于 {earlier[1]} 的 {plain(known[earlier])}"
            row.cells.warn("invested_ytd", "decrease", message)


def store_progress(new: NewProgress, actor: Actor, reason: str) -> int:
    rows = [ProgressContent(row.project, row.period, row.invested_ytd, row.note) for row in new.rows]
    write_progress(rows=rows, actor=actor, reason=reason)
    return len(rows)
