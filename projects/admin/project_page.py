"""The page of a project: its stages as a bar, its newest month, and what was entered about it, section by section."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from indicators.admin.figures import NO_DATA, moment_text
from indicators.models import User
from projects.admin.project_words import (
    LightText,
    delay_text,
    light_text,
    money_text,
    points_text,
    share_text,
)
from projects.admin.related import Section, project_sections
from projects.choices import PreliminaryKind, ProjectStage
from projects.domain.lights import ProjectMonth
from projects.domain.milestones import delay
from projects.domain.preliminaries import Missing
from projects.domain.stages import Stage
from projects.models import Milestone, Preliminary, Project, ProjectProgress, StageChange
from projects.queries.project_page import ProjectFile, Source, project_file

DONE, NOW, AHEAD = "done", "now", "ahead"


@dataclass(frozen=True, slots=True)
class StageMark:
    """One stage in the bar; `state` is `done`, `now` or `ahead`, `day` when it was reached, if that is known."""

    name: str
    state: str
    day: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthRow:
    """A figure of a month; an earlier version is `past` and stays in sight."""

    period: str
    invested: str
    note: str
    past: bool
    recorded: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    month: str
    planned: str
    invested: str
    completion: str
    time_share: str
    ahead: str
    light: LightText
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectPage:
    project: Project
    facts: Sequence[tuple[str, str]]
    stages: Sequence[StageMark]
    standing: Standing | None
    months: Sequence[MonthRow]
    plans: Sequence[tuple[int, str, date, bool]]
    stage_changes: Sequence[StageChange]
    sources: Sequence[tuple[Source, str, str, Sequence[tuple[Any, str]]]]
    funding: str
    missing: Sequence[tuple[str, str, str]]
    preliminaries: Sequence[tuple[Preliminary, str]]
    milestones: Sequence[tuple[Milestone, str, str]]
    file: ProjectFile
    sections: Sequence[Section]


def project_page(project: Project, user: User, today: date) -> ProjectPage:
    file = project_file(project, user, today)
    return ProjectPage(
        project=project,
        facts=_facts(project),
        stages=_stages(project, file.stage_changes),
        standing=_standing(file),
        months=[_month(each) for each in file.progress],
        plans=_plans(file),
        stage_changes=file.stage_changes,
        sources=[_source(each) for each in file.sources],
        funding=share_text(file.funding.share) if file.funding.share is not None else file.funding.reason,
        missing=[_missing(each) for each in file.missing],
        preliminaries=[(each, _preliminary_state(each, today)) for each in file.preliminaries],
        milestones=[_milestone(each, today) for each in file.milestones],
        file=file,
        sections=project_sections.of(project, user),
    )


def _facts(project: Project) -> list[tuple[str, str]]:
    point = f"{money_text(project.longitude)}，{money_text(project.latitude)}" if project.longitude is not None else ""
    given = (
        ("国家项目代码", project.national_code),
        ("总投资（万元）", money_text(project.total_investment)),
        ("计划开工", project.starts_on),
        ("计划竣工", project.ends_on),
        ("实际开工", project.started_on),
        ("实际竣工", project.completed_on),
        ("牵头单位", project.lead),
        ("专题", project.theme),
        ("经纬度", point),
    )
    return [(name, str(value or NO_DATA)) for name, value in given]


def _stages(project: Project, changes: Sequence[StageChange]) -> list[StageMark]:
    """`changes` come newest first."""
    present = Stage(project.stage)
    reached = {change.to_stage: change.changed_on for change in reversed(changes)}
    actual = {Stage.STARTED: project.started_on, Stage.COMPLETED: project.completed_on}
    marks = []
    for stage in Stage:
        state = DONE if stage.is_before(present) else NOW if stage == present else AHEAD
        day = None if state == AHEAD else reached.get(stage) or actual.get(stage)
        marks.append(StageMark(str(ProjectStage(stage).label), state, day))
    return marks


def _standing(file: ProjectFile) -> Standing | None:
    if file.month is None or file.standing is None:
        return None
    month = file.standing
    return Standing(
        month=f"{file.month.year} 年 1—{file.month.number} 月",
        planned=money_text(month.planned),
        invested=money_text(month.invested),
        completion=share_text(month.completion),
        time_share=share_text(month.time_share),
        ahead=points_text(month.ahead),
        light=light_text(month.light),
        note=_standing_note(month, str(file.month)),
    )


def _standing_note(month: ProjectMonth, asked: str) -> str:
    if month.reason:
        return month.reason
    if str(month.reported) != asked:
        return f"{asked} 没有填报，用的是 {month.reported} 的累计数"
    return ""


def _month(each: ProjectProgress) -> MonthRow:
    return MonthRow(
        period=each.period,
        invested=money_text(each.invested_ytd),
        note=each.note,
        past=each.superseded_at is not None,
        recorded=f"{each.audit_entry.actor_name} {moment_text(each.recorded_at)}",
    )


def _plans(file: ProjectFile) -> list[tuple[int, str, date, bool]]:
    """Year, amount, day of adoption, and whether it is the year's newest; versions come newest first."""
    newest: dict[int, int] = {}
    for each in file.plans:
        newest.setdefault(each.year, each.pk)
    return [(each.year, money_text(each.planned), each.adopted_on, newest[each.year] == each.pk) for each in file.plans]


def _source(source: Source) -> tuple[Source, str, str, list[tuple[Any, str]]]:
    arrivals = [(each, money_text(each.amount)) for each in source.arrivals]
    return source, money_text(source.funding.planned), money_text(source.arrived), arrivals


def _missing(each: Missing) -> tuple[str, str, str]:
    kind = str(PreliminaryKind(each.kind).label)
    if not each.name:
        return kind, "还没有登记任何事项", ""
    late = f"已超期 {each.days_late} 天" if each.days_late else ""
    due = f"要求 {each.due_on} 办结" if each.due_on else "没有定办结日期"
    return kind, each.name, f"{due}，{late}" if late else due


def _preliminary_state(each: Preliminary, today: date) -> str:
    if not each.is_needed:
        return "不需要"
    if each.done_on:
        return f"{each.done_on} 办结"
    if each.due_on and each.due_on < today:
        return f"超期 {(today - each.due_on).days} 天"
    return f"{each.applied_on} 受理" if each.applied_on else "未受理"


def _milestone(each: Milestone, today: date) -> tuple[Milestone, str, str]:
    """With the delay against the day that holds now and against the first."""
    now = delay_text(delay(each.due_on, each.reached_on, today))
    return each, now, delay_text(delay(each.first_due_on, each.reached_on, today))
