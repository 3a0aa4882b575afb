"""The page 月度调度填报: a month, one row a project, a preview with every check, then all or nothing."""

import re
from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from indicators.admin.base import mark_refused
from indicators.admin.figures import NO_DATA
from indicators.domain.kinds import Frequency
from indicators.domain.numbers import plain
from indicators.domain.periods import InvalidPeriodError, Period, period_of_day
from indicators.domain.texts import plain_lines
from indicators.models import User
from projects.domain.month_entry import MonthLine
from projects.domain.month_typed import MonthChange, TypedRow, month_changes, read_month
from projects.domain.progress import NotAMonthError, month_named
from projects.queries.month_lines import month_lines
from projects.services.progress import MonthRefusedError, enter_month

TABLE = "admin/projects/month/table.html"
PREVIEW = "admin/projects/month/preview.html"
MONTHS_BACK = 24
LONGEST = 2_000  # of what is sent for one cell
VERSION = re.compile(r"[0-9]{0,9}", re.ASCII)


def month_view(model_admin: Any, request: HttpRequest) -> HttpResponse:
    """Inputs first; what was sent is previewed, stored, or given back."""
    month, user = month_to_fill(request), account(request)
    lines = month_lines(user, month)
    if request.method != "POST":
        return _table(model_admin, request, month, lines, stored_rows(lines))
    typed = sent_rows(request.POST)
    step = request.POST.get("step", "check")
    if step == "edit":
        return _table(model_admin, request, month, lines, typed)
    return check_or_store(model_admin, request, month, lines, typed, store=step == "save")


def check_or_store(
    model_admin: Any,
    request: HttpRequest,
    month: Period,
    lines: Sequence[MonthLine],
    typed: Sequence[TypedRow],
    *,
    store: bool = False,
) -> HttpResponse:
    """The way of typed rows and of those of a workbook alike."""
    read = read_month(lines, typed)
    changes = month_changes({line.project: line for line in lines}, read.rows)
    refusals = [f"{each.line.name}：{found.message}" for each in changes for found in each.findings if found.refuses]
    faults = [*read.faults, *refusals]
    if faults:
        if store:
            mark_refused(request, "；".join(faults))
        return _table(model_admin, request, month, lines, typed, faults)
    if not changes:
        messages.info(request, "没有改动，未存入任何内容。")
        return _table(model_admin, request, month, lines, typed)
    if not store:
        return _preview(model_admin, request, month, typed, changes)
    try:
        rows = [each.row for each in changes]
        written = enter_month(user=account(request), month=month, rows=rows, today=timezone.localdate())
    except MonthRefusedError as refusal:
        mark_refused(request, str(refusal))
        return _table(model_admin, request, month, lines, typed, refusal.reasons)
    messages.success(request, f"已存入 {written} 个项目的 {month} 累计数；更正以前的数会保留。")
    return HttpResponseRedirect(month_url(month))


def month_to_fill(request: HttpRequest) -> Period:
    """The month of the address, by default the last whole one; 404 for one that has not begun."""
    if not request.user.has_perm("projects.report_progress"):
        raise PermissionDenied
    return asked_month(request)


def asked_month(request: HttpRequest) -> Period:
    now = this_month()
    if "month" not in request.GET:
        return now.previous()
    try:
        month = month_named(request.GET["month"])
    except (InvalidPeriodError, NotAMonthError) as error:
        raise Http404(str(error)) from error
    if month > now:
        raise Http404(f"{month} 还没有到")
    return month


def this_month() -> Period:
    return period_of_day(timezone.localdate(), Frequency.MONTH)


def offered_months(chosen: Period) -> list[str]:
    """The months of the last two years, newest first, and the chosen one."""
    months = [this_month()]
    while len(months) < MONTHS_BACK:
        months.append(months[-1].previous())
    return [str(each) for each in sorted({*months, chosen}, reverse=True)]


def month_url(month: Period) -> str:
    return f"{reverse('admin:projects_projectprogress_month')}?month={month}"


def account(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


def stored_rows(lines: Sequence[MonthLine]) -> list[TypedRow]:
    return [
        TypedRow(
            project=line.project,
            invested=plain(line.invested) or "",
            note=line.note,
            seen="" if line.version is None else str(line.version),
        )
        for line in lines
    ]


def sent_rows(data: QueryDict) -> list[TypedRow]:
    """The rows as they were sent; raises `BadRequest` where no browser would send them like this."""

    def sent(project: str, name: str) -> str:
        return plain_lines(data.get(f"{project}-{name}", "")[:LONGEST].replace("\0", "")).strip()

    projects = list(dict.fromkeys(data.getlist("row")))
    rows = [
        TypedRow(project=each, invested=sent(each, "invested"), note=sent(each, "note"), seen=sent(each, "seen"))
        for each in projects
    ]
    if not all(VERSION.fullmatch(row.seen) for row in rows):
        raise BadRequest("A version that can be none.")
    return rows


def _table(
    model_admin: Any,
    request: HttpRequest,
    month: Period,
    lines: Sequence[MonthLine],
    typed: Sequence[TypedRow],
    faults: Sequence[str] = (),
) -> HttpResponse:
    by_project = {row.project: row for row in typed}
    stored = {row.project: row for row in stored_rows(lines)}
    context = {
        **_shared(model_admin, request, month),
        "rows": [_input(line, by_project.get(line.project, stored[line.project])) for line in lines],
        "months": offered_months(month),
        "faults": faults,
        "filled": sum(line.invested is not None for line in lines),
    }
    return TemplateResponse(request, TABLE, context)


def _preview(
    model_admin: Any, request: HttpRequest, month: Period, typed: Sequence[TypedRow], changes: Sequence[MonthChange]
) -> HttpResponse:
    changed = {each.line.project for each in changes}
    context = {
        **_shared(model_admin, request, month),
        "rows": [_preview_row(each) for each in changes],
        "warned": sum(bool(each.findings) for each in changes),
        "typed": [row for row in typed if row.project in changed],
    }
    return TemplateResponse(request, PREVIEW, context)


def _input(line: MonthLine, row: TypedRow) -> dict[str, Any]:
    previous = line.previous
    return {
        "line": line,
        "row": row,
        "planned": plain(line.planned),
        "previous": plain(previous.invested_ytd) if previous else NO_DATA,
        "previous_month": f"{previous.period.number} 月" if previous else "",
    }


def _preview_row(change: MonthChange) -> dict[str, Any]:
    return {
        "area": change.line.area,
        "name": change.line.name,
        "was": plain(change.line.invested) or NO_DATA,
        "now": plain(change.row.invested),
        "note": change.row.note,
        "messages": [found.message for found in change.findings],
    }


def _shared(model_admin: Any, request: HttpRequest, month: Period) -> dict[str, Any]:
    request.current_app = model_admin.admin_site.name
    return {
        **model_admin.admin_site.each_context(request),
        "title": f"月度调度填报：{month}",
        "opts": model_admin.opts,
        "month": month,
        "address": month_url(month),
        "template_url": f"{reverse('admin:projects_projectprogress_month_template')}?month={month}",
        "upload_url": f"{reverse('admin:projects_projectprogress_month_upload')}?month={month}",
        "board_url": f"{reverse('admin:projects_projectprogress_dispatch')}?month={month}",
    }
