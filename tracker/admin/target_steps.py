"""The pages of the steps of a target: what each asks for, and the service that takes it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from unfold.admin import ModelAdmin
from unfold.widgets import (
    INPUT_CLASSES,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from indicators.admin.action_pages import action_page
from indicators.admin.base import actor_of, mark_refused
from indicators.admin.forms import PlainDecimalField, add_refusal
from indicators.domain.numbers import plain
from indicators.services.audit import Actor
from tracker.admin.target_page import adopted_text
from tracker.choices import Verdict
from tracker.domain.targets.target import RELATIVE, Form
from tracker.models import Target
from tracker.queries.targets.history import newest_revision_of, overridden_years
from tracker.services.targets.overrides import override_verdict
from tracker.services.targets.saving import delete_target, repeal_target, revise_target

REASON_HELP = "记入审计"


def reason_field(label: str) -> forms.CharField:
    widget = UnfoldAdminTextareaWidget({"rows": 2})
    return forms.CharField(label=label, max_length=500, widget=widget, help_text=REASON_HELP)


class ReasonForm(forms.Form):
    """Only why."""

    reason = reason_field("理由")

    def __init__(self, data: Any, *, target: Target) -> None:
        super().__init__(data)


class RepealForm(ReasonForm):
    """The decision by which a target changes."""

    adopted_on = forms.DateField(
        label="通过日期",
        widget=forms.DateInput({"type": "date", "class": " ".join(INPUT_CLASSES)}),
        help_text="自这一天起算；须晚于上一次的通过日期，不晚于今天",
    )
    document = forms.CharField(
        label="文件", max_length=200, widget=UnfoldAdminTextInputWidget, help_text="决定调整的文件"
    )
    field_order: tuple[str, ...] = ("adopted_on", "document", "reason")


class RevisionForm(RepealForm):
    """What counts from then on; the form of the target stays, another form is another target."""

    value = PlainDecimalField(label="目标值", required=False)
    base_value = PlainDecimalField(label="基期值", required=False, help_text="不填：取基期年的公布数")
    tolerance = PlainDecimalField(label="允许偏差", required=False, help_text="“左右”“基本同步”；不填用默认")
    text = forms.CharField(
        label="表述",
        max_length=500,
        required=False,
        widget=UnfoldAdminTextareaWidget({"rows": 2}),
        help_text="与标准写法不同时的原文，如“[>5000]”",
    )
    field_order = ("value", "base_value", "tolerance", "text", "adopted_on", "document", "reason")

    def __init__(self, data: Any, *, target: Target) -> None:
        super().__init__(data, target=target)
        for name in ("value", "base_value", "tolerance"):
            self.initial[name] = plain(getattr(target, name))
        self.initial["text"] = target.text
        if target.form in (*RELATIVE, Form.TEXT):
            del self.fields["value"], self.fields["base_value"]
        if target.form not in (Form.ABOUT, Form.WITH):
            del self.fields["tolerance"]


class YearForm(ReasonForm):
    """A year of the plan, and why."""

    year = forms.TypedChoiceField(label="年度", coerce=int, widget=UnfoldAdminSelectWidget)

    def __init__(self, data: Any, *, target: Target) -> None:
        super().__init__(data, target=target)
        field = self.fields["year"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(year, f"{year} 年") for year in self.years(target)]

    def years(self, target: Target) -> list[int]:
        return overridden_years(target)


class LiftForm(YearForm):
    field_order = ("year", "reason")


class OverrideForm(YearForm):
    """Another verdict than the computed one."""

    verdict = forms.ChoiceField(label="改判为", choices=Verdict.choices, widget=UnfoldAdminSelectWidget)
    field_order = ("year", "verdict", "reason")

    def years(self, target: Target) -> list[int]:
        return list(range((target.base_year or target.plan.base_year) + 1, target.plan.end_year + 1))


@dataclass(frozen=True, slots=True, kw_only=True)
class StepPage:
    """`take` answers where to go on: the target whose page shows the outcome, None for the plan's."""

    name: str
    permission: str
    form: Callable[..., forms.Form]
    intro: str
    done: str
    take: Callable[[Target, dict[str, Any], Actor], Target | None]
    on_newest: bool = False
    of_repealed: bool = False
    danger: bool = False


def _revise(target: Target, given: dict[str, Any], actor: Actor) -> Target:
    return revise_target(target=target, actor=actor, **given)


def _repeal(target: Target, given: dict[str, Any], actor: Actor) -> Target:
    return repeal_target(target=target, actor=actor, **given)


def _override(target: Target, given: dict[str, Any], actor: Actor) -> Target:
    return override_verdict(target=target, actor=actor, **given).target


def _lift(target: Target, given: dict[str, Any], actor: Actor) -> Target:
    return override_verdict(target=target, verdict="", actor=actor, **given).target


def _delete(target: Target, given: dict[str, Any], actor: Actor) -> None:
    delete_target(target=target, actor=actor, **given)


STEP_PAGES = {
    "revise": StepPage(
        name="修订",
        permission="tracker.change_target",
        form=RevisionForm,
        intro="修订另存一行，自通过日期起算；原目标保留，此前的判断仍可查看和重算。",
        done="已修订，原目标保留在历次修订中。",
        take=_revise,
        on_newest=True,
        of_repealed=True,
    ),
    "repeal": StepPage(
        name="取消目标",
        permission="tracker.change_target",
        form=RepealForm,
        intro="自通过日期起规划不再有这个目标；原目标和此前的判断保留。",
        done="已取消，原目标保留在历次修订中。",
        take=_repeal,
        on_newest=True,
        danger=True,
    ),
    "override": StepPage(
        name="改判",
        permission="tracker.override_verdict",
        form=OverrideForm,
        intro="改判与系统判断并存，两者都显示；数据变化后改判仍有效，直到取消。",
        done="已改判，系统判断仍显示在旁边。",
        take=_override,
    ),
    "lift": StepPage(
        name="取消改判",
        permission="tracker.override_verdict",
        form=LiftForm,
        intro="取消后以系统判断为准；改判的记录保留。",
        done="已取消改判。",
        take=_lift,
    ),
    "delete": StepPage(
        name="删除",
        permission="tracker.delete_target",
        form=ReasonForm,
        intro="只用于录错的目标；有改判或已写入评估报告的不能删除，请修订或取消。",
        done="已删除，内容留在审计记录中。",
        take=_delete,
        of_repealed=True,
        danger=True,
    ),
}


def step_view(model_admin: ModelAdmin, request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """Asks first; what the service refuses stands at its field."""
    page = STEP_PAGES[step]
    if not request.user.has_perm(page.permission):
        raise PermissionDenied
    opened = model_admin.get_object(request, str(pk))
    if not isinstance(opened, Target):
        raise Http404
    target = newest_revision_of(opened) if page.on_newest else opened
    if target.is_repealed and not page.of_repealed:
        raise Http404
    form = page.form(request.POST or None, target=target)
    if request.method == "GET" and "year" in request.GET:
        form.initial["year"] = request.GET["year"]
    if request.method == "POST" and form.is_valid():
        try:
            shown = page.take(target, form.cleaned_data, actor_of(request))
        except ValidationError as refusal:
            mark_refused(request, f"{target}：{'；'.join(refusal.messages)}")
            add_refusal(form, refusal)
        else:
            messages.success(request, page.done)
            return HttpResponseRedirect(_after(target, shown))
    return action_page(
        model_admin,
        request,
        obj=target,
        form=form,
        title=f"{page.name}：{target.indicator.name}（{target.area.name}）",
        submit=page.name,
        intro=f"{target.plan}，通过日期 {adopted_text(target.adopted_on)}。{page.intro}",
        danger=page.danger,
    )


def _after(target: Target, shown: Target | None) -> str:
    if shown is None:
        return reverse("admin:tracker_plan_change", args=[target.plan_id])
    return reverse("admin:tracker_target_change", args=[shown.pk])
