"""The workbook of a month: download, and upload into the preview of the page 月度调度填报."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from indicators.admin.action_pages import action_page
from indicators.admin.base import mark_refused
from indicators.admin.workbook_upload import WorkbookForm, workbook_response
from indicators.domain.numbers import plain
from indicators.domain.periods import Period
from projects.admin.month_entry import account, check_or_store, month_to_fill, month_url
from projects.domain.month_entry import MonthLine
from projects.domain.month_sheets import WHAT_IT_IS, MonthSheet, ReadRow
from projects.domain.month_typed import TypedRow
from projects.queries.month_lines import month_lines
from projects.readers.month_workbook import MonthContent, read_month_workbook
from projects.writers.month_workbook import write_month_workbook


class MonthUploadForm(WorkbookForm):
    made_by = "本页"


def month_template_view(model_admin: Any, request: HttpRequest) -> HttpResponse:
    """The month as it stands now."""
    month = month_to_fill(request)
    content = write_month_workbook(_sheet(request, month))
    return workbook_response(content, f"月度调度（形象进度投资）-{month}")


def month_upload_view(model_admin: Any, request: HttpRequest) -> HttpResponse:
    """Choose a file; every fault is listed, or its changes are previewed like typed ones."""
    month = month_to_fill(request)
    form = MonthUploadForm(request.POST or None, request.FILES or None)
    content = MonthContent()
    conflicts: list[dict[str, str]] = []
    if form.is_valid():
        sheet = _sheet(request, month)
        content = read_month_workbook(form.cleaned_data["workbook"].read(), expected=sheet)
        changed = [row for row in content.rows if row.is_changed]
        by_project = {line.project: line for line in sheet.lines}
        conflicts = [_conflict(row, by_project[row.project]) for row in changed if _conflicts(row, by_project)]
        if not content.faults and not conflicts:
            typed = [_typed(row, by_project[row.project]) for row in changed]
            return check_or_store(model_admin, request, month, sheet.lines, typed)
        late = (f"{each['name']}：下载后又有改动" for each in conflicts)
        mark_refused(request, "；".join([*(each.message for each in content.faults), *late]))
    return action_page(
        model_admin,
        request,
        obj=None,
        form=form,
        title=f"上传填好的月度调度表：{month}",
        submit="检查",
        intro=f"{WHAT_IT_IS}。先检查并列出全部错误和改动，确认后整表存入；有错误时一个也不存，只存文件中改过的行。",
        back=month_url(month),
        details="admin/projects/month/upload.html",
        faults=content.faults,
        conflicts=conflicts,
    )


def _sheet(request: HttpRequest, month: Period) -> MonthSheet:
    return MonthSheet(month=month, lines=tuple(month_lines(account(request), month)))


def _stands(line: MonthLine) -> tuple[str, str]:
    return plain(line.invested) or "", line.note


def _conflicts(row: ReadRow, lines: dict[str, MonthLine]) -> bool:
    """Whether somebody else changed the row since the download to something else than the file says."""
    stands = _stands(lines[row.project])
    return stands not in ((row.downloaded.invested, row.downloaded.note), (row.invested, row.note))


def _conflict(row: ReadRow, line: MonthLine) -> dict[str, str]:
    stands, note = _stands(line)
    return {
        "name": line.name,
        "downloaded": f"{row.downloaded.invested or '（空白）'} {row.downloaded.note}",
        "file": f"{row.invested or '（空白）'} {row.note}",
        "now": f"{stands or '（空白）'} {note}",
        "recorded": line.recorded,
    }


def _typed(row: ReadRow, line: MonthLine) -> TypedRow:
    """The preview shows what stands now, so that just this is what the confirmation was given for."""
    seen = "" if line.version is None else str(line.version)
    return TypedRow(project=row.project, invested=row.invested, note=row.note, seen=seen)
