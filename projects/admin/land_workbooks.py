"""The workbook of parcels: download, upload with a preview of every change and fault, then whole or not at all."""

from dataclasses import asdict
from typing import Any

from django import forms
from django.contrib import messages
from django.core import signing
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from unfold.widgets import UnfoldAdminFileFieldWidget

from indicators.admin.action_pages import action_page
from indicators.admin.base import actor_of, mark_refused
from indicators.models import User
from indicators.readers.workbook_safety import MAX_FILE
from projects.domain.land_sheets import DISPOSED, PARCEL_SHEET, PLACES, LandRows, ReadDisposal, ReadParcel
from projects.queries.land_workbook import sheet_parcels
from projects.readers.land_workbook import read_land_workbook
from projects.services.land_upload import UploadRefusedError, store_upload, upload_faults
from projects.writers.land_workbook import write_land_workbook

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MEGABYTE = 1 << 20
SALT = "land-upload"
AN_HOUR = 3600


class LandUploadForm(forms.Form):
    """The file; its contents are read by `readers/land_workbook.py`."""

    workbook = forms.FileField(
        label="填好的表（.xlsx）",
        widget=UnfoldAdminFileFieldWidget({"accept": ".xlsx"}),
        help_text=f"由地块列表“下载 Excel”得到的文件，不超过 {MAX_FILE // MEGABYTE} MB；不含宏，不加密码",
    )

    def clean_workbook(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["workbook"]
        if file.size is None or file.size > MAX_FILE:
            raise ValidationError(f"文件超过 {MAX_FILE // MEGABYTE} MB。")
        return file


class ConfirmLandUploadForm(forms.Form):
    """What the preview showed, signed, so that just that is stored."""

    shown = forms.CharField(widget=forms.HiddenInput)


def download_view(model_admin: Any, request: HttpRequest) -> HttpResponse:
    content = write_land_workbook(sheet_parcels(_account(request)))
    disposition = content_disposition_header(True, f"地块-{timezone.localdate():%Y%m%d}.xlsx")
    return HttpResponse(content, content_type=XLSX, headers={"Content-Disposition": disposition or ""})


def upload_view(model_admin: Any, request: HttpRequest) -> HttpResponse:
    """Choose a file; see what it would change; store it."""
    _account(request)
    if "shown" in request.POST:
        return _store(request)
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
    faults: list[Any] = [*content.faults]
    if not content.faults or rows.parcels or rows.disposals:
        faults += upload_faults(rows=rows, actor=actor_of(request))
    if not faults and not rows.parcels and not rows.disposals:
        messages.success(request, "文件中没有要存入的改动。")
        return HttpResponseRedirect(reverse("admin:projects_parcel_changelist"))
    shown: forms.Form = LandUploadForm()
    if not faults:
        shown = ConfirmLandUploadForm(initial={"shown": _signed(request, rows)})
    count = f"存入（{len(rows.parcels)} 宗地块有改动，{len(rows.disposals)} 笔处置）"
    intro = "没有存入任何内容：请在文件中改正下列错误后重新上传。" if faults else "核对下列改动后存入。"
    return _page(
        model_admin,
        request,
        shown,
        "重新检查" if faults else count,
        intro,
        faults=faults,
        changes=list(_changes(rows)),
        columns=[column.name for column in DISPOSED],
        disposals=[(row.code, [row.cells[column.field] for column in DISPOSED]) for row in rows.disposals],
    )


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


def _signed(request: HttpRequest, rows: LandRows) -> str:
    shown = {
        "account": request.user.pk,
        "parcels": [asdict(row) for row in rows.parcels],
        "disposals": [asdict(row) for row in rows.disposals],
    }
    return signing.dumps(shown, salt=SALT, compress=True)


def _store(request: HttpRequest) -> HttpResponse:
    page = HttpResponseRedirect(reverse("admin:projects_parcel_changelist"))
    try:
        shown = signing.loads(request.POST["shown"], salt=SALT, max_age=AN_HOUR)
    except signing.BadSignature:
        shown = {}
    if shown.get("account") != request.user.pk:
        messages.error(request, "确认已过期，没有存入任何内容，请重新上传。")
        return page
    rows = LandRows(
        [ReadParcel(**row) for row in shown["parcels"]], [ReadDisposal(**row) for row in shown["disposals"]]
    )
    try:
        store_upload(rows=rows, actor=actor_of(request))
    except UploadRefusedError as refusal:
        mark_refused(request, f"上传地块表：{refusal}")
        messages.error(request, f"没有存入任何内容：{refusal}")
    else:
        messages.success(request, f"已存入 {len(rows.parcels)} 宗地块的改动和 {len(rows.disposals)} 笔处置。")
    return page
