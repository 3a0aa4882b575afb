"""The page on which staff edit the table of a plan: inputs as the table is printed, a preview, then all or nothing."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from indicators.admin.base import actor_of, mark_refused
from tracker.admin.plan_table_form import (
    EMPTY_ROWS,
    AdoptionForm,
    FormRow,
    empty_rows,
    merged_rows,
    sent_rows,
    stored_rows,
    typed_lines,
)
from tracker.admin.plan_table_preview import preview_lines
from tracker.choices import TargetAttribute
from tracker.models import Plan
from tracker.queries.targets.names import Catalogue, catalogue
from tracker.queries.targets.table import order_version, table_lines, whole_table
from tracker.queries.targets.table_edits import TableEdit, table_edit
from tracker.queries.targets.typed_lines import Outcome, TypedLine
from tracker.services.targets.table import TableRefusedError, save_table

TABLE = "admin/tracker/plan_edit/table.html"
PREVIEW = "admin/tracker/plan_edit/preview.html"


@dataclass(frozen=True, slots=True, kw_only=True)
class TablePage:
    """What a page of lines has of its own; the way from inputs over the preview to the store is the same."""

    title: str
    template: str
    rows: Callable[[Catalogue], list[FormRow]]
    can_grow: bool
    back: str
    shown: dict[str, Any]


def table_view(model_admin: Any, request: HttpRequest, pk: int) -> HttpResponse:
    """Edit the main-indicator table of a plan."""
    plan = plan_to_change(model_admin, request, pk)
    on = timezone.localdate()
    lines = table_lines(plan, on)
    page = TablePage(
        title=f"编辑主要指标表：{plan}",
        template=TABLE,
        rows=lambda _: [*stored_rows(lines), *empty_rows(plan, 1)],
        can_grow=True,
        back=reverse("admin:tracker_plan_change", args=[plan.pk]),
        shown={
            "order_shown": order_version(lines),
            "others": len(whole_table(plan, on)) - len(lines),
            "parts_url": reverse("admin:tracker_plan_parts", args=[plan.pk]),
        },
    )
    return edit_lines(model_admin, request, plan, page)


def plan_to_change(model_admin: Any, request: HttpRequest, pk: int) -> Plan:
    """The plan of an address, for those who may change its targets."""
    if not all(request.user.has_perm(f"tracker.{each}_target") for each in ("add", "change")):
        raise PermissionDenied
    plan: Plan = model_admin.found(request, pk)
    return plan


def edit_lines(model_admin: Any, request: HttpRequest, plan: Plan, page: TablePage) -> HttpResponse:
    """Inputs first; what was sent is previewed, stored, or given back for more."""
    known = catalogue()
    if request.method != "POST":
        return _inputs(model_admin, request, plan, page, known, page.rows(known))
    rows = merged_rows(page.rows(known), sent_rows(request.POST, known))
    step = request.POST.get("step", "check")
    if step == "more" and page.can_grow:
        return _inputs(model_admin, request, plan, page, known, _with_more(plan, rows))
    if step == "edit":
        return _inputs(model_admin, request, plan, page, known, rows)
    typed, faults = typed_lines(rows, known)
    edit = table_edit(plan, typed, known, on=timezone.localdate(), order_shown=request.POST.get("order_shown", ""))
    faults += edit.faults
    if faults:
        if step == "save":
            mark_refused(request, "；".join(faults))
        return _inputs(model_admin, request, plan, page, known, rows, faults)
    if edit.is_empty:
        messages.info(request, "没有改动，未存入任何内容。")
        return _inputs(model_admin, request, plan, page, known, rows)
    form = AdoptionForm(request.POST if step == "save" else sent_adoption(request))
    if step == "save" and form.is_valid():
        try:
            done = save_table(
                plan=plan,
                typed=typed,
                order_shown=request.POST.get("order_shown", ""),
                adoption=form.adoption,
                on=timezone.localdate(),
                actor=actor_of(request),
            )
        except TableRefusedError as refusal:
            mark_refused(request, str(refusal))
            for name, words in refusal.edit.adoption_faults.items():
                form.add_error(name, words)
            general = [each for each in refusal.faults if each not in refusal.edit.adoption_faults.values()]
            return _preview(model_admin, request, plan, page, known, rows, typed, refusal.edit, form, general)
        messages.success(request, _done_words(done))
        return HttpResponseRedirect(request.get_full_path())
    return _preview(model_admin, request, plan, page, known, rows, typed, edit, form, [])


def edit_context(model_admin: Any, request: HttpRequest, plan: Plan, title: str, back: str) -> dict[str, Any]:
    """What the pages for editing a plan share."""
    request.current_app = model_admin.admin_site.name
    return {
        **model_admin.admin_site.each_context(request),
        "title": title,
        "opts": model_admin.opts,
        "original": plan,
        "plan": plan,
        "back": back,
    }


def _inputs(
    model_admin: Any,
    request: HttpRequest,
    plan: Plan,
    page: TablePage,
    known: Catalogue,
    rows: Sequence[FormRow],
    faults: Sequence[str] = (),
) -> HttpResponse:
    context = {
        **edit_context(model_admin, request, plan, page.title, page.back),
        **page.shown,
        "order_shown": request.POST.get("order_shown", page.shown.get("order_shown", "")),
        "rows": rows,
        "faults": faults,
        "catalogue": known,
        "categories": sorted({row.cells.category for row in rows if row.cells.category}),
        "attributes": TargetAttribute.choices,
        "adoption": sent_adoption(request),
    }
    return TemplateResponse(request, page.template, context)


def _preview(
    model_admin: Any,
    request: HttpRequest,
    plan: Plan,
    page: TablePage,
    known: Catalogue,
    rows: Sequence[FormRow],
    typed: Iterable[TypedLine],
    edit: TableEdit,
    form: AdoptionForm,
    faults: Sequence[str],
) -> HttpResponse:
    used = [row for row in rows if not row.is_unused]
    prefixes = {id(line): row.prefix for line, row in zip(typed, used, strict=True)}
    context = {
        **edit_context(model_admin, request, plan, page.title, page.back),
        **page.shown,
        "order_shown": request.POST.get("order_shown", ""),
        "rows": rows,
        "lines": preview_lines(plan, edit, [prefixes[id(line.typed)] for line in edit.lines]),
        "moves": edit.order is not None,
        "needs_adoption": edit.needs_adoption,
        "catalogue": known,
        "form": form,
        "faults": faults,
    }
    return TemplateResponse(request, PREVIEW, context)


def sent_adoption(request: HttpRequest) -> dict[str, str] | None:
    """What the preview was filled with, to keep it on the way back and forth."""
    names = [name for name in AdoptionForm.base_fields if name in request.POST]
    return {name: request.POST[name] for name in names} or None


def _with_more(plan: Plan, rows: Sequence[FormRow]) -> list[FormRow]:
    new = [int(row.prefix.removeprefix("new-")) for row in rows if row.prefix.startswith("new-")]
    return [*rows, *empty_rows(plan, max(new, default=0) + 1, EMPTY_ROWS)]


def _done_words(done: dict[Outcome, int]) -> str:
    counts = "，".join(f"{outcome} {count} 个" for outcome, count in done.items())
    return f"已存入：{counts or '只调整了顺序'}。"
