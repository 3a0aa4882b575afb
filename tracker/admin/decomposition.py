"""The page on which a target is given out to the areas below, with the check that the parts cover the whole."""

from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from tracker.admin.plan_table import TablePage, edit_context, edit_lines, plan_to_change
from tracker.admin.plan_table_form import FormRow, stored_rows
from tracker.admin.plan_table_preview import wording_words
from tracker.domain.targets.wording import Wording
from tracker.queries.targets.parts import Decomposition, decomposition, own_lines, part_checks
from tracker.queries.targets.table import LineCells, TableLine

PAGE = "admin/tracker/plan_edit/parts.html"
LINE = "line"


def parts_view(model_admin: Any, request: HttpRequest, pk: int) -> HttpResponse:
    """Give out the line chosen by `?line=`; without one, that of the plan's first line."""
    plan = plan_to_change(model_admin, request, pk)
    lines = own_lines(plan, timezone.localdate())
    back = reverse("admin:tracker_plan_change", args=[plan.pk])
    if not lines:
        context = edit_context(model_admin, request, plan, f"分解：{plan}", back)
        return TemplateResponse(request, PAGE, {**context, "lines": []})
    wanted = request.GET.get(LINE, lines[0].indicator.code)
    whole = next((line for line in lines if line.indicator.code == wanted), None)
    if whole is None:
        raise Http404
    found = decomposition(plan, whole, timezone.localdate())
    page = TablePage(
        title=f"分解：{whole.indicator.name}（{plan}）",
        template=PAGE,
        rows=lambda _: list(_rows(found)),
        can_grow=False,
        back=back,
        shown={"lines": lines, "whole": whole, "whole_words": _words(whole), "checks": list(part_checks(plan, found))},
    )
    return edit_lines(model_admin, request, plan, page)


def _rows(found: Decomposition) -> Iterable[FormRow]:
    """A line for every area; one that has no part yet takes category and attribute of the whole."""
    cells = LineCells(category=found.whole.cells.category, attribute=found.whole.cells.attribute)
    for part in found.parts:
        if part.line is not None:
            yield from stored_rows([part.line])
            continue
        indicator = found.whole.indicator
        yield FormRow(prefix=f"{indicator.pk}-{part.area.pk}", cells=cells, indicator=indicator, area=part.area)


def _words(line: TableLine) -> str:
    return wording_words(Wording(line.cells.base, line.cells.target, line.cells.pace))
