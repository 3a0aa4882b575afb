"""The way of a return, and every reason why somebody may not take the next step on it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class State(StrEnum):
    """Where a return stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    SENT_BACK = "sent_back"
    APPROVED = "approved"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class Step(StrEnum):
    """What can be done with a return."""

    WRITE = "write"
    SUBMIT = "submit"
    RECALL = "recall"
    SEND_BACK = "send_back"
    APPROVE = "approve"
    PUBLISH = "publish"
    WITHDRAW = "withdraw"
    REOPEN = "reopen"
    EXTEND = "extend"


UNFINISHED = frozenset({State.DRAFT, State.SENT_BACK, State.SUBMITTED, State.APPROVED})
FILLING = frozenset({State.DRAFT, State.SENT_BACK})

FROM_STATES: dict[Step, frozenset[State]] = {
    Step.WRITE: FILLING,
    Step.SUBMIT: FILLING,
    Step.RECALL: frozenset({State.SUBMITTED}),
    Step.SEND_BACK: frozenset({State.SUBMITTED, State.APPROVED}),
    Step.APPROVE: frozenset({State.SUBMITTED}),
    Step.PUBLISH: frozenset({State.APPROVED}),
    Step.WITHDRAW: frozenset({State.PUBLISHED}),
    Step.REOPEN: frozenset({State.WITHDRAWN}),
    Step.EXTEND: FILLING,
}
TO_STATE: dict[Step, State] = {
    Step.SUBMIT: State.SUBMITTED,
    Step.RECALL: State.DRAFT,
    Step.SEND_BACK: State.SENT_BACK,
    Step.APPROVE: State.APPROVED,
    Step.PUBLISH: State.PUBLISHED,
    Step.WITHDRAW: State.WITHDRAWN,
    Step.REOPEN: State.DRAFT,
}
# What is taken back after the deadline could not be handed in again.
WITHIN_THE_WINDOW = frozenset({Step.WRITE, Step.SUBMIT, Step.RECALL})
WINDOW_CODES = frozenset({"not_open_yet", "past_deadline"})

STATE_REASONS = {
    State.DRAFT: ("draft", "还是草稿，尚未报送"),
    State.SENT_BACK: ("sent_back", "已退回填报单位修改，尚未重新报送"),
    State.SUBMITTED: ("submitted", "已报送，等待审核；需要修改请先撤回报送，或由审核岗退回"),
    State.APPROVED: ("approved", "已审核通过，等待发布；需要修改请由审定发布岗退回"),
    State.PUBLISHED: ("published", "已发布；需要修改请由审定发布岗在数据台账中更正，并说明理由"),
    State.WITHDRAWN: ("withdrawn", "已撤销发布；需要重报请由审定发布岗重新开放"),
}


@dataclass(frozen=True, slots=True)
class Refusal:
    """One reason why a step is refused, with what to do about it."""

    code: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """The days on which a return may be filled; both ends count, in the time of Shanghai."""

    opens_on: date
    due_on: date
    extended_until: date | None = None

    @property
    def closes_on(self) -> date:
        return max(self.due_on, self.extended_until or self.due_on)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What the acting account is to the return: whether its role, department and areas are the right ones."""

    role: bool
    department: bool
    areas: bool


def refusals(
    step: Step, *, state: State, window: Window, today: date, standing: Standing, role_name: str
) -> Iterator[Refusal]:
    """Every reason against `step`; `role_name` is the role that may take it."""
    if not standing.areas:
        yield Refusal("not_your_area", "报表中有不在您地区范围内的地区")
    if not standing.role:
        yield Refusal("not_your_role", f"您的角色不能办理，须由{role_name}办理")
    if not standing.department:
        yield Refusal("not_your_department", "这张表由其他部门填报")
    if state not in FROM_STATES[step]:
        yield Refusal(*STATE_REASONS[state])
    if step in WITHIN_THE_WINDOW:
        if today < window.opens_on:
            yield Refusal("not_open_yet", f"填报自 {window.opens_on} 开始，尚未到期")
        if today > window.closes_on:
            extended = "（含延期）" if window.extended_until else ""
            message = f"报送截止日 {window.closes_on}{extended}已过；确需补报请联系审核岗延期，已报送的由审核岗退回"
            yield Refusal("past_deadline", message)
