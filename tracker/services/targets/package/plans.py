"""Plans of a package: references, conflicts with what is stored, and storing the new ones."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from indicators.choices import AuditAction
from indicators.domain.area_codes import closed_chains
from indicators.models import Area
from indicators.readers.faults import Findings
from indicators.services.audit import Actor, record_all
from indicators.services.packages.keys import Keys, is_stored_so
from indicators.services.packages.parts import Definitions
from indicators.services.records import snapshot
from tracker.domain.targets.faults import FIRST_YEAR, LAST_YEAR
from tracker.models import Plan
from tracker.readers.plans import PlanRow, read_plans

Years = tuple[int, int]
# Years that cannot be read are a fault of their own; until then any will do.
UNREAD: Years = (FIRST_YEAR + 1, LAST_YEAR)


@dataclass(slots=True)
class NewPlans:
    """What the package adds, and start and end year of every known plan."""

    rows: list[PlanRow] = field(default_factory=list)
    unchanged: int = 0
    years: dict[str, Years] = field(default_factory=dict)


def check_plans(path: Path | None, definitions: Definitions, findings: Findings) -> NewPlans:
    stored = {each.code: each for each in Plan.objects.select_related("area", "predecessor")}
    new = NewPlans(years={code: (each.start_year, each.end_year) for code, each in stored.items()})
    if path is None:
        return new
    keys = Keys()
    rows = [row for row in read_plans(path, findings) if keys.is_first(row.cells, "plan", row.code)]
    links = {code: each.predecessor.code if each.predecessor else None for code, each in stored.items()}
    for row in rows:
        new.years.setdefault(row.code, _years(row))
        links.setdefault(row.code, row.predecessor or None)
    closed = set(closed_chains(links))
    for row in rows:
        _check(row, new, closed, definitions)
        if row.code not in stored:
            new.rows.append(row)
        elif is_stored_so(row.cells, _written(row), _stored(stored[row.code]), "修改请在管理界面进行"):
            new.unchanged += 1
    return new


def _check(row: PlanRow, new: NewPlans, closed: set[str], definitions: Definitions) -> None:
    start, end = _years(row)
    if end < start:
        row.cells.fault("end_year", "bad_years", f"目标年 {end} 早于起始年 {start}")
    if row.area and row.area not in definitions.areas.validity:
        row.cells.fault("area", "unknown_area", f"没有代码为“{row.area}”的地区")
    if row.predecessor and row.predecessor not in new.years:
        row.cells.fault("predecessor", "unknown_plan", f"没有代码为“{row.predecessor}”的规划")
    elif row.code in closed:
        row.cells.fault("predecessor", "closed_chain", f"规划 {row.code} 的 predecessor 绕成了一圈")


def _years(row: PlanRow) -> Years:
    return UNREAD if row.start_year is None or row.end_year is None else (row.start_year, row.end_year)


def _written(row: PlanRow) -> dict[str, Any]:
    names = ("name", "start_year", "end_year", "area", "predecessor")
    return {name: getattr(row, name) for name in names}


def _stored(plan: Plan) -> dict[str, Any]:
    return {
        "name": plan.name,
        "start_year": plan.start_year,
        "end_year": plan.end_year,
        "area": plan.area.code if plan.area else "",
        "predecessor": plan.predecessor.code if plan.predecessor else "",
    }


def store_plans(new: NewPlans, actor: Actor, reason: str) -> int:
    """Create the plans, then link them: a package may name predecessors in any order."""
    if not new.rows:
        return 0
    areas = Area.objects.in_bulk({row.area for row in new.rows if row.area}, field_name="code")
    created = Plan.objects.bulk_create(
        Plan(
            code=row.code,
            name=row.name,
            start_year=_years(row)[0],
            end_year=_years(row)[1],
            area=areas.get(row.area),
        )
        for row in new.rows
    )
    known = Plan.objects.in_bulk({row.predecessor for row in new.rows if row.predecessor}, field_name="code")
    for plan, row in zip(created, new.rows, strict=True):
        plan.predecessor = known.get(row.predecessor)
    Plan.objects.bulk_update(created, ["predecessor"])
    record_all(
        actor=actor,
        action=AuditAction.CREATED,
        object_type="plan",
        objects=[(plan.code, snapshot(plan)) for plan in created],
        reason=reason,
    )
    return len(created)
