"""Indicators of a package: references, conflicts with what is stored, and storing the new ones set-wise."""

from dataclasses import dataclass, field
from pathlib import Path

from indicators.choices import AuditAction
from indicators.domain.catalogue import ratio_input_fault
from indicators.domain.kinds import Kind
from indicators.domain.packages import INDICATORS
from indicators.models import Department, Indicator, PeerGroup
from indicators.readers.catalogue import IndicatorRow, read_indicators
from indicators.readers.faults import Findings
from indicators.services.audit import Actor, record_all
from indicators.services.packages.peer_groups import NewMembers
from indicators.services.records import snapshot

PLAIN_COLUMNS = (
    "name",
    "measure_unit",
    "kind",
    "direction",
    "frequency",
    "decimals",
    "growth_decimals",
    "factor",
    "growth_computable",
    "theme",
    "definition",
)


@dataclass(slots=True)
class NewIndicators:
    """What the package adds, and kind and frequency of every known indicator."""

    rows: list[IndicatorRow] = field(default_factory=list)
    unchanged: int = 0
    kinds: dict[str, tuple[str, str]] = field(default_factory=dict)

    def cumulative(self) -> list[str]:
        return [code for code, (kind, _) in self.kinds.items() if kind == Kind.FLOW_YTD]


def check_indicators(path: Path | None, members: NewMembers, findings: Findings) -> NewIndicators:
    stored = Indicator.objects.select_related("numerator", "denominator", "department", "partition").in_bulk(
        field_name="code"
    )
    new = NewIndicators(kinds={code: (each.kind, each.frequency) for code, each in stored.items()})
    if path is None:
        return new
    rows = list(read_indicators(path, findings))
    first_seen: dict[str, int] = {}
    for row in rows:
        if row.code in first_seen:
            message = f"指标 {row.code} 重复（首见第 {first_seen[row.code]} 行）"
            findings.fault(INDICATORS.file, row.line, "code", "conflict", message)
            continue
        first_seen[row.code] = row.line
        new.kinds.setdefault(row.code, (row.kind, row.frequency))
        if row.code not in stored:
            new.rows.append(row)
        elif not _conflicts(row, stored[row.code], findings):
            new.unchanged += 1
    for row in rows:
        _check_references(row, new, members, findings)
    return new


def _conflicts(row: IndicatorRow, indicator: Indicator, findings: Findings) -> bool:
    pairs = {column: (getattr(indicator, column), getattr(row, column)) for column in PLAIN_COLUMNS}
    for column in ("numerator", "denominator", "partition"):
        linked = getattr(indicator, column)
        pairs[column] = (linked.code if linked else "", getattr(row, column))
    pairs["department"] = (indicator.department.name if indicator.department else "", row.department)
    differing = {column: pair for column, pair in pairs.items() if pair[0] != pair[1]}
    for column, (there, here) in differing.items():
        message = f"指标 {row.code} 已存的 {column} 为“{there}”，这里为“{here}”；修改请在管理界面进行"
        findings.fault(INDICATORS.file, row.line, column, "conflict", message)
    return bool(differing)


def _check_references(row: IndicatorRow, new: NewIndicators, members: NewMembers, findings: Findings) -> None:
    if row.partition and row.partition not in members.groups:
        message = f"没有代码为“{row.partition}”的比较组"
        findings.fault(INDICATORS.file, row.line, "partition", "unknown_peer_group", message)
    if row.kind != Kind.RATIO:
        return
    for column in ("numerator", "denominator"):
        code = getattr(row, column)
        if code and code not in new.kinds:
            findings.fault(INDICATORS.file, row.line, column, "unknown_indicator", f"没有代码为“{code}”的指标")
        elif code and row.frequency and all(new.kinds[code]):
            fault = ratio_input_fault(row.frequency, *new.kinds[code])
            if fault:
                findings.fault(INDICATORS.file, row.line, column, "bad_ratio_input", fault)


def store_indicators(new: NewIndicators, actor: Actor, reason: str) -> int:
    """Create the indicators, ratios last: their inputs may stand anywhere in the file."""
    if not new.rows:
        return 0
    departments = departments_named({row.department for row in new.rows if row.department}, actor, reason)
    groups = PeerGroup.objects.in_bulk({row.partition for row in new.rows}, field_name="code")
    plain = [row for row in new.rows if row.kind != Kind.RATIO]
    ratios = [row for row in new.rows if row.kind == Kind.RATIO]
    created: list[Indicator] = []
    for rows in (plain, ratios):
        inputs = {row.numerator for row in rows} | {row.denominator for row in rows}
        sources = Indicator.objects.in_bulk(inputs, field_name="code")
        created += Indicator.objects.bulk_create(
            Indicator(
                code=row.code,
                numerator=sources.get(row.numerator),
                denominator=sources.get(row.denominator),
                department=departments.get(row.department),
                partition=groups.get(row.partition),
                **{column: getattr(row, column) for column in PLAIN_COLUMNS},
            )
            for row in rows
        )
    record_all(
        actor=actor,
        action=AuditAction.CREATED,
        object_type="indicator",
        objects=[(indicator.code, snapshot(indicator)) for indicator in created],
        reason=reason,
    )
    return len(created)


def departments_named(names: set[str], actor: Actor, reason: str) -> dict[str, Department]:
    """The departments the catalogue names, made where they are new."""
    known = Department.objects.in_bulk(names, field_name="name")
    created = Department.objects.bulk_create(Department(name=name) for name in sorted(names - set(known)))
    record_all(
        actor=actor,
        action=AuditAction.CREATED,
        object_type="department",
        objects=[(department.name, snapshot(department)) for department in created],
        reason=reason,
    )
    return {**known, **{department.name: department for department in created}}
