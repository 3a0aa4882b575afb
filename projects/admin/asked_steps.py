"""A step that asks first: its form, what speaks against it, and the service that takes it or says why not."""

from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from indicators.admin.action_pages import action_page
from indicators.admin.base import actor_of, mark_refused
from indicators.admin.return_pages import version_in
from indicators.services.audit import Actor
from projects.domain.refusals import Refusal, RefusedError

Take = Callable[[dict[str, Any], Actor, int | None], str]


def demand(request: HttpRequest, permission: str) -> None:
    if not request.user.has_perm(permission):
        raise PermissionDenied


def posted(request: HttpRequest) -> Any:
    """What a form is bound to."""
    return request.POST if request.method == "POST" else None


def asked_step(
    model_admin: Any,
    request: HttpRequest,
    *,
    name: str,
    about: object,
    form: forms.Form,
    take: Take,
    against: Sequence[Refusal],
    back: str,
    seen: int | None = None,
    intro: str = "",
    danger: bool = False,
) -> HttpResponse:
    """`take` gets what was filled in, who acts and what the page had shown, and answers with the message of success."""
    if request.method == "POST" and form.is_valid():
        try:
            done = take(form.cleaned_data, actor_of(request), version_in(request.POST.get("seen")))
        except RefusedError as refusal:
            mark_refused(request, f"{name} {about}：{refusal}")
            form.add_error(None, ValidationError([each.message for each in refusal.refusals]))
        else:
            messages.success(request, done)
            return HttpResponseRedirect(back)
    elif against:
        messages.warning(request, "；".join(each.message for each in against))
    return action_page(
        model_admin,
        request,
        obj=None,
        form=form,
        title=f"{name}：{about}",
        submit=name,
        intro=intro,
        back=back,
        danger=danger,
        seen=request.POST.get("seen", seen),
    )
