"""联审: which steps may be worked on, what holds them, and when a review is passed (domain.md §5).

Steps of one order run beside each other. A blocking step holds every step of a higher order until it is passed. A
review is passed when every step is decided, none is sent back and the conditions of blocking steps are met; open
conditions of the others do not hold it, they stay on the list until they are met.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from projects.domain.refusals import Refusal
from projects.domain.stages import Stage


class State(StrEnum):
    """联审中, 已通过, 已撤回."""

    OPEN = "open"
    PASSED = "passed"
    WITHDRAWN = "withdrawn"


class Opinion(StrEnum):
    """同意, 附条件同意, 退回."""

    AGREED = "agreed"
    CONDITIONAL = "conditional"
    SENT_BACK = "sent_back"


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    text: str
    is_met: bool = False
    due_on: date | None = None

    def is_late(self, on: date) -> bool:
        return not self.is_met and self.due_on is not None and self.due_on < on


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A step as it stands; `opened_on` and `due_on` are those of its newest clock."""

    key: int
    name: str
    order: int
    is_blocking: bool = True
    opinion: Opinion | None = None
    conditions: tuple[Condition, ...] = ()
    opened_on: date | None = None
    due_on: date | None = None
    before_stage: Stage | None = None

    @property
    def open_conditions(self) -> list[Condition]:
        return [each for each in self.conditions if not each.is_met]

    @property
    def is_decided(self) -> bool:
        """Whether it agreed, with or without conditions; what is sent back comes again."""
        return self.opinion in (Opinion.AGREED, Opinion.CONDITIONAL)

    @property
    def is_passed(self) -> bool:
        return self.is_decided and not self.open_conditions

    def is_late(self, on: date) -> bool:
        """Its last day has gone by without an opinion; the clock stands still while it is sent back."""
        return self.opinion is None and self.due_on is not None and self.due_on < on


def due_on(opened_on: date, days: int) -> date:
    """The last day of a clock, in calendar days.

    >>> due_on(date(2026, 2, 26), 5)
    datetime.date(2026, 3, 3)
    """
    return opened_on + timedelta(days=days)


def holding(step: Step, steps: Iterable[Step]) -> list[Step]:
    """The blocking steps of lower order that are not passed."""
    return [each for each in steps if each.is_blocking and each.order < step.order and not each.is_passed]


def workable(steps: Sequence[Step]) -> list[Step]:
    """The steps that wait for an opinion and that nothing holds."""
    return [each for each in steps if each.opinion is None and not holding(each, steps)]


def is_review_passed(steps: Sequence[Step]) -> bool:
    return bool(steps) and all(each.is_passed if each.is_blocking else each.is_decided for each in steps)


def not_passed_reasons(step: Step) -> list[str]:
    """Why one step is not passed, none where it is."""
    if step.opinion is None:
        return [f"步骤“{step.name}”尚未出具意见"]
    if step.opinion == Opinion.SENT_BACK:
        return [f"步骤“{step.name}”已退回，尚未重新报送"]
    return [f"步骤“{step.name}”的条件“{each.text}”尚未落实" for each in step.open_conditions]


def stage_reasons(steps: Iterable[Step], stage: Stage) -> list[str]:
    """Why the project may not enter `stage`: blocking steps to be passed before it, or before an earlier stage."""
    order = list(Stage)
    reached = order[: order.index(stage) + 1]
    bound = [each for each in steps if each.is_blocking and each.before_stage in reached]
    return [reason for each in bound for reason in not_passed_reasons(each)]


def decision_refusals(step: Step, steps: Sequence[Step], state: State) -> list[Refusal]:
    """Everything that speaks against an opinion on `step` now, whoever gives it."""
    return [*_ended(state), *_given(step), *_held(step, steps)]


def resubmission_refusals(step: Step, state: State) -> list[Refusal]:
    """Only what was sent back comes again."""
    found = list(_ended(state))
    if step.opinion != Opinion.SENT_BACK:
        found.append(Refusal("not_sent_back", f"步骤“{step.name}”没有被退回，无须重新报送"))
    return found


def condition_refusals(condition: Condition, state: State) -> list[Refusal]:
    """Conditions may be met after the review was passed, too, but not after it was withdrawn."""
    found = list(_ended(state)) if state == State.WITHDRAWN else []
    if condition.is_met:
        found.append(Refusal("met", f"条件“{condition.text}”已经落实"))
    return found


def withdrawal_refusals(state: State) -> list[Refusal]:
    return list(_ended(state))


def _ended(state: State) -> Iterator[Refusal]:
    if state == State.PASSED:
        yield Refusal("passed", "联审已通过，不再办理")
    if state == State.WITHDRAWN:
        yield Refusal("withdrawn", "联审已撤回，须重新发起")


def _given(step: Step) -> Iterator[Refusal]:
    if step.is_decided:
        yield Refusal("decided", f"步骤“{step.name}”已经出具意见")
    if step.opinion == Opinion.SENT_BACK:
        yield Refusal("sent_back", f"步骤“{step.name}”已退回，须先重新报送")


def _held(step: Step, steps: Iterable[Step]) -> Iterator[Refusal]:
    for each in holding(step, steps):
        for reason in not_passed_reasons(each):
            yield Refusal("held", f"前置{reason}")
