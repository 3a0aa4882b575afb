"""Steps taken for many returns at once: each is judged by itself, and what was refused is said with its reasons."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from unfold.widgets import UnfoldAdminTextareaWidget

from indicators.admin.action_pages import action_page
from indicators.admin.base import actor_of, mark_refused
from indicators.admin.return_pages import version_in
from indicators.models import Return
from indicators.services.returns.gate import ReturnRefusedError
from indicators.services.returns.reminding import remind
from indicators.services.returns.reviewing import approve_return, send_back_return

SHOWN_REFUSALS = 10


class BulkReasonForm(forms.Form):
    """The reason for all of the chosen returns; the choice travels with it under the names the list knows."""

    reason = forms.CharField(label="理由", max_length=500, widget=UnfoldAdminTextareaWidget({"rows": 2}))
    action = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, data: Any, *, chosen: list[int], seen: Mapping[str, str]) -> None:
        super().__init__(data, initial={"action": "send_back_selected", ACTION_CHECKBOX_NAME: chosen, **seen})
        for name in seen:
            self.fields[name] = forms.CharField(widget=forms.HiddenInput, required=False)
        self.fields[ACTION_CHECKBOX_NAME] = forms.MultipleChoiceField(
            choices=[(pk, pk) for pk in chosen], widget=forms.MultipleHiddenInput
        )


def approve_in_bulk(model_admin: Any, request: HttpRequest, queryset: models.QuerySet[Return]) -> None:
    """Approve every chosen return that may be approved."""
    actor = actor_of(request)
    _each(request, queryset, lambda of, seen: approve_return(pk=of.pk, actor=actor, seen=seen), done="审核通过")


def send_back_in_bulk(model_admin: Any, request: HttpRequest, queryset: models.QuerySet[Return]) -> HttpResponse | None:
    """Ask for the reason, then send back every chosen return that may be sent back."""
    sent = request.POST if "reason" in request.POST else None
    chosen = list(queryset.values_list("pk", flat=True))
    if not chosen:
        messages.warning(request, "选中的填报表已不在列表中，请重新选择。")
        return None
    seen = {f"seen-{pk}": request.POST[f"seen-{pk}"] for pk in chosen if f"seen-{pk}" in request.POST}
    form = BulkReasonForm(sent, chosen=chosen, seen=seen)
    if form.is_valid():
        actor, reason = actor_of(request), form.cleaned_data["reason"]
        _each(
            request,
            queryset,
            lambda of, seen: send_back_return(pk=of.pk, reason=reason, actor=actor, seen=seen),
            done="退回",
        )
        return None
    return action_page(
        model_admin,
        request,
        obj=None,
        form=form,
        title="批量退回",
        submit="退回",
        intro=f"选中 {queryset.count()} 张表：{'、'.join(str(of) for of in queryset[:SHOWN_REFUSALS])}"
        f"{'等' if queryset.count() > SHOWN_REFUSALS else ''}。理由会进入各填报单位的待办。",
        back=reverse("admin:indicators_return_changelist"),
        danger=True,
    )


def remind_in_bulk(model_admin: Any, request: HttpRequest, queryset: models.QuerySet[Return]) -> None:
    """Remind the clerks of every chosen return that is not handed in."""
    count = remind(returns=queryset.select_related("form", "unit", "clerk"), actor=actor_of(request))
    rest = queryset.count() - count
    others = f"另有 {rest} 张不在填报中，或没有可以催的填报人。" if rest else ""
    messages.success(request, f"已催报 {count} 张表。{others}")


def _each(request: HttpRequest, queryset: models.QuerySet[Return], step: Any, *, done: str) -> None:
    taken, refused = 0, []
    for of in queryset.select_related("form", "unit").order_by("pk"):
        try:
            step(of, version_in(request.POST.get(f"seen-{of.pk}")))
        except ReturnRefusedError as refusal:
            mark_refused(request, f"{of}：{refusal}")
            refused.append(f"“{of}”未能{done}：{refusal}")
        else:
            taken += 1
    if taken:
        messages.success(request, f"已{done} {taken} 张表。")
    for line in refused[:SHOWN_REFUSALS]:
        messages.error(request, line)
    if len(refused) > SHOWN_REFUSALS:
        messages.error(request, f"另有 {len(refused) - SHOWN_REFUSALS} 张未能{done}，请逐张查看。")
