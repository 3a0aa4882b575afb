"""Firms of a package: references, conflicts with what is stored, and storing the new ones set-wise."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from indicators.choices import AuditAction
from indicators.models import Area
from indicators.readers.faults import Findings
from indicators.services.audit import Actor, record_all
from indicators.services.packages.keys import Keys, is_stored_so
from indicators.services.packages.parts import Definitions
from indicators.services.records import snapshot
from tracker.models import Enterprise
from tracker.readers.enterprises import EnterpriseRow, read_enterprises

PLAIN = ("name", "industry", "size_class", "in_production_from", "exempt_reason")
BATCH = 5_000


@dataclass(slots=True)
class NewEnterprises:
    """What the package adds, and the codes of every known firm."""

    rows: list[EnterpriseRow] = field(default_factory=list)
    unchanged: int = 0
    codes: set[str] = field(default_factory=set)


def check_enterprises(path: Path | None, definitions: Definitions, findings: Findings) -> NewEnterprises:
    if path is None:
        return NewEnterprises(codes=set(Enterprise.objects.values_list("code", flat=True)))
    stored = {
        code: {**dict(zip(PLAIN, plain, strict=True)), "park": park or "", "area": area}
        for code, park, area, *plain in Enterprise.objects.values_list("code", "park__code", "area__code", *PLAIN)
    }
    new, keys = NewEnterprises(codes=set(stored)), Keys()
    for row in read_enterprises(path, findings):
        if not row.code:
            continue
        new.codes.add(row.code)
        if not keys.is_first(row.cells, "code", row.code):
            continue
        for column in ("park", "area"):
            code = getattr(row, column)
            if code and code not in definitions.areas.validity:
                row.cells.fault(column, "unknown_area", f"没有代码为“{code}”的地区")
        if row.code not in stored:
            new.rows.append(row)
        elif is_stored_so(row.cells, _content(row), stored[row.code], "修改请在管理界面进行"):
            new.unchanged += 1
    return new


def _content(row: EnterpriseRow) -> dict[str, Any]:
    return {**{name: getattr(row, name) for name in PLAIN}, "park": row.park, "area": row.area}


def store_enterprises(new: NewEnterprises, actor: Actor, reason: str) -> int:
    if not new.rows:
        return 0
    codes = {row.area for row in new.rows} | {row.park for row in new.rows if row.park}
    areas = Area.objects.in_bulk(codes, field_name="code")
    created = Enterprise.objects.bulk_create(
        (
            Enterprise(
                code=row.code,
                park=areas.get(row.park),
                area=areas[row.area],
                **{name: getattr(row, name) for name in PLAIN},
            )
            for row in new.rows
        ),
        batch_size=BATCH,
    )
    record_all(
        actor=actor,
        action=AuditAction.CREATED,
        object_type="enterprise",
        objects=[(each.code, snapshot(each)) for each in created],
        reason=reason,
    )
    return len(created)
