"""The workbook of a return: download, upload with a preview of every change and fault, then whole or not at all."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from indicators.admin.action_pages import action_page
from indicators.admin.base import actor_of, mark_refused
from indicators.admin.return_pages import NOT_FOR_THE_ACCOUNT
from indicators.admin.workbook_upload import (
    ConfirmUploadForm,
    WorkbookForm,
    confirmed,
    signed,
    workbook_response,
)
from indicators.domain.returns import Step
from indicators.models import Return, User
from indicators.queries.returns.access import refusals_by_step
from indicators.queries.returns.figures import CheckedReturn
from indicators.queries.returns.sheets import sheet_of
from indicators.queries.returns.uploads import CellDifference, differences
from indicators.readers.return_workbook import WorkbookContent, read_return_workbook
from indicators.services.returns.drafting import CellChange, CellConflictError, save_cells
from indicators.services.returns.gate import ReturnRefusedError
from indicators.writers.return_workbook import write_return_workbook

SALT = "return-upload"


class UploadForm(WorkbookForm):
    made_by = "本表"


def download_view(model_admin: Any, request: HttpRequest, *, pk: int) -> HttpResponse:
    """The return as it stands now."""
    of = model_admin.found(request, pk)
    content = write_return_workbook(sheet_of(CheckedReturn(of)))
    return workbook_response(content, f"{of.form.name}-{of.unit.name}-{of.period}")


def upload_view(model_admin: Any, request: HttpRequest, *, pk: int) -> HttpResponse:
    """Choose a file; see what it would change; store it."""
    of = model_admin.found(request, pk)
    assert isinstance(request.user, User)
    if refusals := refusals_by_step(request.user, of)[Step.WRITE]:
        if any(each.code in NOT_FOR_THE_ACCOUNT for each in refusals):
            raise PermissionDenied("；".join(each.message for each in refusals))
        reasons = "；".join(each.message for each in refusals)
        mark_refused(request, f"{of}：{reasons}")
        messages.error(request, f"现在不能上传：{reasons}")
        return HttpResponseRedirect(reverse("admin:indicators_return_change", args=[of.pk]))
    if "shown" in request.POST:
        return _store(request, of)
    form = UploadForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        checked = CheckedReturn(of)
        content = read_return_workbook(form.cleaned_data["workbook"].read(), expected=sheet_of(checked))
        return _preview(model_admin, request, of, content, differences(checked, content.cells))
    return action_page(
        model_admin,
        request,
        obj=of,
        form=form,
        title=f"上传填好的表：{of}",
        submit="检查",
        intro="先检查并列出全部改动和错误，确认后才存入草稿；有错误时一个也不存。",
    )


def _preview(
    model_admin: Any, request: HttpRequest, of: Return, content: WorkbookContent, found: list[CellDifference]
) -> HttpResponse:
    if not content.faults and not found:
        messages.success(request, "文件中没有要存入的改动：各格没有动过，或与草稿相同。")
        return HttpResponseRedirect(reverse("admin:indicators_return_change", args=[of.pk]))
    conflicts = [each for each in found if each.conflicts]
    changes = [each for each in found if not each.conflicts]
    refused = _refused(content, conflicts)
    form: forms.Form = UploadForm() if refused else ConfirmUploadForm(initial={"shown": _signed(request, of, changes)})
    return action_page(
        model_admin,
        request,
        obj=of,
        form=form,
        title=f"上传填好的表：{of}",
        submit="重新检查" if refused else f"存入草稿（{len(changes)} 处改动）",
        intro=refused or "核对下列改动后存入草稿。",
        details="admin/indicators/return/upload.html",
        faults=content.faults,
        conflicts=conflicts,
        changes=changes,
    )


def _refused(content: WorkbookContent, conflicts: list[CellDifference]) -> str:
    """Why nothing of the file can be stored yet; empty where it can."""
    reasons = []
    if content.faults:
        reasons.append("文件有错误，请在文件中改正后重新上传。")
    if conflicts:
        reasons.append(f"有 {len(conflicts)} 格在下载之后草稿中又有改动，重新下载后再填，或在网页中改这几格。")
    return "没有存入任何内容：" + "".join(reasons) if reasons else ""


def _signed(request: HttpRequest, of: Return, changes: list[CellDifference]) -> str:
    shown = {
        "return": of.pk,
        "changes": [
            [
                each.cell.indicator.code,
                each.cell.area.code,
                each.cell.measure,
                each.content,
                each.note,
                each.downloaded.version,
            ]
            for each in changes
        ],
    }
    return signed(request, salt=SALT, shown=shown)


def _store(request: HttpRequest, of: Return) -> HttpResponse:
    page = HttpResponseRedirect(reverse("admin:indicators_return_change", args=[of.pk]))
    shown = confirmed(request, salt=SALT, about={"return": of.pk})
    if shown is None:
        return page
    changes = [
        CellChange(indicator=indicator, area=area, measure=measure, content=content, note=note, seen=seen)
        for indicator, area, measure, content, note, seen in shown["changes"]
    ]
    try:
        saved = save_cells(pk=of.pk, changes=changes, actor=actor_of(request), reason="上传 Excel")
    except (ReturnRefusedError, CellConflictError) as refusal:
        mark_refused(request, f"{of}：{refusal}")
        messages.error(request, f"没有存入任何内容：{refusal}")
    else:
        messages.success(
            request, f"已存入 {len(saved.cells)} 个单元格。请核对审核结果后报送；还要用 Excel 改的话，请重新下载。"
        )
    return page
