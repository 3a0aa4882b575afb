"""The way of a bulletin, 拟稿 → 核稿 → 签发, and every reason why somebody may not take the next step on it."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """Where a bulletin stands."""

    DRAFT = "draft"
    CHECKED = "checked"
    ISSUED = "issued"
    DISCARDED = "discarded"


class Step(StrEnum):
    """What can be done with a bulletin."""

    CHECK = "check"
    SEND_BACK = "send_back"
    ISSUE = "issue"
    REDRAFT = "redraft"
    DISCARD = "discard"
    REISSUE = "reissue"


OPEN = frozenset({State.DRAFT, State.CHECKED})

FROM_STATES: dict[Step, frozenset[State]] = {
    Step.CHECK: frozenset({State.DRAFT}),
    Step.SEND_BACK: frozenset({State.CHECKED}),
    Step.ISSUE: frozenset({State.CHECKED}),
    Step.REDRAFT: OPEN,
    Step.DISCARD: OPEN,
    Step.REISSUE: frozenset({State.ISSUED}),
}
TO_STATE: dict[Step, State] = {
    Step.CHECK: State.CHECKED,
    Step.SEND_BACK: State.DRAFT,
    Step.ISSUE: State.ISSUED,
    Step.DISCARD: State.DISCARDED,
}

STATE_REASONS = {
    State.DRAFT: ("draft", "还是拟稿，须先核稿"),
    State.CHECKED: ("checked", "已核稿；要改请先退回或重新生成"),
    State.ISSUED: ("issued", "已签发，内容和文件不再改动；有误请出更正稿"),
    State.DISCARDED: ("discarded", "已作废；需要时请重新生成"),
}


@dataclass(frozen=True, slots=True)
class Refusal:
    """A reason against a step: a stable code, and words that say what to do."""

    code: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """What decides about a step. `person` and the others are ids of accounts; None is a task or an operator."""

    state: State
    person: int | None
    drafter: int | None
    checker: int | None
    is_publisher: bool
    is_reviewer: bool
    is_latest: bool = True
    outdated: bool = False


def refusals(step: Step, now: Situation) -> Iterator[Refusal]:
    """Every reason against `step`; none where it may be taken.

    Two people at least: who checks did not draft, who issues did not check.

    >>> [each.code for each in refusals(Step.ISSUE, Situation(state=State.CHECKED, person=1, drafter=2, checker=1,
    ...                                                       is_publisher=True, is_reviewer=False))]
    ['own_check']
    """
    if step in (Step.CHECK, Step.SEND_BACK):
        if not (now.is_publisher or now.is_reviewer):
            yield Refusal("not_your_role", "核稿、退回由审核岗或审定发布岗办理")
    elif not now.is_publisher:
        yield Refusal("not_your_role", "签发、重新生成、作废和更正由审定发布岗办理")
    if now.state not in FROM_STATES[step]:
        yield Refusal(*STATE_REASONS[now.state])
    if step == Step.CHECK and now.person is not None and now.person == now.drafter:
        yield Refusal("own_draft", "稿件是您拟的，须由另一人核稿")
    if step == Step.ISSUE and now.person is not None and now.person == now.checker:
        yield Refusal("own_check", "稿件是您核的，须由另一人签发")
    if step in (Step.CHECK, Step.ISSUE) and now.outdated:
        yield Refusal("outdated", "拟稿后所据数据有更正或补报，请先重新生成")
    if step == Step.REISSUE and not now.is_latest:
        yield Refusal("not_latest", "这一期已有更新的版次，请在最新版上出更正稿")
