"""Workbooks out and back: the form for the file, and the preview that comes back signed, so that just it is stored."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.core import signing
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from unfold.widgets import UnfoldAdminFileFieldWidget

from indicators.readers.workbook_safety import MAX_FILE

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MEGABYTE = 1 << 20
AN_HOUR = 3600


class WorkbookForm(forms.Form):
    """The file, which a reader looks into; `made_by` is the page where it was downloaded."""

    made_by = ""

    workbook = forms.FileField(label="填好的表（.xlsx）", widget=UnfoldAdminFileFieldWidget({"accept": ".xlsx"}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        most = f"不超过 {MAX_FILE // MEGABYTE} MB；不含宏，不加密码"
        self.fields["workbook"].help_text = f"由{self.made_by}“下载 Excel”得到的文件，{most}"

    def clean_workbook(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["workbook"]
        if file.size is None or file.size > MAX_FILE:
            raise ValidationError(f"文件超过 {MAX_FILE // MEGABYTE} MB。")
        return file


class ConfirmUploadForm(forms.Form):
    """What the preview showed, as `signed` returns it."""

    shown = forms.CharField(widget=forms.HiddenInput)


def workbook_response(content: bytes, name: str) -> HttpResponse:
    disposition = content_disposition_header(True, f"{name}.xlsx")
    return HttpResponse(content, content_type=XLSX, headers={"Content-Disposition": disposition or ""})


def signed(request: HttpRequest, *, salt: str, shown: dict[str, Any]) -> str:
    """What the preview shows to this account, to be confirmed within an hour."""
    return signing.dumps({"account": request.user.pk, **shown}, salt=salt, compress=True)


def confirmed(request: HttpRequest, *, salt: str, about: Mapping[str, Any] | None = None) -> dict[str, Any] | None:
    """What was shown to this account, with what `about` says; None and a message for anything else, or too late."""
    try:
        shown = signing.loads(request.POST["shown"], salt=salt, max_age=AN_HOUR)
    except signing.BadSignature:
        shown = {}
    expected = {"account": request.user.pk, **(about or {})}
    if all(shown.get(name) == value for name, value in expected.items()):
        return shown
    messages.error(request, "确认已过期，没有存入任何内容，请重新上传。")
    return None
