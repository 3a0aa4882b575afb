"""What the page of a return shows: where it stands, what may be done, the cells for the plain form, its way so far."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from indicators.admin.figures import NO_DATA, growth_unit_text, moment_text
from indicators.choices import AuditAction, Measure, ReturnState, Role
from indicators.domain.numbers import plain_rounded
from indicators.domain.period_words import period_text
from indicators.domain.returns import FILLING, Refusal, Step
from indicators.models import AuditEntry, Return, ReturnCell
from indicators.queries.returns.access import refusals_by_step
from indicators.queries.returns.figures import CheckedReturn, ExplainedFinding
from indicators.queries.returns.history import steps_taken

STATE_COLOURS = {
    ReturnState.DRAFT.label: "info",
    ReturnState.SUBMITTED.label: "warning",
    ReturnState.SENT_BACK.label: "danger",
    ReturnState.APPROVED.label: "primary",
    ReturnState.PUBLISHED.label: "success",
    ReturnState.WITHDRAWN.label: "danger",
}
# In the order of the way, the usual next step first; those in `DANGER` undo something.
STEPS = {
    Step.SUBMIT: "报送",
    Step.APPROVE: "审核通过",
    Step.PUBLISH: "发布",
    Step.SEND_BACK: "退回",
    Step.EXTEND: "延期",
    Step.RECALL: "撤回报送",
    Step.WITHDRAW: "撤销发布",
    Step.REOPEN: "重新开放",
}
NOT_FOR_THE_ACCOUNT = frozenset({"not_your_role", "not_your_department"})  # whatever the state of the return
DANGER = frozenset({Step.SEND_BACK, Step.RECALL, Step.WITHDRAW})


@dataclass(frozen=True, slots=True, kw_only=True)
class StepLink:
    name: str
    url: str
    variant: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CellField:
    """One row of the form without scripts, with what was typed and could not be saved."""

    cell: ReturnCell
    content: str
    note: str
    findings: list[tuple[ExplainedFinding, str]]
    year_ago: str
    previous: str
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryLine:
    """One step that was taken."""

    at: str
    who: str
    action: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnPage:
    of: Return
    period: str
    state_colour: str
    deadline: str
    writable: bool
    refusals: list[Refusal]
    steps: list[StepLink]
    fields: list[CellField]
    filled: int
    send_back_reason: str
    history: list[HistoryLine]
    published_url: str
    # The grid saves what is typed before it follows a link with this mark.
    link_attributes: Mapping[str, str] = field(default_factory=lambda: {"data-after-saving": "1"})


NEVER = -1  # the version of no return, so that a page without a readable one takes no step


def version_in(text: str | None) -> int | None:
    """The version that a page was shown for; None where the request does not speak of one."""
    if text is None:
        return None
    return int(text) if text.isdecimal() and len(text) < 10 else NEVER


def deadline_text(of: Return, today: date) -> str:
    """The deadline in words; what is handed in is late no more."""
    closes_on = of.window.closes_on
    extended = "（延期）" if of.extended_until else ""
    if of.state not in FILLING:
        return f"{closes_on}{extended}"
    days = (closes_on - today).days
    if days < 0:
        return f"{closes_on}{extended} 逾期 {-days} 天"
    return f"{closes_on}{extended} {'今天截止' if days == 0 else f'还有 {days} 天'}"


def return_page(request: HttpRequest, of: Return, typed: Mapping[str, str]) -> ReturnPage:
    """Everything the page shows; `typed` is what was sent and could not be saved, by name of the field."""
    user: Any = request.user
    checked = CheckedReturn(of)
    against = refusals_by_step(user, of)
    history = [_in_words(entry) for entry in steps_taken(of)]
    return ReturnPage(
        of=of,
        period=period_text(checked.period, checked.cells[0].indicator.kind),
        state_colour=STATE_COLOURS[of.get_state_display()],
        deadline=deadline_text(of, timezone.localdate()),
        writable=not against[Step.WRITE],
        refusals=against[Step.WRITE] if user.role == Role.ENTRY else [],
        steps=[_link(of, step, name) for step, name in STEPS.items() if not against[step]],
        fields=list(_fields(checked, typed)),
        filled=sum(not cell.content.blank for cell in checked.cells),
        send_back_reason=_send_back_reason(of, history),
        history=history,
        published_url=_published_url(of),
    )


def _link(of: Return, step: Step, name: str) -> StepLink:
    url = reverse(f"admin:indicators_return_{step}", args=[of.pk])
    first = step in (Step.SUBMIT, Step.APPROVE, Step.PUBLISH)
    return StepLink(name=name, url=url, variant="primary" if first else "danger" if step in DANGER else "default")


def _fields(checked: CheckedReturn, typed: Mapping[str, str]) -> Iterator[CellField]:
    found: dict[tuple[str, str, str], list[ExplainedFinding]] = {}
    for each in checked.findings:
        found.setdefault((each.finding.indicator, each.finding.area, each.finding.measure), []).append(each)
    for cell in checked.cells:
        key = cell.indicator.code, cell.area.code
        digits = cell.indicator.decimals if cell.measure == Measure.VALUE else cell.indicator.growth_decimals
        before = checked.history.number(*key, checked.period.previous(), cell.measure)
        year_ago = checked.history.number(*key, checked.period.year_before(), cell.measure)
        yield CellField(
            cell=cell,
            content=typed.get(f"cell-{cell.pk}", str(cell.content)),
            note=typed.get(f"note-{cell.pk}", cell.note),
            findings=[
                (each, typed.get(f"explain-{cell.pk}-{each.finding.rule}", each.explanation))
                for each in found.get((*key, cell.measure), [])
            ],
            previous=NO_DATA if before is None else plain_rounded(before, digits),
            year_ago=NO_DATA if year_ago is None else plain_rounded(year_ago, digits),
            unit=cell.indicator.measure_unit if cell.measure == Measure.VALUE else growth_unit_text(cell.indicator),
        )


def _send_back_reason(of: Return, history: list[HistoryLine]) -> str:
    """Why it was sent back last, while it is."""
    if of.state != ReturnState.SENT_BACK:
        return ""
    return next((each.reason for each in history if each.action == AuditAction.SENT_BACK.label), "")


def _published_url(of: Return) -> str:
    if of.state != ReturnState.PUBLISHED:
        return ""
    areas = list(of.areas.values_list("pk", flat=True))
    only = f"&area={areas[0]}" if len(areas) == 1 else ""
    return f"{reverse('admin:indicators_observation_changelist')}?period={of.period}{only}"


def _in_words(entry: AuditEntry) -> HistoryLine:
    return HistoryLine(
        at=moment_text(entry.at), who=entry.actor_name, action=entry.get_action_display(), reason=entry.reason
    )
