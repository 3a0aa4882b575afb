"""Blocked issues (堵点): a level that only rises, a day by which each is settled, and what speaks against a step."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from projects.domain.refusals import Refusal


class Level(StrEnum):
    """Who has to settle it, lowest first: 项目, 县市区, 市."""

    PROJECT = "project"
    COUNTY = "county"
    CITY = "city"


class Action(StrEnum):
    """提级, 进展, 调整期限, 办结, 重新提出: what may be done with an issue that was raised."""

    ESCALATED = "escalated"
    NOTED = "noted"
    POSTPONED = "postponed"
    RESOLVED = "resolved"
    REOPENED = "reopened"


MOVES_DAY = frozenset({Action.ESCALATED, Action.POSTPONED, Action.REOPENED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    level: Level
    raised_on: date
    due_on: date
    resolved_on: date | None = None

    def is_overdue(self, on: date) -> bool:
        """The last day itself is in time; what is settled is overdue no more."""
        return self.resolved_on is None and self.due_on < on

    def days_open(self, on: date) -> int:
        """Days since it was raised, up to the day it was settled."""
        return ((self.resolved_on or on) - self.raised_on).days


def higher_levels(level: Level) -> list[Level]:
    """Where it may be escalated to.

    >>> [str(each) for each in higher_levels(Level.COUNTY)]
    ['city']
    """
    levels = list(Level)
    return levels[levels.index(level) + 1 :]


def action_refusals(issue: Issue, action: Action) -> list[Refusal]:
    """What speaks against the action as the issue stands, before anything is filled in."""
    return list(_state_refusals(issue, action))


def content_refusals(
    issue: Issue, action: Action, *, note: str, today: date, level: Level | None = None, due_on: date | None = None
) -> list[Refusal]:
    """What speaks against the action with what was filled in: `level` of an escalation, `due_on` where a day moves."""
    return [*_state_refusals(issue, action), *_content_refusals(issue, action, note, today, level, due_on)]


def _state_refusals(issue: Issue, action: Action) -> Iterator[Refusal]:
    if action == Action.REOPENED:
        if issue.resolved_on is None:
            yield Refusal("open", "问题尚未办结，无须重新提出")
        return
    if issue.resolved_on is not None:
        yield Refusal("resolved", f"问题已于 {issue.resolved_on} 办结，须先重新提出")
    if action == Action.ESCALATED and not higher_levels(issue.level):
        yield Refusal("highest", "问题已在市级，不能再提级")


def _content_refusals(
    issue: Issue, action: Action, note: str, today: date, level: Level | None, due_on: date | None
) -> Iterator[Refusal]:
    if not note.strip():
        yield Refusal("no_note", "须写明情况或理由")
    rises = level in higher_levels(issue.level)
    if action == Action.ESCALATED and higher_levels(issue.level) and not rises:
        yield Refusal("not_higher", "只能提到更高的层级")
    if action not in MOVES_DAY:
        return
    if due_on is None:
        yield Refusal("no_day", "须给出新的办结期限")
    elif due_on < today:
        yield Refusal("past_day", "新的办结期限不能早于今天")
    elif action == Action.POSTPONED and due_on == issue.due_on:
        yield Refusal("same_day", "新的办结期限与原期限相同")
