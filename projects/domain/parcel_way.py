"""A parcel's way from being found to producing: where it stands on a day, who is next, what is late."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum


class Step(StrEnum):
    """摸底认定, 制定方案, 签订协议, 处置认定, 恢复生产: in this order."""

    FOUND = "found"
    PLANNED = "planned"
    AGREED = "agreed"
    DISPOSED = "disposed"
    PRODUCING = "producing"


ORDER = tuple(Step)
NAMES = dict(zip(ORDER, ("摸底认定", "制定方案", "签订协议", "处置认定", "恢复生产"), strict=True))


class Disposed(StrEnum):
    """How much of a parcel is disposed of."""

    NONE = "none"
    PARTLY = "partly"
    WHOLLY = "wholly"


class StepState(StrEnum):
    """`passed` was gone through without a day written down; `next` is the first that is still to be done."""

    DONE = "done"
    PASSED = "passed"
    NEXT = "next"
    LATER = "later"


@dataclass(frozen=True, slots=True, kw_only=True)
class StepPlan:
    """Who does a step, by when, and when it was done; None is not known."""

    owner: str = ""
    due_on: date | None = None
    done_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WayLine:
    """One step on a day; `days_late` counts to that day, or to the day the step was done. 0 is in time."""

    step: Step
    owner: str
    due_on: date | None
    done_on: date | None
    state: StepState
    days_late: int

    @property
    def is_late(self) -> bool:
        """Whether it is still to be done and should have been."""
        return self.done_on is None and self.days_late > 0


@dataclass(frozen=True, slots=True)
class StepFault:
    """Why a step may not be written so, at which field."""

    field: str
    message: str


def disposed_share(area_mu: Decimal, disposed_mu: Decimal) -> Disposed:
    if disposed_mu <= 0:
        return Disposed.NONE
    return Disposed.WHOLLY if disposed_mu >= area_mu else Disposed.PARTLY


def parcel_way(plans: Mapping[Step, StepPlan], disposed: Disposed, wholly_on: date | None, on: date) -> list[WayLine]:
    """The way on a day. 处置认定 is not written down: it is done on `wholly_on`, when nothing was left of the parcel.

    What is behind the furthest step reached counts as passed, even without a day.
    """
    done = {step: _done_on(plans.get(step), on) for step in ORDER}
    done[Step.DISPOSED] = wholly_on if disposed == Disposed.WHOLLY else None
    reached = max((place for place, step in enumerate(ORDER) if done[step]), default=-1)
    if disposed != Disposed.NONE:
        reached = max(reached, ORDER.index(Step.AGREED))
    if disposed == Disposed.PARTLY and done[Step.PRODUCING]:
        reached = ORDER.index(Step.AGREED)  # a part produces, the rest is still to be disposed of
    return [_line(step, plans.get(step), done[step], place - reached, on) for place, step in enumerate(ORDER)]


def next_step(way: Sequence[WayLine]) -> WayLine | None:
    return next((line for line in way if line.state is StepState.NEXT), None)


def late_steps(way: Sequence[WayLine]) -> list[WayLine]:
    return [line for line in way if line.is_late]


def step_faults(
    step: Step, given: StepPlan, others: Mapping[Step, StepPlan], disposed: Disposed, today: date
) -> list[StepFault]:
    """Every reason against writing a step so, beside the other steps as they are."""
    return [*_done_faults(step, given, others, disposed, today), *_due_faults(step, given, others)]


def _done_faults(
    step: Step, given: StepPlan, others: Mapping[Step, StepPlan], disposed: Disposed, today: date
) -> list[StepFault]:
    before, after = _around(step)
    if given.done_on is None:
        later = [each for each in after if (plan := others.get(each)) and plan.done_on]
        return [StepFault("done_on", f"“{NAMES[later[0]]}”已完成，不能撤去本步骤的完成日期")] if later else []
    if step is Step.DISPOSED:
        return [StepFault("done_on", "处置认定以盘活处置台账为准，不在这里填写完成日期")]
    faults = []
    if given.done_on > today:
        faults.append(StepFault("done_on", f"完成日期 {given.done_on} 在今天之后"))
    if step is Step.PRODUCING and disposed == Disposed.NONE:
        faults.append(StepFault("done_on", "还没有处置认定，不能填写恢复生产"))
    for each in before:
        plan = others.get(each, StepPlan())
        if plan.done_on and given.done_on < plan.done_on:
            faults.append(StepFault("done_on", f"早于“{NAMES[each]}”的完成日期 {plan.done_on}"))
        elif each is not Step.DISPOSED and plan.done_on is None and disposed == Disposed.NONE:
            faults.append(StepFault("done_on", f"“{NAMES[each]}”尚未完成"))
    for each in after:
        plan = others.get(each, StepPlan())
        if plan.done_on and given.done_on > plan.done_on:
            faults.append(StepFault("done_on", f"晚于“{NAMES[each]}”的完成日期 {plan.done_on}"))
    return faults


def _due_faults(step: Step, given: StepPlan, others: Mapping[Step, StepPlan]) -> list[StepFault]:
    if given.due_on is None:
        return []
    before, after = _around(step)
    faults = [] if given.owner else [StepFault("owner", "有期限的步骤须写明责任单位")]
    for each in before:
        if (due_on := others.get(each, StepPlan()).due_on) and given.due_on < due_on:
            faults.append(StepFault("due_on", f"早于“{NAMES[each]}”的期限 {due_on}"))
    for each in after:
        if (due_on := others.get(each, StepPlan()).due_on) and given.due_on > due_on:
            faults.append(StepFault("due_on", f"晚于“{NAMES[each]}”的期限 {due_on}"))
    return faults


def _around(step: Step) -> tuple[tuple[Step, ...], tuple[Step, ...]]:
    place = ORDER.index(step)
    return ORDER[:place], ORDER[place + 1 :]


def _done_on(plan: StepPlan | None, on: date) -> date | None:
    return plan.done_on if plan and plan.done_on and plan.done_on <= on else None


def _line(step: Step, plan: StepPlan | None, done_on: date | None, ahead: int, on: date) -> WayLine:
    """`ahead` is how many steps it lies beyond the furthest reached."""
    given = plan or StepPlan()
    if done_on:
        state = StepState.DONE
    elif ahead <= 0:
        state = StepState.PASSED
    else:
        state = StepState.NEXT if ahead == 1 else StepState.LATER
    counted_to = done_on or (None if state is StepState.PASSED else on)
    days_late = max((counted_to - given.due_on).days, 0) if counted_to and given.due_on else 0
    return WayLine(step=step, owner=given.owner, due_on=given.due_on, done_on=done_on, state=state, days_late=days_late)
