"""The workbook of parcels: download, upload with a preview of every change and fault, then whole or not at all."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from unfold.widgets import UnfoldBooleanWidget

from indicators.admin.action_pages import action_page
from indicators.admin.base import actor_of, mark_refused
from indicators.admin.workbook_upload import ConfirmUploadForm, WorkbookForm, confirmed, signed, workbook_response
from indicators.models import User
from projects.choices import LandLedger
from projects.domain.land_sheets import (
    DISPOSED,
    FILLED,
    PARCEL_SHEET,
    PLACED,
    PLACES,
    Column,
    LandRows,
    NewParcel,
    ReadDisposal,
    ReadParcel,
)
from projects.queries.land_workbook import sheet_parcels
from projects.readers.land_workbook import read_land_workbook
from projects.services.land_upload import UploadRefusedError, store_upload, upload_faults
from projects.writers.land_workbook import write_land_workbook

SALT = "land-upload"
NEW_SHOWN = (*PLACED, *FILLED)


class LandUploadForm(WorkbookForm):
    made_by = "地块列表"


class ConfirmLandForm(ConfirmUploadForm):
    """Parcels with new codes are added only where this is ticked: a code may be mistyped."""

    def __init__(self, *args: Any, new: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if new:
            self.fields["adds_new"] = forms.BooleanField(
                label=f"新增 {new} 宗地块",
                help_text="上面列出的代码台账中还没有；核对确是新地块后勾选",
                widget=UnfoldBooleanWidget,
                error_messages={
                    "required": "代码写错的请在文件中改正后重新上传；确是新地块的请勾选。没有存入任何内容。"
                },
            )


def download_view(model_admin: Any, request: HttpRequest) -> HttpResponse:
    content = write_land_workbook(sheet_parcels(_account(request)))
    return workbook_response(content, f"地块-{timezone.localdate():%Y%m%d}")


def upload_view(model_admin: Any, request: HttpRequest) -> HttpResponse:
    """Choose a file; see what it would change; store it."""
    _account(request)
    if "shown" in request.POST:
        return _store(model_admin, request)
    form = LandUploadForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        return _preview(model_admin, request, form.cleaned_data["workbook"].read())
    return _page(model_admin, request, form, "检查", "先检查并列出全部改动和错误，确认后才存入；有错误时一个也不存。")


def _account(request: HttpRequest) -> User:
    if not request.user.has_perm("projects.change_parcel"):
        raise PermissionDenied
    assert isinstance(request.user, User)
    return request.user


def _preview(model_admin: Any, request: HttpRequest, file: bytes) -> HttpResponse:
    content = read_land_workbook(file)
    rows = content.rows
    asks = bool(rows.parcels or rows.disposals or rows.new)
    faults: list[Any] = [*content.faults]
    if not content.faults or asks:
        faults += upload_faults(rows=rows, actor=actor_of(request))
    if faults:
        intro = "没有存入任何内容：请在文件中改正下列错误后重新上传。"
        return _page(
            model_admin, request, LandUploadForm(), "重新检查", intro, faults=faults, **_asked(rows, content.gone)
        )
    if not asks:
        messages.success(request, "文件中没有要存入的改动。")
        return HttpResponseRedirect(reverse("admin:projects_parcel_changelist"))
    form = ConfirmLandForm(initial={"shown": _signed(request, rows, content.gone)}, new=len(rows.new))
    return _confirmation(model_admin, request, form, rows, content.gone)


def _confirmation(
    model_admin: Any, request: HttpRequest, form: ConfirmLandForm, rows: LandRows, gone: Sequence[str]
) -> HttpResponse:
    count = f"存入（{_counted(rows)}）"
    return _page(model_admin, request, form, count, "核对下列改动后存入。", faults=[], **_asked(rows, gone))


def _counted(rows: LandRows) -> str:
    new = f"新增 {len(rows.new)} 宗地块，" if rows.new else ""
    return f"{new}{len(rows.parcels)} 宗地块有改动，{len(rows.disposals)} 笔处置"


def _asked(rows: LandRows, gone: Sequence[str]) -> dict[str, Any]:
    """What the file asks for, as the page lists it."""
    return {
        "changes": list(_changes(rows)),
        "columns": [column.name for column in DISPOSED],
        "disposals": [(row.code, [row.cells[column.field] for column in DISPOSED]) for row in rows.disposals],
        "new_columns": [column.name for column in NEW_SHOWN],
        "new": [(row.code, [_shown(column, row) for column in NEW_SHOWN]) for row in rows.new],
        "gone": gone if rows.new else [],
    }


def _shown(column: Column, row: NewParcel) -> str:
    text = row.cells[column.field]
    return str(LandLedger(text).label) if column.field == "ledger" else text


def _changes(rows: LandRows) -> Any:
    names = PLACES[PARCEL_SHEET]
    for row in rows.parcels:
        for field, text in row.changes.items():
            yield row.code, names[field], row.downloaded[field], text, row.reason


def _page(
    model_admin: Any, request: HttpRequest, form: forms.Form, submit: str, intro: str, **shown: Any
) -> HttpResponse:
    return action_page(
        model_admin,
        request,
        obj=None,
        form=form,
        title="上传地块表",
        submit=submit,
        intro=intro,
        back=reverse("admin:projects_parcel_changelist"),
        details="admin/projects/land/upload.html",
        **shown,
    )


def _signed(request: HttpRequest, rows: LandRows, gone: Sequence[str]) -> str:
    shown = {
        "parcels": [asdict(row) for row in rows.parcels],
        "disposals": [asdict(row) for row in rows.disposals],
        "new": [asdict(row) for row in rows.new],
        "gone": list(gone),
    }
    return signed(request, salt=SALT, shown=shown)


def _store(model_admin: Any, request: HttpRequest) -> HttpResponse:
    page = HttpResponseRedirect(reverse("admin:projects_parcel_changelist"))
    shown = confirmed(request, salt=SALT)
    if shown is None:
        return page
    rows = LandRows(
        [ReadParcel(**row) for row in shown["parcels"]],
        [ReadDisposal(**row) for row in shown["disposals"]],
        [NewParcel(**row) for row in shown["new"]],
    )
    form = ConfirmLandForm(request.POST, new=len(rows.new))
    if not form.is_valid():
        return _confirmation(model_admin, request, form, rows, shown["gone"])
    try:
        store_upload(rows=rows, actor=actor_of(request), adds_new=form.cleaned_data.get("adds_new", False))
    except UploadRefusedError as refusal:
        mark_refused(request, f"上传地块表：{refusal}")
        messages.error(request, f"没有存入任何内容：{refusal}")
    else:
        messages.success(request, f"已存入：{_counted(rows)}。")
    return page
