"""Targets of a package. What is stored stays; another number is a revision with a later day of adoption."""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from django.db.models import Max

from indicators.choices import AuditAction
from indicators.models import Area, Indicator
from indicators.readers.faults import Findings
from indicators.services.audit import Actor, record_all
from indicators.services.packages.catalogue import departments_named
from indicators.services.packages.keys import Keys, is_stored_so
from indicators.services.packages.parts import Definitions
from indicators.services.records import snapshot
from tracker.domain.targets.faults import target_faults
from tracker.models import Plan, Target
from tracker.readers.plans import TargetRow, read_targets
from tracker.services.targets.keys import target_key
from tracker.services.targets.package.plans import NewPlans
from tracker.services.targets.package.written import Series, references_known, series_of, written_target

PLAIN = ("category", "attribute", "base_year", "base_value", "value", "tolerance", "text", "document", "reason", "note")
ADVICE = "修订请另起一行，写明通过日期、文件和理由"


@dataclass(slots=True)
class NewTargets:
    """The rows to store, in the order of the file, which is that of the official table."""

    rows: list[tuple[TargetRow, Series]] = field(default_factory=list)
    unchanged: int = 0


def check_targets(path: Path | None, plans: NewPlans, definitions: Definitions, findings: Findings) -> NewTargets:
    new = NewTargets()
    if path is None:
        return new
    read = [row for row in read_targets(path, findings) if _references_known(row, plans, definitions)]
    rows = [(row, series_of(row, definitions)) for row in read if row.form is not None]
    stored = _stored()
    said = {series for series, _ in stored} | {series for row, series in rows if not _says_nothing(row)}
    keys = Keys()
    for row, series in rows:
        if not keys.is_first(row.cells, "indicator", (series, row.adopted_on)):
            continue
        before = len(findings.faults)
        _check(row, plans, definitions, repealable=series in said)
        if len(findings.faults) > before:
            continue
        there = stored.get((series, row.adopted_on))
        if there is None:
            new.rows.append((row, series))
        elif is_stored_so(row.cells, _content(row), there, ADVICE):
            new.unchanged += 1
    return new


def _references_known(row: TargetRow, plans: NewPlans, definitions: Definitions) -> bool:
    is_known = not row.reference or row.reference in definitions.indicators.kinds
    if not is_known:
        row.cells.fault("reference", "unknown_indicator", f"没有代码为“{row.reference}”的指标")
    return references_known(row, plans, definitions) and is_known


def _check(row: TargetRow, plans: NewPlans, definitions: Definitions, *, repealable: bool) -> None:
    start, end = plans.years[row.plan]
    written = written_target(
        row,
        definitions,
        base_year=row.base_year or start - 1,
        end_year=end,
        reference=row.reference,
        is_repeal=repealable and _says_nothing(row) and row.adopted_on is not None and bool(row.reason),
    )
    for fault in target_faults(written):
        row.cells.fault(fault.field, fault.code, fault.message)


def _says_nothing(row: TargetRow) -> bool:
    return row.value is None and not row.reference and not row.text


def _content(row: TargetRow) -> dict[str, Any]:
    return {**{name: getattr(row, name) for name in PLAIN}, "reference": row.reference, "department": row.department}


def _stored() -> dict[tuple[Series, date | None], dict[str, Any]]:
    rows = Target.objects.select_related("plan", "indicator", "area", "reference", "department")
    return {
        ((each.plan.code, each.indicator.code, each.area.code, each.form, each.measure), each.adopted_on): {
            **{name: getattr(each, name) for name in PLAIN},
            "reference": each.reference.code if each.reference else "",
            "department": each.department.name if each.department else "",
        }
        for each in rows
    }


def store_targets(new: NewTargets, actor: Actor, reason: str) -> int:
    """Create the targets; a revision stands where its predecessor stands, a new one at the end of its plan."""
    if not new.rows:
        return 0
    rows = [row for row, _ in new.rows]
    plans = Plan.objects.in_bulk({row.plan for row in rows}, field_name="code")
    areas = Area.objects.in_bulk({row.area for row in rows}, field_name="code")
    codes = {row.indicator for row in rows} | {row.reference for row in rows if row.reference}
    indicators = Indicator.objects.in_bulk(codes, field_name="code")
    departments = departments_named({row.department for row in rows if row.department}, actor, reason)
    positions = _positions()
    last = dict(Target.objects.values_list("plan__code").annotate(last=Max("position")))
    created = []
    for row, series in new.rows:
        if series not in positions:
            positions[series] = last[row.plan] = (last.get(row.plan) or 0) + 1
        created.append(
            Target(
                plan=plans[row.plan],
                indicator=indicators[row.indicator],
                area=areas[row.area],
                position=positions[series],
                form=series[3],
                measure=series[4],
                reference=indicators.get(row.reference),
                adopted_on=row.adopted_on,
                department=departments.get(row.department),
                **{name: getattr(row, name) for name in PLAIN},
            )
        )
    Target.objects.bulk_create(created)
    record_all(
        actor=actor,
        action=AuditAction.CREATED,
        object_type="target",
        objects=[(target_key(each), snapshot(each)) for each in created],
        reason=reason,
    )
    return len(created)


def _positions() -> dict[Series, int]:
    names = ("plan__code", "indicator__code", "area__code", "form", "measure")
    return {tuple(key): position for *key, position in Target.objects.values_list(*names, "position")}
