"""The dispatch board (重点项目调度) of a month as a page and as CSV: dispatch figures, no statistical investment."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import reverse

from indicators.admin.csv_export import csv_response
from indicators.admin.figures import NO_DATA
from indicators.choices import AreaKind
from indicators.queries.lists.codes import UnknownCodeError
from projects.admin.dispatch_words import (
    amount,
    group_tables,
    light_words,
    place_tables,
    points,
    rate_words,
    share,
)
from projects.admin.month_entry import account, asked_month, offered_months
from projects.domain.dispatch import Board, BoardLine
from projects.domain.lights import NAMES, Light
from projects.queries.dispatch_board import (
    BoardFilter,
    board_of,
    filter_choices,
    open_issue_counts,
    own_members,
    project_keys,
)
from projects.queries.project_numbers import area_names

PAGE = "admin/projects/dispatch/page.html"
FILTERS = {"area": "地区", "kind": "类别", "theme": "专题", "lead": "牵头单位"}


def dispatch_view(model_admin: Any, request: HttpRequest) -> HttpResponse:
    """The board of the last whole month, or of the one asked for."""
    user, chosen = account(request), _chosen(request)
    board = _board(request, chosen)
    names = area_names({line.project.area for line in board.lines})
    choices = filter_choices(user)
    query = urlencode({"month": str(board.month), **_sent(request)})
    request.current_app = model_admin.admin_site.name
    context = {
        **model_admin.admin_site.each_context(request),
        "title": f"重点项目调度：{board.month.year} 年 1—{board.month.number} 月",
        "opts": model_admin.opts,
        "month": board.month,
        "months": offered_months(board.month),
        "filters": [(name, label, choices[name], getattr(chosen, name)) for name, label in FILTERS.items()],
        "light": request.GET.get("light", ""),
        "lights": [(str(light), words) for light, words in NAMES.items()],
        "head": _head(board),
        "rates": rate_words(board.rates),
        "behind": _rows(request, board, board.behind, names),
        "rows": _rows(request, board, _lit(request, board), names),
        "groups": group_tables(board, names),
        "places": place_tables(board, {kind: own_members(user, kind) for kind in (AreaKind.COUNTY, AreaKind.PARK)}),
        "light_words": light_words(board.limits),
        "csv_url": f"{reverse('admin:projects_projectprogress_dispatch_csv')}?{query}",
        "entry_url": f"{reverse('admin:projects_projectprogress_month')}?month={board.month}",
        "may_report": request.user.has_perm("projects.report_progress"),
    }
    return TemplateResponse(request, PAGE, context)


def dispatch_csv_view(model_admin: Any, request: HttpRequest) -> HttpResponseBase:
    """The table of the board; numbers unrounded where they were entered, shares with six decimals."""
    board = _board(request, _chosen(request))
    names = area_names({line.project.area for line in board.lines})
    rows = _rows(request, board, _lit(request, board), names, exact=True)
    columns = [(title, lambda row, key=key: row[key]) for key, title in CSV_COLUMNS.items()]
    return csv_response(f"重点项目调度（形象进度投资，不是统计投资）-{board.month}", columns, rows)


CSV_COLUMNS = {
    "code": "代码",
    "name": "项目",
    "area": "地区",
    "kind": "类别",
    "theme": "专题",
    "lead": "牵头单位",
    "planned": "年度计划（万元）",
    "invested": "累计完成投资（万元，调度数即形象进度投资，不是统计投资）",
    "reported": "填报至",
    "completion": "完成率（%）",
    "time_share": "序时进度（%）",
    "ahead": "超序时进度（百分点）",
    "changed": "较上月（百分点）",
    "light": "亮灯",
    "issues": "目前未办结问题",
    "worse": "较上月退后",
    "reason": "说明",
}


def _board(request: HttpRequest, chosen: BoardFilter) -> Board:
    if not request.user.has_perm("projects.view_project"):
        raise PermissionDenied
    try:
        return board_of(account(request), asked_month(request), chosen)
    except UnknownCodeError as error:
        raise Http404(str(error)) from error


def _chosen(request: HttpRequest) -> BoardFilter:
    return BoardFilter(**{name: request.GET.get(name, "").replace("\0", "") for name in FILTERS})


def _sent(request: HttpRequest) -> dict[str, str]:
    return {name: value for name in (*FILTERS, "light") if (value := request.GET.get(name, ""))}


def _lit(request: HttpRequest, board: Board) -> Sequence[BoardLine]:
    light = request.GET.get("light", "")
    return [line for line in board.lines if line.now.light == light] if light in list(Light) else board.lines


def _head(board: Board) -> dict[str, str]:
    found = board.summary
    return {
        "项目": f"{found.projects} 个",
        "年度计划": amount(found.planned),
        "累计完成": amount(found.invested),
        "完成率": share(found.completion),
        "序时进度": share(found.time_share),
        "超序时进度": points(found.ahead),
    }


def _rows(
    request: HttpRequest, board: Board, lines: Sequence[BoardLine], names: Mapping[str, str], *, exact: bool = False
) -> list[dict[str, Any]]:
    """The lines in words; `exact` for programs."""
    user = account(request)
    issues, keys = open_issue_counts(user), project_keys(user)
    return [
        {
            "code": line.project.code,
            "url": reverse("admin:projects_project_change", args=[keys[line.project.code]]),
            "name": line.project.name,
            "area": names[line.project.area],
            "kind": line.project.kind,
            "theme": line.project.theme,
            "lead": line.project.lead,
            "planned": amount(line.now.planned, exact=exact),
            "invested": amount(line.now.invested, exact=exact),
            "reported": str(line.now.reported or ("" if exact else NO_DATA)),
            "is_late": line.now.reported != board.month,
            "completion": share(line.now.completion, exact=exact),
            "time_share": share(line.now.time_share, exact=exact),
            "ahead": points(line.now.ahead, exact=exact),
            "changed": points(line.changed, exact=exact),
            "light": NAMES[line.now.light] if line.now.light else "",
            "colour": str(line.now.light or "none"),
            "issues": issues.get(line.project.code, 0),
            "worse": "；".join(line.worse),
            "reason": line.now.reason,
        }
        for line in lines
    ]
