"""What is done to a parcel: a disposal, a relapse, a step of its way. Refused with every reason."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect

from indicators.admin.action_pages import action_page
from indicators.admin.base import actor_of, mark_refused
from indicators.admin.forms import add_refusal
from indicators.models import User
from projects.admin.parcel_forms import DisposalForm, EntryForm, RelapseForm, StepForm
from projects.admin.parcel_words import in_every_unit
from projects.domain.parcel_way import NAMES, Step
from projects.models import Parcel
from projects.queries.parcel_facts import modes_in_use, steps_of
from projects.services.disposals import DisposalContent, DisposalsRefusedError, dispose_parcels
from projects.services.parcel_way import StepContent, set_parcel_step

STEP_FIELDS = ("owner", "due_on", "done_on", "document", "note")


def dispose_view(model_admin: Any, request: HttpRequest, *, pk: int, relapse: bool) -> HttpResponse:
    parcel = model_admin.found(request, pk)
    if not request.user.has_perm("projects.dispose_parcel"):
        raise PermissionDenied
    assert isinstance(request.user, User)
    make: type[EntryForm] = RelapseForm if relapse else DisposalForm
    form = make(request.POST or None, modes=modes_in_use(request.user))
    if request.method == "POST" and form.is_valid():
        if _disposed(request, parcel, form, relapse):
            return HttpResponseRedirect(model_admin.page_url(parcel))
        parcel = model_admin.found(request, pk)  # somebody else may have been first
    known = f"地块 {in_every_unit(parcel.area_mu)}，已处置 {in_every_unit(parcel.disposed_mu)}"
    return action_page(
        model_admin,
        request,
        obj=parcel,
        form=form,
        title=f"{'登记反弹' if relapse else '登记处置'}：{parcel}",
        submit="登记",
        danger=relapse,
        intro=(
            f"{known}，还剩 {in_every_unit(parcel.left_mu)}。处置记录只增不改；"
            + ("反弹照实际面积填写，以负数入账。" if relapse else "录错时以反弹（负数）冲回。")
        ),
        details="admin/projects/parcel/modes.html",
    )


def _disposed(request: HttpRequest, parcel: Parcel, form: EntryForm, relapse: bool) -> bool:
    given = form.cleaned_data
    area_mu = -given["area_mu"] if relapse else given["area_mu"]
    content = DisposalContent(
        parcel.code, given["confirmed_on"], area_mu, given["mode"], given["document"], given.get("reason", "")
    )
    try:
        dispose_parcels(rows=[content], actor=actor_of(request), reason=form.entered)
    except DisposalsRefusedError as refusal:
        form.add_error(None, str(refusal))
        mark_refused(request, str(refusal))
        return False
    messages.success(
        request, f"已登记{'反弹' if relapse else '处置'} {in_every_unit(given['area_mu'])}。{form.entered}"
    )
    return True


def step_view(model_admin: Any, request: HttpRequest, *, pk: int, step: str) -> HttpResponse:
    parcel = model_admin.found(request, pk)
    if step not in list(Step):
        raise Http404
    if not request.user.has_perm("projects.change_parcel"):
        raise PermissionDenied
    stored = steps_of(parcel).get(Step(step))
    initial = {name: getattr(stored, name) for name in STEP_FIELDS} if stored else {}
    form = StepForm(request.POST or None, initial=initial)
    if step == Step.DISPOSED:
        field = form.fields["done_on"]
        field.disabled, field.help_text = True, "以盘活处置台账为准"
    if request.method == "POST" and form.is_valid() and _is_set(request, parcel, Step(step), form):
        return HttpResponseRedirect(model_admin.page_url(parcel))
    return action_page(
        model_admin,
        request,
        obj=parcel,
        form=form,
        title=f"{NAMES[Step(step)]}：{parcel}",
        submit="保存",
        intro="写明由谁办、何时办完；办完后填完成日期。各步骤依次办理。",
    )


def _is_set(request: HttpRequest, parcel: Parcel, step: Step, form: forms.Form) -> bool:
    content = StepContent(**{name: form.cleaned_data[name] for name in STEP_FIELDS})
    try:
        changed = set_parcel_step(
            parcel=parcel, step=step, content=content, actor=actor_of(request), reason=form.cleaned_data["reason"]
        )
    except ValidationError as refusal:
        add_refusal(form, refusal)
        mark_refused(request, "；".join(refusal.messages))
        return False
    messages.success(request, f"“{NAMES[step]}”已保存。" if changed else "没有改动。")
    return True
