"""The page on which staff edit what a plan asks for in each of its years."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from indicators.admin.base import actor_of, mark_refused
from tracker.admin.plan_table import edit_context, plan_to_change, sent_adoption
from tracker.admin.plan_table_form import AdoptionForm, clean_text
from tracker.admin.plan_table_preview import wording_words
from tracker.choices import TargetForm, TargetMeasure
from tracker.domain.targets.target import MEASURED
from tracker.domain.targets.wording import Wording
from tracker.models import Plan
from tracker.queries.targets.yearly_edits import CellEdit, TypedCell, YearlyEdit, yearly_edit
from tracker.queries.targets.yearly_table import YearlyLine, year_checks, yearly_lines, yearly_text
from tracker.services.targets.yearly_table import YearlyRefusedError, save_yearly_table

PAGE = "admin/tracker/plan_edit/yearly.html"
PREVIEW = "admin/tracker/plan_edit/yearly_preview.html"
NAME = re.compile(r"cell-([0-9]{1,18})-([0-9]{1,18})-([0-9]{4})", re.ASCII)


@dataclass(frozen=True, slots=True)
class CellInput:
    name: str
    label: str
    text: str
    version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LineInputs:
    """A line with what the plan asks for at its end, and an input a year."""

    name: str
    unit: str
    area: str
    whole: str
    cells: Sequence[CellInput]
    checks: Sequence[str]


def yearly_view(model_admin: Any, request: HttpRequest, pk: int) -> HttpResponse:
    """Inputs first; what was sent is previewed, stored, or given back for more."""
    plan = plan_to_change(model_admin, request, pk)
    lines = yearly_lines(plan, timezone.localdate())
    if request.method != "POST":
        return _inputs(model_admin, request, plan, lines)
    step = request.POST.get("step", "check")
    if step == "edit":
        return _inputs(model_admin, request, plan, lines)
    typed = sent_cells(request.POST, plan, lines)
    edit = yearly_edit(plan, typed, on=timezone.localdate())
    if edit.faults:
        if step == "save":
            mark_refused(request, "；".join(edit.faults))
        return _inputs(model_admin, request, plan, lines, edit.faults)
    if not edit.cells:
        messages.info(request, "没有改动，未存入任何内容。")
        return _inputs(model_admin, request, plan, lines)
    form = AdoptionForm(request.POST if step == "save" else sent_adoption(request))
    if step == "save" and form.is_valid():
        try:
            count = save_yearly_table(
                plan=plan,
                typed=typed,
                adoption=form.adoption,
                on=timezone.localdate(),
                actor=actor_of(request),
            )
        except YearlyRefusedError as refusal:
            mark_refused(request, str(refusal))
            for name, words in refusal.edit.adoption_faults.items():
                form.add_error(name, words)
            general = [each for each in refusal.faults if each not in refusal.edit.adoption_faults.values()]
            return _preview(model_admin, request, plan, refusal.edit, form, general)
        messages.success(request, f"已存入 {count} 个年度目标。")
        return HttpResponseRedirect(request.path)
    return _preview(model_admin, request, plan, edit, form)


def sent_cells(data: QueryDict, plan: Plan, lines: Sequence[YearlyLine]) -> list[TypedCell]:
    """The cells as they were sent. Raises `BadRequest` for one the page does not have."""
    by_key = {(line.indicator.pk, line.area.pk): line for line in lines}
    cells = []
    for name in data:
        match = NAME.fullmatch(name)
        if match is None:
            continue
        line, year = by_key.get((int(match[1]), int(match[2]))), int(match[3])
        if line is None or not plan.start_year <= year <= plan.end_year:
            raise BadRequest("A cell of no line.")
        version = data.get(f"version-{name}", "")
        text = clean_text(data.get(name, ""))
        cells.append(TypedCell(indicator=line.indicator, area=line.area, year=year, text=text, version=version))
    return cells


def _inputs(
    model_admin: Any, request: HttpRequest, plan: Plan, lines: Sequence[YearlyLine], faults: Sequence[str] = ()
) -> HttpResponse:
    context = {
        **edit_context(model_admin, request, plan, f"年度目标：{plan}", _back(plan)),
        "years": range(plan.start_year, plan.end_year + 1),
        "lines": [_line(line, request.POST, list(year_checks(plan, line))) for line in lines],
        "faults": faults,
        "adoption": sent_adoption(request),
    }
    return TemplateResponse(request, PAGE, context)


def _line(line: YearlyLine, sent: Mapping[str, str], checks: Sequence[str]) -> LineInputs:
    cells = []
    for year, cell in line.cells.items():
        name = f"cell-{line.indicator.pk}-{line.area.pk}-{year}"
        cells.append(
            CellInput(
                name,
                f"{line.indicator.name} {line.area.name} {year} 年",
                sent.get(name, cell.text),
                sent.get(f"version-{name}", cell.version),
            )
        )
    whole = line.line.cells if line.line else None
    return LineInputs(
        name=line.indicator.name,
        unit=line.indicator.measure_unit,
        area=line.area.name,
        whole=wording_words(Wording(whole.base, whole.target, whole.pace)) if whole else "",
        cells=cells,
        checks=checks,
    )


def _preview(
    model_admin: Any,
    request: HttpRequest,
    plan: Plan,
    edit: YearlyEdit,
    form: AdoptionForm,
    faults: Sequence[str] = (),
) -> HttpResponse:
    changed = [each.typed for each in edit.cells]
    context = {
        **edit_context(model_admin, request, plan, f"年度目标：{plan}", _back(plan)),
        "hidden": [(f"cell-{each.key[0]}-{each.key[1]}-{each.year}", each.text, each.version) for each in changed],
        "edits": [_words(each) for each in edit.cells],
        "needs_adoption": edit.needs_adoption,
        "form": form,
        "faults": faults,
    }
    return TemplateResponse(request, PREVIEW, context)


def _words(edit: CellEdit) -> dict[str, str]:
    wanted = edit.wanted
    reading = str(TargetForm(wanted.form).label)
    if wanted.form in MEASURED:
        reading += f"，看{TargetMeasure(wanted.measure).label}"
    return {
        "name": edit.typed.name,
        "outcome": "修订" if edit.was else "新目标",
        "was": edit.was,
        "now": yearly_text(wanted),
        "reading": f"读作：{reading}",
    }


def _back(plan: Plan) -> str:
    return reverse("admin:tracker_plan_change", args=[plan.pk])
