"""One row of a bureau that matched no firm: looked at, given to a firm, set aside, or opened again."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import display
from unfold.widgets import UnfoldAdminRadioSelectWidget, UnfoldBooleanSwitchWidget

from indicators.admin.action_pages import action_page
from indicators.admin.base import ReadOnlyAdmin, mark_refused
from indicators.admin.object_pages import ObjectAdmin
from indicators.models import User
from tracker.admin.bulletin_steps import ReasonForm
from tracker.admin.fact_queue import QueueRow, facts_in_words, queue_row
from tracker.choices import UnmatchedState
from tracker.domain.evaluations.fact_sheets import fact_column
from tracker.domain.evaluations.matching_candidates import CandidateFinder
from tracker.models import UnmatchedRow
from tracker.queries.evaluations.supply import firms_named, may_settle, unmatched_of
from tracker.queries.evaluations.supply_firms import contents_of, directory_of
from tracker.services.evaluations.fact_locks import RoundLockedError
from tracker.services.evaluations.settling import (
    SettlingRefusedError,
    assign_row,
    dismiss_row,
    reopen_row,
    row_key,
)

MOST_FOUND = 20
STATE_COLOURS = {
    UnmatchedState.WAITING.label: "warning",
    UnmatchedState.ASSIGNED.label: "success",
    UnmatchedState.DISMISSED.label: "info",
}


class AssignForm(forms.Form):
    enterprise = forms.ChoiceField(label="是哪一户企业", widget=UnfoldAdminRadioSelectWidget)
    remember = forms.BooleanField(
        label="记住别名",
        required=False,
        initial=True,
        widget=UnfoldBooleanSwitchWidget,
        help_text="以后的文件再用这个代码（没有代码时用这个名称），就自动对应到这户企业；本批次同样的待认领行一并认领",
    )

    def __init__(self, *args: Any, offered: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["enterprise"].choices = offered  # type: ignore[attr-defined]


@admin.register(UnmatchedRow)
class UnmatchedRowAdmin(ObjectAdmin[UnmatchedRow], ReadOnlyAdmin):
    list_display = ("code", "name", "department", "round", "row_number", "shown_state", "enterprise", "decided_by")
    list_filter = (("state", ChoicesDropdownFilter),)
    search_fields = ("code", "name", "file__round__name", "file__department__name")
    search_help_text = "按所填代码、名称、批次或部门查找"
    ordering = ("-pk",)
    readonly_fields = ("shown_facts", "next_steps")
    fieldsets = (
        (
            None,
            {
                "fields": (
                    "file",
                    "row_number",
                    ("code", "name"),
                    "shown_facts",
                    ("state", "enterprise"),
                    "reason",
                    ("decided_by", "decided_at"),
                    "next_steps",
                )
            },
        ),
    )

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[UnmatchedRow]:
        assert isinstance(request.user, User)
        return unmatched_of(request.user)

    def get_urls(self) -> list[URLPattern]:
        def page(name: str, function: Callable[..., HttpResponse]) -> URLPattern:
            view = self.admin_site.admin_view(lambda request, pk: function(self, request, self.found(request, pk)))
            return path(f"<int:pk>/{name}/", view, name=f"tracker_unmatchedrow_{name}")

        steps = {"assign": assign_view, "dismiss": dismiss_view, "reopen": reopen_view}
        return [*(page(name, function) for name, function in steps.items()), *super().get_urls()]

    def found(self, request: HttpRequest, pk: Any) -> UnmatchedRow:
        """The row of an address: 404 where the account may know of none, 403 for the wrong role."""
        row = super().found(request, pk)
        if not may_settle(request.user):  # type: ignore[arg-type]
            raise PermissionDenied
        return row

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Who may not settle is offered no steps."""
        if may_settle(request.user):  # type: ignore[arg-type]
            return super().get_fieldsets(request, obj)
        [(title, options)] = super().get_fieldsets(request, obj)
        return [(title, {**options, "fields": [each for each in options["fields"] if each != "next_steps"]})]

    def audit_key(self, obj: Any) -> str:
        return row_key(obj)

    @display(description="部门", ordering="file__department__name")
    def department(self, row: UnmatchedRow) -> str:
        return str(row.file.department)

    @display(description="批次", ordering="file__round__name")
    def round(self, row: UnmatchedRow) -> str:
        return str(row.file.round)

    @display(description="状态", ordering="state", label=STATE_COLOURS)
    def shown_state(self, row: UnmatchedRow) -> str:
        return row.get_state_display()

    @display(description="数据")
    def shown_facts(self, row: UnmatchedRow) -> str:
        return "；".join(f"{title} {text}" for title, text in facts_in_words(row))

    @display(description="办理")
    def next_steps(self, row: UnmatchedRow) -> SafeString:
        waiting = row.state == UnmatchedState.WAITING
        steps = (("assign", "认领"), ("dismiss", "不采用")) if waiting else (("reopen", "重新打开"),)
        links = ((reverse(f"admin:tracker_unmatchedrow_{step}", args=[row.pk]), name) for step, name in steps)
        return format_html_join("　", '<a class="text-link" href="{}">{}</a>', links)


def assign_view(model_admin: Any, request: HttpRequest, row: UnmatchedRow) -> HttpResponse:
    """The candidates and what a search found, to choose from."""
    user: Any = request.user
    if row.state != UnmatchedState.WAITING:
        messages.error(request, f"这一行现在是“{row.get_state_display()}”，不能认领。")
        return HttpResponseRedirect(reverse("admin:tracker_unmatchedrow_change", args=[row.pk]))
    words = request.GET.get("q", "").strip()[:100]
    found = firms_named(user, words, MOST_FOUND)
    known = directory_of(user)
    shown = queue_row(row, known, CandidateFinder(known))
    offered = _offered(row, shown, found)
    form = AssignForm(request.POST if request.method == "POST" else None, offered=offered)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            done = assign_row(row=row, enterprise=given["enterprise"], remember=given["remember"], user=user)
        except (SettlingRefusedError, RoundLockedError) as refusal:
            mark_refused(request, f"{row}：{refusal}")
            form.add_error(None, ValidationError(refusal.reasons))
        else:
            others = f"同一别名的另外 {done.others} 行也已认领。" if done.others else ""
            said = f"已记住别名“{done.alias.text}”。" if done.alias else f"没有记别名：{done.remark}。"
            return _back(request, row, f"已认领为 {done.enterprise}，数据已写入。{said}{others}")
    return action_page(
        model_admin,
        request,
        obj=row,
        form=form,
        title=f"认领：{row}",
        submit="认领并写入数据",
        intro="选定企业后，这一行的数据写入该企业，与系统中已有的数不同时以这一行为准。",
        back=_queue_url(row),
        details="admin/tracker/round/facts/assign.html",
        shown=shown,
        words=words,
        found=found,
    )


def dismiss_view(model_admin: Any, request: HttpRequest, row: UnmatchedRow) -> HttpResponse:
    intro = "这一行不写入任何企业；以后可以重新打开。理由必填。"
    return _reason_page(model_admin, request, row, dismiss_row, "不采用", intro, "已不采用这一行。")


def reopen_view(model_admin: Any, request: HttpRequest, row: UnmatchedRow) -> HttpResponse:
    intro = "这一行回到待认领。已写入企业的数据不随之撤回，需要时另行更正；记住的别名在“企业别名”中撤销。理由必填。"
    return _reason_page(model_admin, request, row, reopen_row, "重新打开", intro, "这一行回到待认领。")


def _reason_page(
    model_admin: Any,
    request: HttpRequest,
    row: UnmatchedRow,
    take: Callable[..., None],
    name: str,
    intro: str,
    done: str,
) -> HttpResponse:
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            take(row=row, reason=form.cleaned_data["reason"], user=request.user)
        except SettlingRefusedError as refusal:
            mark_refused(request, f"{row}：{refusal}")
            form.add_error(None, ValidationError(refusal.reasons))
        else:
            return _back(request, row, done)
    title = f"{name}：{row}"
    return action_page(
        model_admin,
        request,
        obj=row,
        form=form,
        title=title,
        submit=name,
        intro=intro,
        back=_queue_url(row),
        danger=True,
    )


def _offered(row: UnmatchedRow, shown: QueueRow, found: list[tuple[str, str]]) -> list[tuple[str, Any]]:
    """Candidates first, then what was searched for; each with what the firm has now of the facts of the row."""
    reasons = {each.code: (each.name, each.reason) for each in shown.candidates}
    for code, name in found:
        reasons.setdefault(code, (name, "查找到的企业"))
    has = contents_of(reasons, row.file.round.year, list(row.facts))
    return [
        (code, format_html("{} {}（{}）{}", name, code, reason, _present(has[code])))
        for code, (name, reason) in reasons.items()
    ]


def _present(contents: dict[str, str]) -> str:
    there = "、".join(f"{fact_column(key).name} {text}" for key, text in contents.items() if text)
    return f"　系统中已有：{there}" if there else ""


def _queue_url(row: UnmatchedRow) -> str:
    return reverse("admin:tracker_factfile_queue", args=[row.file.round_id])


def _back(request: HttpRequest, row: UnmatchedRow, done: str) -> HttpResponse:
    messages.success(request, done)
    return HttpResponseRedirect(_queue_url(row))
