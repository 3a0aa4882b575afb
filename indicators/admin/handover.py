"""The page that hands the work of one person over to another; it shows beforehand what will move."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from unfold.admin import ModelAdmin
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextareaWidget

from indicators.admin.action_pages import action_page
from indicators.admin.base import actor_of, mark_refused
from indicators.admin.forms import add_refusal
from indicators.models import User
from indicators.queries.handover import Duties, duties_of, takers_of
from indicators.services.handover import hand_over, in_words

DUTIES_TEMPLATE = "admin/indicators/inboxitem/duties.html"


class HandOverForm(forms.Form):
    """Who takes the work, and why it moves."""

    taker = forms.ChoiceField(label="接收人", widget=UnfoldAdminSelectWidget)
    reason = forms.CharField(
        label="理由",
        max_length=200,
        widget=UnfoldAdminTextareaWidget({"rows": 2}),
        help_text="如：岗位调整、调离。记入审计，接收人在待办中看到",
    )

    def __init__(self, data: Any = None, *, takers: Iterable[User]) -> None:
        super().__init__(data)
        self.takers = {str(each.pk): each for each in takers}
        choices = [("", "请选择"), *((pk, account_text(each)) for pk, each in self.takers.items())]
        self.fields["taker"].choices = choices  # type: ignore[attr-defined]

    def clean_taker(self) -> User:
        return self.takers[self.cleaned_data["taker"]]


def account_text(user: User) -> str:
    """An account in a list of people, who may share a name."""
    place = f"，{user.department}" if user.department else ""
    return f"{user}（{user.username}{place}）"


def hand_over_page(model_admin: ModelAdmin, request: HttpRequest, *, giver: User, back: str) -> HttpResponse:
    """Ask who takes the work and why, then move it; the way out and the way on lead to `back`."""
    duties = duties_of(giver)
    takers = takers_of(giver, duties)
    form = HandOverForm(request.POST if request.method == "POST" else None, takers=takers)
    if form.is_valid():
        taker, reason = form.cleaned_data["taker"], form.cleaned_data["reason"]
        try:
            moved = hand_over(giver=giver, taker=taker, reason=reason, actor=actor_of(request))
        except ValidationError as refusal:
            mark_refused(request, "；".join(refusal.messages))
            add_refusal(form, refusal)
        else:
            messages.success(request, f"“{giver}”的工作已移交给“{taker}”：{in_words(moved)}。")
            return HttpResponseRedirect(back)
    title = "移交我的工作" if giver == request.user else f"移交“{giver}”的工作"
    return action_page(
        model_admin,
        request,
        obj=None,
        form=form,
        title=title,
        submit="移交",
        intro=_intro(giver, duties, bool(takers)),
        back=back,
        danger=True,
        details=DUTIES_TEMPLATE,
        duties=duties,
    )


def _intro(giver: User, duties: Duties, can_be_taken: bool) -> str:
    role = giver.get_role_display()
    moving = f"将一次移交：{in_words(duties)}。" if any((duties.returns, duties.units, duties.items)) else ""
    if not can_be_taken:
        return (
            f"{moving}没有可以接收的账号：接收人须是启用中的{role}账号，部门、地区包括下列全部工作；"
            "请先由安全管理员授予角色和地区。"
        )
    return (
        f"{moving or '目前没有未办结的工作。'}接收人只列部门、地区包括全部工作的{role}账号。"
        "移交后由接收人负责，不能撤销，只能由其再移交回来；短期离岗请办理代岗。"
    )
