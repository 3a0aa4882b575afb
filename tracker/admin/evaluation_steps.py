"""The pages of the steps of a round: what each asks for, and the service that takes it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from indicators.admin.account_forms import ConfirmForm
from indicators.admin.action_pages import action_page
from indicators.admin.base import actor_of, mark_refused
from indicators.services.audit import Actor
from tracker.admin.bulletin_steps import ReasonForm
from tracker.admin.evaluation_round_page import DANGER, STEP_NAMES
from tracker.domain.evaluations.way import Step
from tracker.models import Round
from tracker.queries.evaluations.round_page import latest_run
from tracker.queries.evaluations.rounds import refusals_of
from tracker.services.evaluations.requesting import cancel_scoring, request_scoring
from tracker.services.evaluations.rounds import finalise_round, lock_round, publish_round, unlock_round
from tracker.services.evaluations.scoring import RoundRefusedError


@dataclass(frozen=True, slots=True, kw_only=True)
class StepPage:
    form: Callable[..., forms.Form]
    intro: str
    take: Callable[[Round, forms.Form, Actor], str]


def _lock(round: Round, form: forms.Form, actor: Actor) -> str:
    lock_round(round=round, actor=actor)
    return "已锁定，数据不再改动；下一步评分。"


def _unlock(round: Round, form: forms.Form, actor: Actor) -> str:
    unlock_round(round=round, actor=actor, reason=form.cleaned_data["reason"])
    return "已解锁，可以继续收集数据；已有的结果成为试算。"


def _score(round: Round, form: forms.Form, actor: Actor) -> str:
    request_scoring(round=round, actor=actor)
    return "已开始评分，进度见本页。"


def _publish(round: Round, form: forms.Form, actor: Actor) -> str:
    publish_round(round=round, actor=actor)
    return "已发布，评分卡连同所据数据存档，不再改动。"


def _finalise(round: Round, form: forms.Form, actor: Actor) -> str:
    finalise_round(round=round, actor=actor)
    return "已定案。"


STEP_PAGES = {
    Step.LOCK: StepPage(form=ConfirmForm, intro="锁定后本年度的企业数据不再改动，以此评分。", take=_lock),
    Step.UNLOCK: StepPage(form=ReasonForm, intro="重新开放数据；已有的结果成为试算，须再锁定、再评分。", take=_unlock),
    Step.SCORE: StepPage(
        form=ConfirmForm, intro="按现有数据给全部参评企业重新评分，做完时一次替换；锁定之前是试算。", take=_score
    ),
    Step.PUBLISH: StepPage(
        form=ConfirmForm, intro="发布后评分卡、所据数据和摘要一并存档，谁都不能再改。", take=_publish
    ),
    Step.FINALISE: StepPage(form=ConfirmForm, intro="定案后本批次结束。", take=_finalise),
}


def step_view(model_admin: Any, request: HttpRequest, pk: int, step: Step) -> HttpResponse:
    """Asks first; every reason against the step stands on the page."""
    _check_role(request)
    round = model_admin.found(request, pk)
    page = STEP_PAGES[step]
    form = page.form(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            done = page.take(round, form, actor_of(request))
        except RoundRefusedError as refusal:
            mark_refused(request, f"{round}：{refusal}")
            form.add_error(None, ValidationError(refusal.reasons))
        else:
            return _back(request, round, done)
    elif against := refusals_of(round, step, actor_of(request).user):
        messages.warning(request, "；".join(against))
    name = STEP_NAMES[step]
    return action_page(
        model_admin,
        request,
        obj=round,
        form=form,
        title=f"{name}：{round}",
        submit=name,
        intro=page.intro,
        danger=step in DANGER,
    )


def cancel_view(model_admin: Any, request: HttpRequest, pk: int) -> HttpResponse:
    """Stops the scoring under way; what was there before stays."""
    _check_role(request)
    round = model_admin.found(request, pk)
    form = ConfirmForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        run = latest_run(round)
        stopped = run is not None and cancel_scoring(run=run, actor=actor_of(request))
        return _back(request, round, "已取消评分，此前的评分卡不变。" if stopped else "没有进行中的评分。")
    intro = "进行中的评分停下，此前的评分卡不变。"
    title = f"取消评分：{round}"
    return action_page(
        model_admin, request, obj=round, form=form, title=title, submit="取消评分", intro=intro, danger=True
    )


def _check_role(request: HttpRequest) -> None:
    if not request.user.has_perm("tracker.run_evaluation"):
        raise PermissionDenied


def _back(request: HttpRequest, round: Round, done: str) -> HttpResponse:
    messages.success(request, done)
    return HttpResponseRedirect(reverse("admin:tracker_round_change", args=[round.pk]))
