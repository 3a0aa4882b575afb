"""A workbook of parcels: checked as a whole by doing it and taking it back, then stored whole or not at all."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.db import transaction

from indicators.services.audit import Actor
from projects.domain.land_sheets import (
    DISPOSAL_SHEET,
    FILLED,
    PARCEL_SHEET,
    LandRows,
    ReadDisposal,
    ReadParcel,
    cell_text,
    value_of,
)
from projects.models import Disposal, Parcel
from projects.queries.access import parcels_of
from projects.services.disposals import DisposalContent, DisposalsRefusedError, content_faults, record_disposals
from projects.services.parcels import save_parcel

BY_FIELD = {column.field: column for column in FILLED}
SOURCE = "上传 Excel"


@dataclass(frozen=True, slots=True)
class UploadFault:
    """What is wrong where; `column` is the letter in the file."""

    sheet: str
    row: int
    column: str
    message: str


class UploadRefusedError(Exception):
    """Nothing was stored; `faults` lists every reason."""

    code = "upload_refused"

    def __init__(self, faults: Sequence[UploadFault]) -> None:
        super().__init__("；".join(f"{each.sheet}第 {each.row} 行：{each.message}" for each in faults))
        self.faults = faults


def upload_faults(*, rows: LandRows, actor: Actor) -> list[UploadFault]:
    """Everything that stands against storing the rows now; nothing is stored."""
    with transaction.atomic():
        faults = _store(rows, actor)
        transaction.set_rollback(True)
    return faults


@transaction.atomic
def store_upload(*, rows: LandRows, actor: Actor) -> None:
    """Raises `UploadRefusedError` with every reason."""
    if faults := _store(rows, actor):
        raise UploadRefusedError(faults)


def _store(rows: LandRows, actor: Actor) -> list[UploadFault]:
    codes = {row.code for row in rows.parcels} | {row.code for row in rows.disposals}
    # All of them in one order first, so that two uploads never wait for each other crosswise.
    locked = Parcel.objects.filter(code__in=codes).order_by("pk").select_for_update(no_key=True)
    parcels = {parcel.code: parcel for parcel in locked}
    own = set(parcels) if actor.user is None else _own(actor, codes)
    faults: list[UploadFault] = []
    for row in rows.parcels:
        if row.code in own:
            faults += _store_parcel(row, parcels[row.code], actor)
        else:
            faults.append(_unknown(PARCEL_SHEET, row))
    return [*faults, *_store_disposals(rows.disposals, own, actor)]


def _own(actor: Actor, codes: set[str]) -> set[str]:
    assert actor.user is not None
    return set(parcels_of(actor.user).filter(code__in=codes).values_list("code", flat=True))


def _store_parcel(row: ReadParcel, parcel: Parcel, actor: Actor) -> Iterator[UploadFault]:
    changed_meanwhile = False
    for name, text in row.changes.items():
        now = cell_text(getattr(parcel, name))
        if now not in (row.downloaded[name], text):
            changed_meanwhile = True
            message = f"下载之后又有改动：下载时“{row.downloaded[name]}”，现在“{now}”，文件中“{text}”"
            yield UploadFault(PARCEL_SHEET, row.row, row.columns[name], message)
    if changed_meanwhile:
        return
    for name, text in row.changes.items():
        setattr(parcel, name, value_of(BY_FIELD[name], text))
    try:
        with transaction.atomic():
            save_parcel(parcel=parcel, actor=actor, reason=row.reason)
    except PermissionDenied as refusal:
        yield UploadFault(PARCEL_SHEET, row.row, row.columns["code"], str(refusal))
    except ValidationError as refusal:
        for name, messages in refusal.message_dict.items():
            column = row.columns.get("code" if name == NON_FIELD_ERRORS else name, "")
            yield from (UploadFault(PARCEL_SHEET, row.row, column, message) for message in messages)


def _store_disposals(rows: Sequence[ReadDisposal], own: set[str], actor: Actor) -> Iterator[UploadFault]:
    if rows and actor.user and not actor.user.has_perm("projects.dispose_parcel"):
        message = "处置由审核岗或审定发布岗认定，请清空这张表"
        yield UploadFault(DISPOSAL_SHEET, rows[0].row, rows[0].columns["code"], message)
        return
    stored = set(
        Disposal.objects.filter(parcel__code__in=own).values_list("parcel__code", "confirmed_on", "document", "mode")
    )
    sound: dict[str, list[tuple[ReadDisposal, DisposalContent]]] = {}
    for row in rows:
        if row.code not in own:
            yield _unknown(DISPOSAL_SHEET, row)
            continue
        content = _content(row.code, row.cells)
        messages = list(content_faults(content, stored))
        stored.add((row.code, content.confirmed_on, content.document, content.mode))
        if messages:
            yield from (UploadFault(DISPOSAL_SHEET, row.row, row.columns["code"], message) for message in messages)
        else:
            sound.setdefault(row.code, []).append((row, content))
    for entries in sound.values():
        try:
            with transaction.atomic():
                record_disposals(rows=[content for _, content in entries], actor=actor, reason=SOURCE)
        except DisposalsRefusedError as refusal:
            last = entries[-1][0]
            for message in refusal.reasons.values():
                yield UploadFault(DISPOSAL_SHEET, last.row, last.columns["area_mu"], message)


def _content(code: str, cells: Mapping[str, str]) -> DisposalContent:
    return DisposalContent(
        code,
        date.fromisoformat(cells["confirmed_on"]),
        Decimal(cells["area_mu"]),
        cells["mode"],
        cells["document"],
        cells["reason"],
    )


def _unknown(sheet: str, row: ReadParcel | ReadDisposal) -> UploadFault:
    return UploadFault(sheet, row.row, row.columns["code"], f"没有代码为“{row.code[:64]}”的地块")
