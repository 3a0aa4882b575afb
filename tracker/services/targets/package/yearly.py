"""Yearly targets of a package."""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from indicators.choices import AuditAction
from indicators.models import Area, Indicator
from indicators.readers.faults import Findings
from indicators.services.audit import Actor, record_all
from indicators.services.packages.catalogue import departments_named
from indicators.services.packages.keys import Keys, is_stored_so
from indicators.services.packages.parts import Definitions
from indicators.services.records import snapshot
from tracker.domain.targets.faults import target_faults
from tracker.domain.targets.target import RELATIVE
from tracker.models import Plan, YearlyTarget
from tracker.readers.plans import YearlyTargetRow, read_yearly_targets
from tracker.services.targets.keys import yearly_target_key
from tracker.services.targets.package.plans import NewPlans
from tracker.services.targets.package.written import Series, references_known, series_of, written_target

PLAIN = ("value", "tolerance", "text", "document")
ADVICE = "修订请另起一行，写明通过日期和文件"
Key = tuple[Series, int, date | None]


@dataclass(slots=True)
class NewYearlyTargets:
    rows: list[tuple[YearlyTargetRow, Key]] = field(default_factory=list)
    unchanged: int = 0


def check_yearly_targets(
    path: Path | None, plans: NewPlans, definitions: Definitions, findings: Findings
) -> NewYearlyTargets:
    new = NewYearlyTargets()
    if path is None:
        return new
    stored, keys = _stored(), Keys()
    for row in read_yearly_targets(path, findings):
        if not references_known(row, plans, definitions) or row.form is None or row.year is None:
            continue
        series = series_of(row, definitions)
        key = (series, row.year, row.adopted_on)
        if not keys.is_first(row.cells, "indicator", key):
            continue
        before = len(findings.faults)
        _check(row, row.year, plans, definitions)
        if len(findings.faults) > before:
            continue
        if key not in stored:
            new.rows.append((row, key))
        elif is_stored_so(row.cells, _content(row), stored[key], ADVICE):
            new.unchanged += 1
    return new


def _check(row: YearlyTargetRow, year: int, plans: NewPlans, definitions: Definitions) -> None:
    start, end = plans.years[row.plan]
    if not start <= year <= end:
        row.cells.fault("year", "outside_plan", f"{year} 年不在规划期 {start}—{end} 年内")
    if row.form in RELATIVE:
        row.cells.fault("form", "no_reference", "年度目标没有参照指标，请用 text 写原文")
        return
    for fault in target_faults(written_target(row, definitions, base_year=year - 1, end_year=year)):
        row.cells.fault(fault.field, fault.code, fault.message)


def _content(row: YearlyTargetRow) -> dict[str, Any]:
    return {**{name: getattr(row, name) for name in PLAIN}, "department": row.department}


def _stored() -> dict[Key, dict[str, Any]]:
    rows = YearlyTarget.objects.select_related("plan", "indicator", "area", "department")
    return {
        (
            (each.plan.code, each.indicator.code, each.area.code, each.form, each.measure),
            each.year,
            each.adopted_on,
        ): {
            **{name: getattr(each, name) for name in PLAIN},
            "department": each.department.name if each.department else "",
        }
        for each in rows
    }


def store_yearly_targets(new: NewYearlyTargets, actor: Actor, reason: str) -> int:
    if not new.rows:
        return 0
    rows = [row for row, _ in new.rows]
    plans = Plan.objects.in_bulk({row.plan for row in rows}, field_name="code")
    areas = Area.objects.in_bulk({row.area for row in rows}, field_name="code")
    indicators = Indicator.objects.in_bulk({row.indicator for row in rows}, field_name="code")
    departments = departments_named({row.department for row in rows if row.department}, actor, reason)
    created = YearlyTarget.objects.bulk_create(
        YearlyTarget(
            plan=plans[row.plan],
            indicator=indicators[row.indicator],
            area=areas[row.area],
            year=year,
            form=series[3],
            measure=series[4],
            adopted_on=adopted_on,
            department=departments.get(row.department),
            **{name: getattr(row, name) for name in PLAIN},
        )
        for row, (series, year, adopted_on) in new.rows
    )
    record_all(
        actor=actor,
        action=AuditAction.CREATED,
        object_type="yearlytarget",
        objects=[(yearly_target_key(each), snapshot(each)) for each in created],
        reason=reason,
    )
    return len(created)
