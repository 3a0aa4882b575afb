"""What may be done with an issue: what each action asks for, and the service that takes it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from unfold.widgets import UnfoldAdminSelectWidget

from indicators.models import User
from indicators.services.audit import Actor
from projects.admin.asked_steps import asked_step, demand, posted
from projects.admin.review_forms import day_field, line_text, long_text
from projects.choices import IssueLevel
from projects.domain.issues import Action, Level, action_refusals, higher_levels
from projects.models import ProjectIssue
from projects.queries.issues import issue_as_it_stands
from projects.queries.reviews import project_for
from projects.services.issues import (
    LONGEST_DETAIL,
    PERMISSION,
    escalate_issue,
    note_issue,
    postpone_issue,
    raise_issue,
    reopen_issue,
    resolve_issue,
)

ADDRESSES = {
    "note": Action.NOTED,
    "escalate": Action.ESCALATED,
    "postpone": Action.POSTPONED,
    "resolve": Action.RESOLVED,
    "reopen": Action.REOPENED,
}


class RaiseForm(forms.Form):
    title = line_text("问题", longest=200)
    detail = long_text("情况", longest=LONGEST_DETAIL, required=False)
    owner = line_text("责任单位", longest=100)
    level = forms.ChoiceField(
        label="层级", choices=IssueLevel, widget=UnfoldAdminSelectWidget, help_text="由哪一级协调解决"
    )
    due_on = day_field("办结期限")


class NoteForm(forms.Form):
    note = long_text("进展", longest=1_000)

    def __init__(self, given: Any, *, of: ProjectIssue) -> None:
        super().__init__(given)


class ResolveForm(NoteForm):
    note = long_text("办结情况", longest=1_000)


class DayForm(NoteForm):
    note = long_text("理由", longest=1_000)
    due_on = day_field("新的办结期限")


class EscalateForm(DayForm):
    field_order = ("level", "note", "due_on")
    level = forms.ChoiceField(label="提到", widget=UnfoldAdminSelectWidget)

    def __init__(self, given: Any, *, of: ProjectIssue) -> None:
        super().__init__(given, of=of)
        higher = higher_levels(Level(of.level))
        self.fields["level"].choices = [(each, IssueLevel(each).label) for each in higher]  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionPage:
    name: str
    form: Callable[..., forms.Form]
    intro: str
    take: Callable[[ProjectIssue, dict[str, Any], Actor, int | None], str]


def _note(issue: ProjectIssue, data: dict[str, Any], actor: Actor, seen: int | None) -> str:
    note_issue(issue=issue, note=data["note"], actor=actor, seen=seen)
    return "已记录进展。"


def _escalate(issue: ProjectIssue, data: dict[str, Any], actor: Actor, seen: int | None) -> str:
    given = {name: data[name] for name in ("level", "due_on")}
    escalated = escalate_issue(issue=issue, reason=data["note"], actor=actor, seen=seen, **given)
    return f"已提级到{escalated.get_level_display()}，期限 {escalated.due_on}。"


def _postpone(issue: ProjectIssue, data: dict[str, Any], actor: Actor, seen: int | None) -> str:
    postpone_issue(issue=issue, due_on=data["due_on"], reason=data["note"], actor=actor, seen=seen)
    return f"期限已调整为 {data['due_on']}，原期限留在处理过程中。"


def _resolve(issue: ProjectIssue, data: dict[str, Any], actor: Actor, seen: int | None) -> str:
    resolve_issue(issue=issue, text=data["note"], actor=actor, seen=seen)
    return "已办结。"


def _reopen(issue: ProjectIssue, data: dict[str, Any], actor: Actor, seen: int | None) -> str:
    reopen_issue(issue=issue, due_on=data["due_on"], reason=data["note"], actor=actor, seen=seen)
    return f"已重新提出，期限 {data['due_on']}。"


ACTION_PAGES = {
    Action.NOTED: ActionPage(name="记录进展", form=NoteForm, intro="记录留档，不能修改。", take=_note),
    Action.ESCALATED: ActionPage(
        name="提级", form=EscalateForm, intro="只能提到更高的层级；该层级的人员会在待办中收到。", take=_escalate
    ),
    Action.POSTPONED: ActionPage(name="调整期限", form=DayForm, intro="原期限和理由留在处理过程中。", take=_postpone),
    Action.RESOLVED: ActionPage(
        name="办结", form=ResolveForm, intro="写明如何解决；需要时可以重新提出。", take=_resolve
    ),
    Action.REOPENED: ActionPage(name="重新提出", form=DayForm, intro="办结的问题又出现的，另定期限。", take=_reopen),
}


def issue_url(issue: ProjectIssue) -> str:
    return reverse("admin:projects_projectissue_change", args=[issue.pk])


def raise_view(model_admin: Any, request: HttpRequest, project: int) -> HttpResponse:
    demand(request, PERMISSION)
    assert isinstance(request.user, User)
    of = project_for(request.user, project)
    if of is None:
        raise Http404

    def take(data: dict[str, Any], actor: Actor, seen: int | None) -> str:
        return f"已提出问题“{raise_issue(project=of, actor=actor, **data)}”。"

    return asked_step(
        model_admin,
        request,
        name="提出问题",
        about=of,
        form=RaiseForm(posted(request)),
        take=take,
        against=[],
        back=reverse("admin:projects_project_change", args=[of.pk]),
        intro="逾期未办结的，会提醒该层级的人员。",
    )


def action_view(model_admin: Any, request: HttpRequest, pk: int, action: Action) -> HttpResponse:
    demand(request, PERMISSION)
    issue = model_admin.found(request, pk)
    page = ACTION_PAGES[action]
    return asked_step(
        model_admin,
        request,
        name=page.name,
        about=issue,
        form=page.form(posted(request), of=issue),
        take=lambda data, actor, seen: page.take(issue, data, actor, seen),
        against=action_refusals(issue_as_it_stands(issue), action),
        back=issue_url(issue),
        seen=issue.changes,
        intro=page.intro,
    )
