"""A workbook of parcels: checked as a whole by doing it and taking it back, then stored whole or not at all."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet

from indicators.models import Area
from indicators.services.audit import Actor
from projects.domain.land_sheets import (
    DISPOSAL_SHEET,
    FILLED,
    PARCEL_SHEET,
    LandRows,
    NewParcel,
    ReadDisposal,
    ReadParcel,
    cell_text,
    value_of,
)
from projects.models import Disposal, Parcel
from projects.queries.access import parcels_of
from projects.queries.parcel_facts import own_parks
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
    """Everything in the rows that stands against storing them now; nothing is stored."""
    with transaction.atomic():
        faults = _store(rows, actor)
        transaction.set_rollback(True)
    return faults


@transaction.atomic
def store_upload(*, rows: LandRows, actor: Actor, adds_new: bool = False) -> None:
    """Raises `UploadRefusedError` with every reason. A code not known yet may be a mistyped one: parcels are added only
    where `adds_new` says that they are meant.
    """
    if rows.new and not adds_new:
        raise UploadRefusedError([_not_meant(row) for row in rows.new])
    if faults := _store(rows, actor):
        raise UploadRefusedError(faults)


def _store(rows: LandRows, actor: Actor) -> list[UploadFault]:
    codes = {row.code for row in rows.parcels} | {row.code for row in rows.disposals} | {row.code for row in rows.new}
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
    refused = list(_store_new(rows.new, set(parcels), actor))
    if refused:  # disposals of parcels that are not there would only repeat it
        return [*faults, *refused]
    own |= {row.code for row in rows.new}
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
    yield from _save(row, parcel, actor, row.reason)


def _store_new(rows: Sequence[NewParcel], taken: set[str], actor: Actor) -> Iterator[UploadFault]:
    parks = list(_parks(actor)) if rows else []
    for row in rows:
        if row.code in taken:
            message = f"代码“{row.code[:64]}”已有地块使用，但不在下载的表中；要改它请重新下载，新增请另取代码"
            yield UploadFault(PARCEL_SHEET, row.row, row.columns["code"], message)
            continue
        named = row.cells["park"]
        found = [each for each in parks if named in (each.code, each.name)]
        if len(found) != 1:
            message = f"有 {len(found)} 个园区叫“{named}”，请改填代码" if found else f"没有名称或代码为“{named}”的园区"
            yield UploadFault(PARCEL_SHEET, row.row, row.columns["park"], message)
            continue
        values = {name: value_of(column, row.cells[name]) for name, column in BY_FIELD.items()}
        parcel = Parcel(code=row.code, park=found[0], ledger=row.cells["ledger"], **values)
        yield from _save(row, parcel, actor, row.reason or SOURCE)


def _parks(actor: Actor) -> QuerySet[Area]:
    """Where a parcel may be added."""
    return own_parks(actor.user) if actor.user else Area.objects.without_tree_fields()


def _save(row: ReadParcel | NewParcel, parcel: Parcel, actor: Actor, reason: str) -> Iterator[UploadFault]:
    try:
        with transaction.atomic():
            save_parcel(parcel=parcel, actor=actor, reason=reason)
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


def _not_meant(row: NewParcel) -> UploadFault:
    message = f"新增地块“{row.code[:64]}”须在确认时勾选；代码写错的请改正"
    return UploadFault(PARCEL_SHEET, row.row, row.columns["code"], message)


def _unknown(sheet: str, row: ReadParcel | ReadDisposal) -> UploadFault:
    return UploadFault(sheet, row.row, row.columns["code"], f"没有代码为“{row.code[:64]}”的地块")
