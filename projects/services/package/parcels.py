"""Parcels of a package: references, conflicts with what is stored, and storing the new ones."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from indicators.choices import AuditAction
from indicators.models import Area
from indicators.readers.faults import Findings
from indicators.services.audit import Actor, record_all
from indicators.services.packages.keys import Keys, is_stored_so
from indicators.services.packages.parts import Definitions
from indicators.services.records import snapshot
from projects.domain.package_tables import PARCELS
from projects.models import Parcel
from projects.readers.land import ParcelRow, read_parcels

ADVICE = "修改请在管理界面进行"
PLAIN = tuple(name for name in PARCELS.columns if name not in ("code", "park"))
BATCH = 5_000


@dataclass(slots=True)
class NewParcels:
    """What the package adds, and the area of every known parcel; None where the row's could not be read."""

    rows: list[ParcelRow] = field(default_factory=list)
    unchanged: int = 0
    areas: dict[str, Decimal | None] = field(default_factory=dict)


def check_parcels(path: Path | None, definitions: Definitions, findings: Findings) -> NewParcels:
    stored: Mapping[str, Mapping] = {
        code: {"park": park, **dict(zip(PLAIN, plain, strict=True))}
        for code, park, *plain in Parcel.objects.values_list("code", "park__code", *PLAIN)
    }
    new, keys = NewParcels(areas={code: content["area_mu"] for code, content in stored.items()}), Keys()
    if path is None:
        return new
    for row in read_parcels(path, findings):
        if row.park and row.park not in definitions.areas.validity:
            row.cells.fault("park", "unknown_area", f"没有代码为“{row.park}”的地区")
        if not row.code or not keys.is_first(row.cells, "code", row.code):
            continue
        new.areas.setdefault(row.code, row.content["area_mu"])
        if row.code not in stored:
            new.rows.append(row)
        elif is_stored_so(row.cells, {"park": row.park, **row.content}, stored[row.code], ADVICE):
            new.unchanged += 1
    return new


def store_parcels(new: NewParcels, actor: Actor, reason: str) -> int:
    if not new.rows:
        return 0
    parks = Area.objects.in_bulk({row.park for row in new.rows}, field_name="code")
    created = Parcel.objects.bulk_create(
        (Parcel(code=row.code, park=parks[row.park], **row.content) for row in new.rows), batch_size=BATCH
    )
    record_all(
        actor=actor,
        action=AuditAction.CREATED,
        object_type="parcel",
        objects=[(each.code, snapshot(each)) for each in created],
        reason=reason,
    )
    return len(created)
