"""Areas of a package: references, conflicts with what is stored, and storing the new ones set-wise."""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from indicators.choices import AuditAction
from indicators.domain.area_codes import closed_chains
from indicators.domain.packages import AREAS
from indicators.models import Area
from indicators.readers.areas import AreaRow, read_areas
from indicators.readers.faults import Findings
from indicators.services.audit import Actor, record_all
from indicators.services.records import snapshot


@dataclass(slots=True)
class NewAreas:
    """What the package adds, and for every known area when it is valid."""

    rows: list[AreaRow] = field(default_factory=list)
    unchanged: int = 0
    validity: dict[str, tuple[date | None, date | None]] = field(default_factory=dict)


def check_areas(path: Path | None, findings: Findings) -> NewAreas:
    stored = {area.code: area for area in Area.objects.select_related("parent", "succeeds")}
    new = NewAreas(validity={code: (area.valid_from, area.valid_until) for code, area in stored.items()})
    if path is None:
        return new
    rows = list(read_areas(path, findings))
    first_seen: dict[str, int] = {}
    for row in rows:
        if row.code in first_seen:
            message = f"地区 {row.code} 重复（首见第 {first_seen[row.code]} 行）"
            findings.fault(AREAS.file, row.line, "code", "conflict", message)
            continue
        first_seen[row.code] = row.line
        new.validity[row.code] = (row.valid_from, row.valid_until)
        if row.code not in stored:
            new.rows.append(row)
        elif not _conflicts(row, stored[row.code], findings):
            new.unchanged += 1
    _check_links(rows, stored, findings)
    return new


def _conflicts(row: AreaRow, area: Area, findings: Findings) -> bool:
    pairs = {
        "name": (area.name, row.name),
        "kind": (area.kind, row.kind),
        "parent": (area.parent.code if area.parent else "", row.parent),
        "valid_from": (area.valid_from, row.valid_from),
        "valid_until": (area.valid_until, row.valid_until),
        "succeeds": (area.succeeds.code if area.succeeds else "", row.succeeds),
        "class": (area.area_class, row.area_class),
    }
    differing = {column: pair for column, pair in pairs.items() if pair[0] != pair[1]}
    for column, (there, here) in differing.items():
        message = f"地区 {row.code} 已存的 {column} 为“{there or ''}”，这里为“{here or ''}”；修改请在管理界面进行"
        findings.fault(AREAS.file, row.line, column, "conflict", message)
    return bool(differing)


def _check_links(rows: list[AreaRow], stored: dict[str, Area], findings: Findings) -> None:
    known = {*stored, *(row.code for row in rows)}
    for column in ("parent", "succeeds"):
        links: dict[str, str | None] = {}
        for code, area in stored.items():
            linked = getattr(area, column)
            links[code] = linked.code if linked else None
        links.update({row.code: getattr(row, column) or None for row in rows})
        closed = set(closed_chains(links))
        for row in rows:
            code = getattr(row, column)
            if code and code not in known:
                message = f"没有代码为“{code}”的地区"
                findings.fault(AREAS.file, row.line, column, "unknown_area", message)
            elif row.code in closed:
                findings.fault(AREAS.file, row.line, column, "closed_chain", f"地区 {row.code} 的 {column} 绕成了一圈")
    heirs: dict[str, str] = {area.succeeds.code: code for code, area in stored.items() if area.succeeds}
    for row in rows:
        if row.succeeds and heirs.setdefault(row.succeeds, row.code) != row.code:
            message = f"地区 {row.succeeds} 已由 {heirs[row.succeeds]} 承接"
            findings.fault(AREAS.file, row.line, "succeeds", "conflict", message)


def store_areas(new: NewAreas, actor: Actor, reason: str) -> int:
    """Create the areas, then link them: a package may name parents and predecessors in any order."""
    if not new.rows:
        return 0
    created = Area.objects.bulk_create(
        Area(
            code=row.code,
            name=row.name,
            kind=row.kind,
            valid_from=row.valid_from,
            valid_until=row.valid_until,
            area_class=row.area_class,
        )
        for row in new.rows
    )
    by_code = Area.objects.in_bulk(
        {row.parent for row in new.rows} | {row.succeeds for row in new.rows}, field_name="code"
    )
    for area, row in zip(created, new.rows, strict=True):
        area.parent = by_code.get(row.parent)
        area.succeeds = by_code.get(row.succeeds)
    Area.objects.bulk_update(created, ["parent", "succeeds"], batch_size=500)
    record_all(
        actor=actor,
        action=AuditAction.CREATED,
        object_type="area",
        objects=[(area.code, snapshot(area)) for area in created],
        reason=reason,
    )
    return len(created)
