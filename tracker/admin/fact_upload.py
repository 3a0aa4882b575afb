"""The workbook of a bureau: the template out, the file back by a preview of everything, then whole or not at all."""

from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from unfold.widgets import UnfoldAdminSelectWidget

from indicators.admin.action_pages import action_page
from indicators.admin.base import mark_refused
from indicators.admin.workbook_upload import ConfirmUploadForm, WorkbookForm, confirmed, signed, workbook_response
from indicators.models import Department
from indicators.readers.return_contents import WorkbookFault
from tracker.domain.evaluations.fact_sheets import SHEET, Expected, FactSheet
from tracker.domain.evaluations.matching_candidates import Candidate, CandidateFinder
from tracker.models import Round
from tracker.queries.evaluations.supply import columns_for, departments_of, may_supply, supplying_departments
from tracker.queries.evaluations.supply_firms import sheet_firms
from tracker.queries.evaluations.supply_uploads import CheckedRows, UnmatchedRead, checked_rows
from tracker.readers.fact_workbook import read_fact_workbook
from tracker.services.evaluations.fact_locks import RoundLockedError, lock_reasons
from tracker.services.evaluations.posting import FactsRefusedError
from tracker.services.evaluations.supplying import (
    FactUpload,
    RowOfNoFirm,
    SeenChange,
    SupplyRefusedError,
    supply_facts,
)
from tracker.writers.fact_workbook import write_fact_workbook

SALT = "fact-upload"
MOST_SHOWN = 500
LONGEST_NAME = 200


class FactUploadForm(WorkbookForm):
    """The file, and whose it is."""

    department = forms.ChoiceField(label="部门", widget=UnfoldAdminSelectWidget)
    field_order = ("department", "workbook")

    def __init__(self, *args: Any, departments: Sequence[Department], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["department"].choices = [(str(each.pk), each.name) for each in departments]  # type: ignore[attr-defined]
        self.fields["workbook"].help_text = "由“部门数据”页面下载、填好的 .xlsx 文件，不超过 5 MB；不含宏，不加密码"


def template_view(model_admin: Any, request: HttpRequest, round: Round) -> HttpResponse:
    """The facts as they stand now, to be filled; without a department back to the board, where there are links."""
    if not request.GET.get("department"):
        return HttpResponseRedirect(board_url(round))
    department = _department(request)
    columns = columns_for(round, department)
    sheet = FactSheet(
        round_code=round.code,
        round_name=str(round),
        year=round.year,
        department=department.name,
        moment=timezone.localtime(),
        columns=columns,
        firms=sheet_firms(round, request.user, columns),  # type: ignore[arg-type]
    )
    return workbook_response(write_fact_workbook(sheet), f"{round.name}-{department.name}")


def upload_view(model_admin: Any, request: HttpRequest, round: Round) -> HttpResponse:
    """Choose a file; see what it would change; store it."""
    if reasons := lock_reasons(round.year, through=round):
        mark_refused(request, f"{round}：{'；'.join(reasons)}")
        messages.error(request, f"现在不能上传：{'；'.join(reasons)}")
        return HttpResponseRedirect(board_url(round))
    if "shown" in request.POST:
        return _store(request, round)
    departments = departments_of(request.user)  # type: ignore[arg-type]
    given = request.GET.get("department") or request.POST.get("department")
    if given and given not in {str(each.pk) for each in departments}:
        _department(request)
    form = FactUploadForm(
        request.POST or None, request.FILES or None, departments=departments, initial={"department": given}
    )
    if form.is_valid():
        department = next(each for each in departments if str(each.pk) == form.cleaned_data["department"])
        return _preview(model_admin, request, round, department, form)
    intro = "先检查并列出全部改动、错误和找不到企业的行，确认后才存入；有错误时一个也不存。"
    if not departments:
        intro = "本账号没有可以报送数据的部门：填报岗只报本部门的数据，部门的分工由系统管理员设置。"
    return _page(model_admin, request, round, form, submit="检查", intro=intro)


def board_url(round: Round) -> str:
    return reverse("admin:tracker_factfile_board", args=[round.pk])


def _department(request: HttpRequest) -> Department:
    """The department that was asked for: 404 where it supplies nothing, 403 where the account may not send for it."""
    given = request.GET.get("department") or request.POST.get("department") or ""
    department = next((each for each in supplying_departments() if str(each.pk) == given), None)
    if department is None:
        raise Http404
    if not may_supply(request.user, department):  # type: ignore[arg-type]
        raise PermissionDenied
    return department


def _preview(
    model_admin: Any, request: HttpRequest, round: Round, department: Department, form: FactUploadForm
) -> HttpResponse:
    file = form.cleaned_data["workbook"]
    content = file.read()
    columns = columns_for(round, department)
    read = read_fact_workbook(content, expected=Expected(round.code, str(round), department.name, columns))
    found = checked_rows(
        round,
        department,
        request.user,  # type: ignore[arg-type]
        rows=read.rows,
        downloaded=read.downloaded,
        columns=columns,
    )
    faults = [*read.faults, *(WorkbookFault(SHEET, each.row, "", each.code, each.message) for each in found.problems)]
    if not (faults or found.conflicts or found.changes or found.unmatched):
        queued = f"，{found.queued} 行已在待认领中" if found.queued else ""
        messages.success(request, f"文件中没有要存入的改动：各格没有动过，或与系统中的相同{queued}。")
        return HttpResponseRedirect(board_url(round))
    refused = _refused(faults, found)
    upload = FactUpload(
        name=str(file.name)[-LONGEST_NAME:],
        sha256=sha256(content).hexdigest(),
        rows=len(read.rows),
        changes=[SeenChange(each.row, each.enterprise, each.column.key, each.old, each.new) for each in found.changes],
        unmatched=[RowOfNoFirm(each.row, each.code, each.name, each.cells) for each in found.unmatched],
    )
    confirm = ConfirmUploadForm(initial={"shown": _signed(request, round, department, upload)})
    again = FactUploadForm(departments=[department], initial={"department": department.pk})
    counts = f"{found.firms} 户改动，{len(found.unmatched)} 行待认领"
    return _page(
        model_admin,
        request,
        round,
        again if refused else confirm,
        submit="重新检查" if refused else f"存入（{counts}）",
        intro=refused or f"{department}：{counts}，{found.unchanged} 行没有改动。核对后存入。",
        details="admin/tracker/round/facts/upload.html",
        faults=faults,
        conflicts=found.conflicts,
        changes=found.changes[:MOST_SHOWN],
        changes_in_all=len(found.changes),
        unmatched=_with_candidates(found),
        unmatched_in_all=len(found.unmatched),
        most_shown=MOST_SHOWN,
        unchanged=found.unchanged,
        queued=found.queued,
    )


def _with_candidates(found: CheckedRows) -> list[tuple[UnmatchedRead, list[Candidate]]]:
    """Firms that a row may mean; nothing is decided here, the row goes to the queue."""
    finder = CandidateFinder(found.known)
    return [(row, finder.find(row.code, row.name)) for row in found.unmatched[:MOST_SHOWN]]


def _refused(faults: Sequence[WorkbookFault], found: CheckedRows) -> str:
    """Why nothing of the file can be stored yet; empty where it can."""
    reasons = []
    if faults:
        reasons.append("文件有错误，请在文件中改正后重新上传。")
    if found.conflicts:
        reasons.append(f"有 {len(found.conflicts)} 格在下载之后系统中又有改动，请重新下载后再填这几格。")
    return "没有存入任何内容：" + "".join(reasons) if reasons else ""


def _page(model_admin: Any, request: HttpRequest, round: Round, form: forms.Form, **shown: Any) -> HttpResponse:
    title = f"上传部门数据：{round}"
    return action_page(model_admin, request, obj=None, form=form, title=title, back=board_url(round), **shown)


def _signed(request: HttpRequest, round: Round, department: Department, upload: FactUpload) -> str:
    shown = {
        "round": round.pk,
        "department": department.pk,
        "file": [upload.name, upload.sha256, upload.rows],
        "changes": [[each.row, each.enterprise, each.key, each.seen, each.new] for each in upload.changes],
        "unmatched": [[each.row, each.code, each.name, dict(each.cells)] for each in upload.unmatched],
    }
    return signed(request, salt=SALT, shown=shown)


def _store(request: HttpRequest, round: Round) -> HttpResponse:
    page = HttpResponseRedirect(board_url(round))
    shown = confirmed(request, salt=SALT, about={"round": round.pk})
    if shown is None:
        return page
    department = next((each for each in supplying_departments() if each.pk == shown["department"]), None)
    if department is None:
        messages.error(request, "这个部门已不报送数据，没有存入任何内容。")
        return page
    name, digest, rows = shown["file"]
    upload = FactUpload(
        name=name,
        sha256=digest,
        rows=rows,
        changes=[SeenChange(*each) for each in shown["changes"]],
        unmatched=[RowOfNoFirm(*each) for each in shown["unmatched"]],
    )
    try:
        done = supply_facts(round=round, department=department, upload=upload, user=request.user)  # type: ignore[arg-type]
    except (SupplyRefusedError, RoundLockedError, FactsRefusedError) as refusal:
        reasons = "；".join(each.message for each in getattr(refusal, "faults", [])[:10]) or str(refusal)
        mark_refused(request, f"{round}：{reasons}")
        messages.error(request, f"没有存入任何内容：{reasons}")
    else:
        if done.file is None:
            messages.success(request, "没有要存入的改动：系统中已经是这些数。")
        else:
            messages.success(request, f"已存入：{done.firms} 户有改动，{done.unmatched} 行待认领。")
    return page
