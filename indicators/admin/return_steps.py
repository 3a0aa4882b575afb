"""The pages of the steps of a return: what the step asks for, and the service that takes it."""

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
from indicators.admin.figures import growth_text, value_text
from indicators.admin.return_pages import DANGER, NOT_FOR_THE_ACCOUNT, STEPS, version_in
from indicators.admin.return_step_forms import ExtendForm, PublishForm, ReasonForm, RemarkForm, SendBackForm
from indicators.domain.checks.kinds import CheckKind
from indicators.domain.returns import Step
from indicators.models import Return, User
from indicators.queries.returns.access import refusals_by_step
from indicators.queries.returns.figures import CheckedReturn
from indicators.queries.returns.publication import PlannedFigure, planned_figures
from indicators.services.audit import Actor
from indicators.services.observations import PublicationRefusedError
from indicators.services.returns.gate import ReturnRefusedError
from indicators.services.returns.publishing import publish_return, reopen_return, withdraw_return
from indicators.services.returns.reviewing import approve_return, extend_return, send_back_return
from indicators.services.returns.submitting import recall_return, submit_return

WITH_FINDINGS = frozenset({Step.SUBMIT, Step.APPROVE})


@dataclass(frozen=True, slots=True, kw_only=True)
class StepPage:
    """The form of a step, what it says above it, and what it does; `take` answers with the message of success."""

    form: Callable[..., forms.Form]
    intro: str
    take: Callable[[Return, forms.Form, Actor, int | None], str]
    needs_return: bool = False


def _submit(of: Return, form: forms.Form, actor: Actor, seen: int | None) -> str:
    submit_return(pk=of.pk, actor=actor, seen=seen)
    return "已报送，等待审核。审核通过前可以撤回。"


def _recall(of: Return, form: forms.Form, actor: Actor, seen: int | None) -> str:
    recall_return(pk=of.pk, actor=actor, seen=seen, **form.cleaned_data)
    return "已撤回报送，可以修改后重新报送。"


def _approve(of: Return, form: forms.Form, actor: Actor, seen: int | None) -> str:
    approve_return(pk=of.pk, actor=actor, seen=seen, **form.cleaned_data)
    return "已审核通过，等待发布。"


def _send_back(of: Return, form: forms.Form, actor: Actor, seen: int | None) -> str:
    assert isinstance(form, SendBackForm)
    reasons = form.cell_reasons()
    general = form.cleaned_data["reason"]
    sent = send_back_return(pk=of.pk, reason=general, cell_reasons=reasons, actor=actor, seen=seen)
    return f"已退回，填报单位可在 {sent.window.closes_on} 前修改并重新报送。"


def _extend(of: Return, form: forms.Form, actor: Actor, seen: int | None) -> str:
    extended = extend_return(pk=of.pk, actor=actor, seen=seen, **form.cleaned_data)
    return f"已延期至 {extended.extended_until}。"


def _publish(of: Return, form: forms.Form, actor: Actor, seen: int | None) -> str:
    published = publish_return(pk=of.pk, actor=actor, seen=seen, **form.cleaned_data)
    return f"已发布，台账变动 {published.created} 个数据。增速、比值和排名随后自动更新，通常在一秒之内。"


def _withdraw(of: Return, form: forms.Form, actor: Actor, seen: int | None) -> str:
    withdrawn = withdraw_return(pk=of.pk, actor=actor, seen=seen, **form.cleaned_data)
    return f"已撤销 {withdrawn.created} 个数据；原数据保留在历史中。"


def _reopen(of: Return, form: forms.Form, actor: Actor, seen: int | None) -> str:
    opened = reopen_return(pk=of.pk, actor=actor, seen=seen, **form.cleaned_data)
    return f"已重新开放，填报单位可在 {opened.window.closes_on} 前修改并重新报送。"


PAGES: dict[Step, StepPage] = {
    Step.SUBMIT: StepPage(form=ConfirmForm, intro="报送后不能再改，审核岗退回或您撤回后可以修改。", take=_submit),
    Step.RECALL: StepPage(form=ReasonForm, intro="撤回后可以修改，须重新报送。", take=_recall),
    Step.APPROVE: StepPage(form=RemarkForm, intro="通过后由审定发布岗发布。", take=_approve),
    Step.SEND_BACK: StepPage(
        form=SendBackForm,
        intro="填报单位会在待办中收到理由；截止日已过或将过的，自今天起另给修改时间。",
        take=_send_back,
        needs_return=True,
    ),
    Step.EXTEND: StepPage(form=ExtendForm, intro="填报单位会在待办中收到新的截止日。", take=_extend),
    Step.PUBLISH: StepPage(
        form=PublishForm,
        intro="表中的数进入数据台账，所有人可见。发布后只能更正或撤销。",
        take=_publish,
    ),
    Step.WITHDRAW: StepPage(
        form=ReasonForm, intro="这张表发布的数据在台账中标为撤销，不再参加增速和排名；历史保留。", take=_withdraw
    ),
    Step.REOPEN: StepPage(form=ReasonForm, intro="填报单位可以在原内容上修改并重新报送。", take=_reopen),
}


def step_view(model_admin: Any, request: HttpRequest, *, pk: int, step: Step) -> HttpResponse:
    """One step of one return. What speaks against it stands on the page, whichever way one came here."""
    of = model_admin.found(request, pk)
    page = PAGES[step]
    form = page.form(request.POST or None, **({"of": of} if page.needs_return else {}))
    assert isinstance(request.user, User)
    against = refusals_by_step(request.user, of)[step]
    if any(each.code in NOT_FOR_THE_ACCOUNT for each in against):
        raise PermissionDenied("；".join(each.message for each in against))
    if request.method == "POST" and form.is_valid():
        try:
            done = page.take(of, form, actor_of(request), _seen(request))
        except (ReturnRefusedError, PublicationRefusedError) as refusal:
            mark_refused(request, f"{of}：{refusal}")
            form.add_error(None, ValidationError(_messages(refusal)))
        else:
            messages.success(request, done)
            return HttpResponseRedirect(reverse("admin:indicators_return_change", args=[of.pk]))
    elif against:
        messages.warning(request, "；".join(each.message for each in against))
    return action_page(
        model_admin,
        request,
        obj=of,
        form=form,
        title=f"{STEPS[step]}：{of}",
        submit=STEPS[step],
        intro=page.intro,
        danger=step in DANGER,
        seen=request.POST.get("seen", of.version),
        **_details(of, step),
    )


def _seen(request: HttpRequest) -> int | None:
    """The version of the return that the page was shown for."""
    return version_in(request.POST.get("seen"))


def _details(of: Return, step: Step) -> dict[str, Any]:
    """What one should see before taking the step: the findings, or what changes in the ledger."""
    if step == Step.PUBLISH:
        changed = [each for each in planned_figures(of) if each.replaces]
        return {"details": "admin/indicators/return/publication.html", "figures": list(map(_in_words, changed))}
    if step not in WITH_FINDINGS:
        return {}
    found = CheckedReturn(of).findings
    return {
        "details": "admin/indicators/return/findings.html",
        "findings": [each for each in found if each.kind != CheckKind.BLANK],
        "blanks": sum(each.kind == CheckKind.BLANK for each in found),
        "blocked": step == Step.SUBMIT and any(each.blocks for each in found),
    }


def _in_words(each: PlannedFigure) -> dict[str, str]:
    assert each.replaces
    indicator, there = each.indicator, each.replaces
    return {
        "name": f"{indicator} {each.area.name}",
        "before": f"{value_text(there.value, indicator)}，增速 {growth_text(there.growth, indicator)}",
        "vintage": there.get_vintage_display(),
        "after": "撤销"
        if each.withdraws
        else f"{value_text(each.value, indicator)}，增速 {growth_text(each.growth, indicator)}",
    }


def _messages(refusal: ReturnRefusedError | PublicationRefusedError) -> list[str]:
    if isinstance(refusal, ReturnRefusedError):
        return [each.message for each in refusal.refusals]
    return [fault.message for fault in refusal.faults]
