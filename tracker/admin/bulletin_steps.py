"""The pages of the steps of a bulletin: what each asks for, and the service that takes it."""

from collections.abc import Callable
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from unfold.admin import ModelAdmin
from unfold.widgets import UnfoldAdminTextareaWidget, UnfoldAdminTextInputWidget

from indicators.admin.account_forms import ConfirmForm
from indicators.admin.action_pages import action_page
from indicators.admin.base import actor_of, mark_refused
from indicators.admin.return_pages import version_in
from indicators.choices import Role
from indicators.models import User
from indicators.services.audit import Actor
from tracker.admin.bulletin_page import DANGER, STEPS
from tracker.domain.bulletins.way import Step
from tracker.models import Bulletin
from tracker.queries.bulletins.access import MAKERS, refusals_against
from tracker.queries.bulletins.deliveries import deliveries_of
from tracker.services.bulletins.errors import BulletinRefusedError
from tracker.services.bulletins.mailing import resend_delivery
from tracker.services.bulletins.requesting import start_again
from tracker.services.bulletins.steps import check_bulletin, discard_bulletin, issue_bulletin, send_back_bulletin


def short_text(label: str, help_text: str) -> forms.CharField:
    """Up to 200 characters that the service may ask for."""
    widget = UnfoldAdminTextareaWidget({"rows": 2})
    return forms.CharField(label=label, max_length=200, required=False, widget=widget, help_text=help_text)


class ReasonForm(forms.Form):
    reason = short_text("理由", "记入审计")


class IssueForm(forms.Form):
    document_number = forms.CharField(
        label="发文字号",
        max_length=50,
        required=False,
        widget=UnfoldAdminTextInputWidget,
        help_text="只在公文模板有此占位符时填，如“潭发改统〔2026〕5号”",
    )


class RedraftForm(forms.Form):
    gaps_reason = short_text("接受缺口的理由", "不填则缺数时不生成，并列出缺口；填写后缺口印在文末")


class ReissueForm(RedraftForm):
    field_order = ("reason", "gaps_reason")
    reason = short_text("更正原因", "印在文中")


BY_BOTH = frozenset({Step.CHECK, Step.SEND_BACK})  # reviewers and publishers; all else is the publishers'


@dataclass(frozen=True, slots=True, kw_only=True)
class StepPage:
    form: Callable[..., forms.Form]
    intro: str
    take: Callable[[Bulletin, forms.Form, Actor, int | None], str]


def _check(of: Bulletin, form: forms.Form, actor: Actor, seen: int | None) -> str:
    check_bulletin(pk=of.pk, actor=actor, seen=seen)
    return "核稿通过，等待签发。"


def _send_back(of: Bulletin, form: forms.Form, actor: Actor, seen: int | None) -> str:
    send_back_bulletin(pk=of.pk, actor=actor, seen=seen, **form.cleaned_data)
    return "已退回拟稿。"


def _issue(of: Bulletin, form: forms.Form, actor: Actor, seen: int | None) -> str:
    issue_bulletin(pk=of.pk, actor=actor, seen=seen, **form.cleaned_data)
    return "已签发并存档，内容和文件不再改动；解禁后自动发送。"


def _discard(of: Bulletin, form: forms.Form, actor: Actor, seen: int | None) -> str:
    discard_bulletin(pk=of.pk, actor=actor, seen=seen, **form.cleaned_data)
    return "已作废；需要时可以重新生成这一期。"


def _again(step: Step) -> Callable[[Bulletin, forms.Form, Actor, int | None], str]:
    def take(of: Bulletin, form: forms.Form, actor: Actor, seen: int | None) -> str:
        start_again(pk=of.pk, step=step, actor=actor, seen=seen, **form.cleaned_data)
        return "已开始生成，进度见“生成记录”。"

    return take


STEP_PAGES = {
    Step.CHECK: StepPage(form=ConfirmForm, intro="确认文字、数字和缺口无误；通过后由另一人签发。", take=_check),
    Step.ISSUE: StepPage(form=IssueForm, intro="签发后文件、所据数据和方法版本一并存档，谁都不能再改。", take=_issue),
    Step.SEND_BACK: StepPage(form=ReasonForm, intro="退回到拟稿。", take=_send_back),
    Step.REDRAFT: StepPage(
        form=RedraftForm, intro="按现在的定义和数据重新拟稿，须重新核稿。", take=_again(Step.REDRAFT)
    ),
    Step.REISSUE: StepPage(
        form=ReissueForm, intro="按现在的数据另出一版，编为下一版次；原版存档不动。", take=_again(Step.REISSUE)
    ),
    Step.DISCARD: StepPage(form=ReasonForm, intro="作废后留档备查，这一期可以重新生成。", take=_discard),
}


def step_view(model_admin: ModelAdmin, request: HttpRequest, pk: int, step: Step) -> HttpResponse:
    """Asks first; every reason against the step stands on the page."""
    assert isinstance(request.user, User)
    if request.user.role not in (MAKERS if step in BY_BOTH else {Role.PUBLISHER}):
        raise PermissionDenied
    of = model_admin.found(request, pk)
    against = refusals_against(step, request.user, of)
    page = STEP_PAGES[step]
    form = page.form(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            done = page.take(of, form, actor_of(request), version_in(request.POST.get("seen")))
        except BulletinRefusedError as refusal:
            mark_refused(request, f"{of}：{refusal}")
            form.add_error(None, ValidationError([each.message for each in refusal.refusals]))
        else:
            messages.success(request, done)
            return HttpResponseRedirect(reverse("admin:tracker_bulletin_change", args=[of.pk]))
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
        seen=request.POST.get("seen", of.changes),
    )


def resend_view(model_admin: ModelAdmin, request: HttpRequest, pk: int, delivery: int) -> HttpResponse:
    """A person decides that a mail goes out once more."""
    if not request.user.has_perm("tracker.make_bulletin"):
        raise PermissionDenied
    of = model_admin.found(request, pk)
    if not deliveries_of(of).filter(pk=delivery).exists():
        raise Http404
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            resend_delivery(pk=delivery, reason=form.cleaned_data["reason"], actor=actor_of(request))
        except BulletinRefusedError as refusal:
            mark_refused(request, f"{of}：{refusal}")
            form.add_error(None, ValidationError([each.message for each in refusal.refusals]))
        else:
            messages.success(request, "已排队重发，Message-ID 不变。")
            return HttpResponseRedirect(reverse("admin:tracker_bulletin_change", args=[of.pk]))
    intro = "先向收件人问清是否已收到；重发用同一 Message-ID。"
    return action_page(model_admin, request, obj=of, form=form, title=f"重发：{of}", submit="重发", intro=intro)
