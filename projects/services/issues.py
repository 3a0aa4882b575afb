"""Blocked issues: raised, noted, escalated, postponed, resolved and reopened; every step is kept for good."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.utils import timezone

from indicators.choices import AuditAction, InboxKind
from indicators.models import InboxItem
from indicators.services.audit import Actor, record
from indicators.services.inbox import settle_object, tell_people
from projects.choices import IssueAction, IssueLevel
from projects.domain.issues import MOVES_DAY, Action, Level, content_refusals
from projects.domain.refusals import Refusal, RefusedError
from projects.models import IssueStep, Project, ProjectIssue
from projects.queries.issues import all_overdue_issues, concerned_by, issue_as_it_stands
from projects.queries.people import standing_towards
from projects.services.texts import too_long

LABEL = "projects.projectissue"
PERMISSION = "projects.raise_projectissue"
LONGEST_DETAIL = 5_000
SENDER = Actor(name="系统")
ACTIONS = {
    Action.NOTED: AuditAction.CHANGED,
    Action.ESCALATED: AuditAction.CHANGED,
    Action.POSTPONED: AuditAction.EXTENDED,
    Action.RESOLVED: AuditAction.CHANGED,
    Action.REOPENED: AuditAction.REOPENED,
}


class IssueRefusedError(RefusedError):
    code = "issue_refused"


@transaction.atomic
def raise_issue(
    *,
    project: Project,
    title: str,
    owner: str,
    due_on: date,
    actor: Actor,
    detail: str = "",
    level: str = IssueLevel.PROJECT,
) -> ProjectIssue:
    """Raises `IssueRefusedError` with every reason."""
    today = timezone.localdate()
    title, owner, detail = title.strip(), owner.strip(), detail.strip()
    found = [
        *standing_towards(actor.user, project, PERMISSION),
        *too_long(ProjectIssue, title=title, owner=owner),
        *([] if title else [Refusal("no_title", "须写明问题")]),
        *([] if owner else [Refusal("no_owner", "须写明责任单位")]),
        *([Refusal("past_day", "办结期限不能早于今天")] if due_on < today else []),
        *([Refusal("too_long", f"“情况”最多 {LONGEST_DETAIL} 个字")] if len(detail) > LONGEST_DETAIL else []),
    ]
    if found:
        raise IssueRefusedError(found)
    issue = ProjectIssue.objects.create(
        project=project, title=title, detail=detail, owner=owner, level=level, raised_on=today, due_on=due_on
    )
    _keep_step(issue, IssueAction.RAISED, title, actor)
    new = {"title": title, "owner": owner, "level": issue.get_level_display(), "due_on": str(due_on)}
    _record(issue, AuditAction.CREATED, actor, new=new)
    return issue


@transaction.atomic
def note_issue(*, issue: ProjectIssue, note: str, actor: Actor, seen: int | None = None) -> ProjectIssue:
    return _act(issue, Action.NOTED, note=note, actor=actor, seen=seen)


@transaction.atomic
def escalate_issue(
    *, issue: ProjectIssue, level: str, due_on: date, reason: str, actor: Actor, seen: int | None = None
) -> ProjectIssue:
    """To a higher level, which gets days of its own; whoever settles issues there is told."""
    escalated = _act(issue, Action.ESCALATED, note=reason, actor=actor, seen=seen, level=Level(level), due_on=due_on)
    text = f"问题提级到{escalated.get_level_display()}级：{escalated.project}，“{escalated}”，期限 {due_on}"
    _tell(escalated, InboxKind.NOTICE, text, actor)
    return escalated


@transaction.atomic
def postpone_issue(
    *, issue: ProjectIssue, due_on: date, reason: str, actor: Actor, seen: int | None = None
) -> ProjectIssue:
    return _act(issue, Action.POSTPONED, note=reason, actor=actor, seen=seen, due_on=due_on)


@transaction.atomic
def resolve_issue(*, issue: ProjectIssue, text: str, actor: Actor, seen: int | None = None) -> ProjectIssue:
    return _act(issue, Action.RESOLVED, note=text, actor=actor, seen=seen)


@transaction.atomic
def reopen_issue(
    *, issue: ProjectIssue, due_on: date, reason: str, actor: Actor, seen: int | None = None
) -> ProjectIssue:
    return _act(issue, Action.REOPENED, note=reason, actor=actor, seen=seen, due_on=due_on)


@transaction.atomic
def remind_of_overdue_issues(*, on: date | None = None) -> int:
    """Returns of how many issues somebody was told. Who still has the reminder is not told again."""
    told = 0
    for issue in all_overdue_issues(on or timezone.localdate()):
        open_items = InboxItem.objects.filter(
            object_label=LABEL, object_key=str(issue.pk), kind=InboxKind.REMINDER, done_at=None
        )
        has_one = set(open_items.values_list("recipient", flat=True))
        people = [each for each in concerned_by(issue) if each.pk not in has_one]
        text = f"问题逾期未办结：{issue.project}，“{issue}”，责任单位 {issue.owner}，期限 {issue.due_on}"
        key = str(issue.pk)
        tell_people(people=people, kind=InboxKind.REMINDER, label=LABEL, key=key, text=text, sender=SENDER.name)
        told += bool(people)
    return told


def _act(
    issue: ProjectIssue,
    action: Action,
    *,
    note: str,
    actor: Actor,
    seen: int | None,
    level: Level | None = None,
    due_on: date | None = None,
) -> ProjectIssue:
    """One action under the lock of the issue, on what the page showed (`seen` is `changes` then)."""
    today, note = timezone.localdate(), note.strip()
    rows = ProjectIssue.objects.select_for_update(of=("self",)).select_related("project__area")
    issue = rows.get(pk=issue.pk)
    found = [
        *(
            [Refusal("stale", "页面打开后问题又有变动，请看过新的情况后再办理")]
            if seen not in (None, issue.changes)
            else []
        ),
        *standing_towards(actor.user, issue.project, PERMISSION),
        *content_refusals(issue_as_it_stands(issue), action, note=note, today=today, level=level, due_on=due_on),
        *too_long(IssueStep, note=note),
    ]
    if found:
        raise IssueRefusedError(found)
    old = _content(issue)
    if level:
        issue.level = level
    if due_on and action in MOVES_DAY:
        issue.due_on = due_on
    if action in (Action.RESOLVED, Action.REOPENED):
        issue.resolved_on = today if action == Action.RESOLVED else None
    issue.changes += 1
    issue.save()
    _keep_step(issue, action, note, actor)
    if action != Action.NOTED:
        settle_object(label=LABEL, key=str(issue.pk), kinds=list(InboxKind))
    _record(issue, ACTIONS[action], actor, new=_content(issue), old=old, reason=note[:500])
    return issue


def _content(issue: ProjectIssue) -> dict[str, object]:
    resolved_on = str(issue.resolved_on) if issue.resolved_on else None
    return {"level": issue.get_level_display(), "due_on": str(issue.due_on), "resolved_on": resolved_on}


def _keep_step(issue: ProjectIssue, action: str, note: str, actor: Actor) -> None:
    IssueStep.objects.create(
        issue=issue, action=action, level=issue.level, due_on=issue.due_on, note=note, done_by=actor.name
    )


def _tell(issue: ProjectIssue, kind: InboxKind, text: str, actor: Actor) -> None:
    people = concerned_by(issue)
    tell_people(people=people, kind=kind, label=LABEL, key=str(issue.pk), text=text, sender=actor.name)


def _record(
    issue: ProjectIssue,
    action: AuditAction,
    actor: Actor,
    *,
    new: Mapping[str, object],
    old: Mapping[str, object] | None = None,
    reason: str = "",
) -> None:
    record(
        actor=actor,
        action=action,
        object_type="projectissue",
        object_key=f"{issue.project.code}/{issue.pk}",
        old=old,
        new=new,
        reason=reason,
    )
