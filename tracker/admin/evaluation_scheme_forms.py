"""Copying a scheme to its next version, and editing one as JSON with every fault."""

import json
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from unfold.widgets import UnfoldAdminTextareaWidget, UnfoldAdminTextInputWidget

from indicators.admin.action_pages import action_page
from indicators.admin.base import actor_of, mark_refused
from tracker.admin.bulletin_steps import short_text
from tracker.domain.evaluations.scheme_reading import read_scheme
from tracker.domain.evaluations.scheme_writing import write_scheme
from tracker.models import Scheme
from tracker.queries.evaluations.schemes import is_used
from tracker.services.evaluations.schemes import SchemeRefusedError, change_scheme, copy_scheme

LARGEST = 200_000  # characters


class CopyForm(forms.Form):
    code = forms.CharField(
        label="新代码", max_length=64, widget=UnfoldAdminTextInputWidget, help_text="不能与已有标准相同"
    )
    name = forms.CharField(label="新名称", max_length=200, widget=UnfoldAdminTextInputWidget)


class ContentForm(forms.Form):
    content = forms.CharField(
        label="内容（JSON）",
        max_length=LARGEST,
        strip=False,
        widget=UnfoldAdminTextareaWidget({"rows": 28, "spellcheck": "false"}),
        help_text='数字都写成文本，如 "24.097"；各项权重之和为 100，各档 up_to 逐档递增到 1',
    )
    reason = short_text("理由", "记入审计")

    def clean_content(self) -> Any:
        """The object that is written; what is no JSON is said with line and column."""
        try:
            content = json.loads(self.cleaned_data["content"])
            json.dumps(content, ensure_ascii=False).encode()
        except json.JSONDecodeError as error:
            raise ValidationError(f"不是 JSON：第 {error.lineno} 行第 {error.colno} 列") from error
        except (RecursionError, ValueError) as error:
            raise ValidationError("不是可用的 JSON：嵌套过深、数字过长或含有残缺的字符") from error
        if "\\u0000" in json.dumps(content):
            raise ValidationError("内容含有空字符")
        return content


def copy_view(model_admin: Any, request: HttpRequest, pk: int) -> HttpResponse:
    scheme = _found(model_admin, request, pk)
    initial = {"code": f"{scheme.code}-v2"[:64], "name": scheme.name}
    form = CopyForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            made = copy_scheme(scheme=scheme, actor=actor_of(request), **form.cleaned_data)
        except SchemeRefusedError as refusal:
            _refuse(request, form, scheme, refusal)
        else:
            messages.success(request, "已复制为下一版，现在可以修改；定为正式标准前注明非官方。")
            return HttpResponseRedirect(reverse("admin:tracker_scheme_edit", args=[made.pk]))
    intro = "内容照抄，编为下一版；原标准和用它的批次不变。"
    title = f"复制为下一版：{scheme}"
    return action_page(model_admin, request, obj=scheme, form=form, title=title, submit="复制", intro=intro)


def edit_view(model_admin: Any, request: HttpRequest, pk: int) -> HttpResponse:
    scheme = _found(model_admin, request, pk)
    form = ContentForm(request.POST or None, initial={"content": content_text(scheme)})
    if request.method == "POST" and form.is_valid():
        try:
            change_scheme(scheme=scheme, actor=actor_of(request), **form.cleaned_data)
        except SchemeRefusedError as refusal:
            _refuse(request, form, scheme, refusal)
        else:
            messages.success(request, "已保存。可以在批次的数据上试算，看哪些企业变档。")
            return HttpResponseRedirect(reverse("admin:tracker_scheme_change", args=[scheme.pk]))
    elif is_used(scheme):
        messages.warning(request, "已有评价批次使用本标准，不能再改；请复制为下一版。")
    intro = "内容有错时不保存，并逐处列出位置，如 items[2].weight。"
    return action_page(model_admin, request, obj=scheme, form=form, title=f"编辑：{scheme}", submit="保存", intro=intro)


def content_text(scheme: Scheme) -> str:
    """The content in the order that schemes are written in, which the database does not keep."""
    [written] = read_scheme(scheme.content).schemes
    return json.dumps(write_scheme(written), ensure_ascii=False, indent=1)


def _found(model_admin: Any, request: HttpRequest, pk: int) -> Scheme:
    if not request.user.has_perm("tracker.change_scheme"):
        raise PermissionDenied
    return model_admin.found(request, pk)


def _refuse(request: HttpRequest, form: forms.Form, scheme: Scheme, refusal: SchemeRefusedError) -> None:
    mark_refused(request, f"{scheme}：{refusal}")
    form.add_error(None, ValidationError(refusal.reasons))
