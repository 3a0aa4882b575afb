"""Opening a round and changing one that still collects: name, schemes of its year, trial."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from unfold.widgets import (
    UnfoldAdminCheckboxSelectMultipleWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
    UnfoldBooleanWidget,
)

from indicators.admin.action_pages import action_page
from indicators.admin.base import actor_of, mark_refused
from indicators.admin.forms import add_refusal
from indicators.admin.return_pages import version_in
from tracker.admin.evaluation_words import UNOFFICIAL_LABEL
from tracker.models import Round, Scheme
from tracker.queries.evaluations.schemes import scheme_years, schemes_of
from tracker.services.evaluations.opening import change_round, open_round

NO_SCHEMES = "还没有评价标准，请先备好标准：在“评价标准”中将已有的复制为下一版，或由系统管理人员装入数据包。"


class SchemeField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, scheme: Any) -> str:
        said = "" if scheme.official else f"（{UNOFFICIAL_LABEL}）"
        return f"{scheme.get_size_class_display()}：{scheme.name}　{scheme.code}{said}"


class RoundForm(forms.Form):
    """`year` is that of the schemes offered, and of the round."""

    name = forms.CharField(label="名称", max_length=200, widget=UnfoldAdminTextInputWidget)
    schemes = SchemeField(
        label="评价标准",
        queryset=None,
        required=False,
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
        help_text="每种规模选一个；只列出本年度的标准",
    )
    trial = forms.BooleanField(
        label="试评", required=False, widget=UnfoldBooleanWidget, help_text="试评不与政策挂钩，各处都注明"
    )

    def __init__(self, data: Any = None, *, year: int, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        self.fields["schemes"].queryset = schemes_of(year)  # type: ignore[attr-defined]


class NewRoundForm(RoundForm):
    field_order = ("code", "name", "schemes", "trial")
    code = forms.CharField(
        label="代码",
        max_length=64,
        widget=UnfoldAdminTextInputWidget,
        help_text="字母、数字和连字符；设立后不能再改",
    )


class ChangedRoundForm(RoundForm):
    reason = forms.CharField(
        label="变更理由",
        required=False,
        max_length=500,
        widget=UnfoldAdminTextareaWidget({"rows": 2}),
        help_text="记入审计",
    )


class YearForm(forms.Form):
    year = forms.TypedChoiceField(label="年度", coerce=int, widget=UnfoldAdminSelectWidget)

    def __init__(self, data: Any, *, years: list[int]) -> None:
        super().__init__(data)
        self.fields["year"].choices = [(year, f"{year} 年") for year in years]  # type: ignore[attr-defined]


def add_view(model_admin: Any, request: HttpRequest) -> HttpResponse:
    """The year is chosen first, by GET, and with it which schemes are offered."""
    if not model_admin.has_add_permission(request):
        raise PermissionDenied
    years = scheme_years()
    chosen = YearForm({"year": request.GET.get("year") or (years[0] if years else "")}, years=years)
    year = chosen.cleaned_data["year"] if chosen.is_valid() else 0
    form = NewRoundForm(request.POST if request.method == "POST" else None, year=year)
    if not years:
        messages.warning(request, NO_SCHEMES)
    if request.method == "POST" and form.is_valid():
        try:
            made = open_round(year=year, actor=actor_of(request), **form.cleaned_data)
        except ValidationError as refusal:
            mark_refused(request, f"{form.cleaned_data['code']}：{'；'.join(refusal.messages)}")
            add_refusal(form, refusal)
        else:
            messages.success(request, "批次已设立，正在收集数据：填写或导入企业的年度数据，齐了再锁定、评分。")
            return HttpResponseRedirect(reverse("admin:tracker_round_change", args=[made.pk]))
    return action_page(
        model_admin,
        request,
        obj=None,
        form=form,
        title="设立评价批次" + (f"：{year} 年" if year else ""),
        submit="设立",
        intro="先选年度，再从该年度的标准中选；设立后即可收集数据。",
        back=reverse("admin:tracker_round_changelist"),
        details="admin/tracker/round/choose_year.html",
        chosen=chosen,
    )


def edit_view(model_admin: Any, request: HttpRequest, pk: int) -> HttpResponse:
    if not request.user.has_perm("tracker.change_round"):
        raise PermissionDenied
    round: Round = model_admin.found(request, pk)
    schemes: list[Scheme] = list(round.schemes.all())
    initial = {"name": round.name, "schemes": schemes, "trial": round.trial}
    form = ChangedRoundForm(request.POST if request.method == "POST" else None, year=round.year, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            seen = version_in(request.POST.get("seen"))
            change_round(round=round, actor=actor_of(request), seen=seen, **form.cleaned_data)
        except ValidationError as refusal:
            mark_refused(request, f"{round}：{'；'.join(refusal.messages)}")
            add_refusal(form, refusal)
        else:
            messages.success(request, "已保存。")
            return HttpResponseRedirect(reverse("admin:tracker_round_change", args=[round.pk]))
    intro = "代码和年度不能改。换了标准，已有的试算结果作废，须重新评分。锁定以后不能再改。"
    return action_page(
        model_admin,
        request,
        obj=round,
        form=form,
        title=f"编辑：{round}",
        submit="保存",
        intro=intro,
        seen=request.POST.get("seen", round.changes),
    )
