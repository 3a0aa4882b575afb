"""A parcel's way on 2025-07-01."""

from datetime import date
from pathlib import Path

import pytest

from projects.domain.parcel_way import (
    Disposed,
    Step,
    StepPlan,
    late_steps,
    next_step,
    parcel_way,
    step_faults,
)
from tests.case_tables import Row, case_table

CASES = Path(__file__).parent / "cases"
ON = date(2025, 7, 1)


def day(cell: str) -> date | None:
    return date.fromisoformat(cell) if cell else None


def plans_of(row: Row) -> dict[Step, StepPlan]:
    due_step, _, due_on = row["due"].partition(" ")
    written = [step for step in Step if step is not Step.DISPOSED]
    done = {step: StepPlan(done_on=day(row[step])) for step in written if row[step]}
    if due_step:
        step = Step(due_step)
        done[step] = StepPlan(owner="园区", due_on=day(due_on), done_on=done.get(step, StepPlan()).done_on)
    return done


@pytest.mark.parametrize("row", case_table(CASES / "parcel_way.csv"))
def test_where_a_parcel_stands(row: Row) -> None:
    way = parcel_way(plans_of(row), Disposed(row["disposed"]), day(row["wholly_on"]), ON)
    following = next_step(way)
    assert [line.step for line in way] == list(Step)
    assert (following.step if following else "") == row["next"]
    assert ";".join(f"{line.step} {line.days_late}" for line in late_steps(way)) == row["late"]


def test_a_step_done_late_says_by_how_much() -> None:
    plans = {Step.FOUND: StepPlan(owner="园区", due_on=date(2025, 1, 1), done_on=date(2025, 1, 11))}
    [found, *_] = parcel_way(plans, Disposed.NONE, None, ON)
    assert (found.days_late, found.is_late) == (10, False)


FOUND = {Step.FOUND: StepPlan(owner="甲", due_on=date(2025, 2, 1), done_on=date(2025, 2, 1))}
REFUSED = [
    (Step.PLANNED, StepPlan(done_on=date(2025, 7, 2)), FOUND, Disposed.NONE, "今天之后"),
    (Step.PLANNED, StepPlan(done_on=date(2025, 1, 31)), FOUND, Disposed.NONE, "早于“摸底认定”的完成日期"),
    (Step.AGREED, StepPlan(done_on=date(2025, 3, 1)), FOUND, Disposed.NONE, "“制定方案”尚未完成"),
    (Step.DISPOSED, StepPlan(done_on=date(2025, 3, 1)), FOUND, Disposed.WHOLLY, "以盘活处置台账为准"),
    (Step.PRODUCING, StepPlan(done_on=date(2025, 3, 1)), FOUND, Disposed.NONE, "还没有处置认定"),
    (Step.FOUND, StepPlan(), {Step.PLANNED: StepPlan(done_on=ON)}, Disposed.NONE, "不能撤去"),
    (Step.PLANNED, StepPlan(due_on=ON), {}, Disposed.NONE, "须写明责任单位"),
    (Step.PLANNED, StepPlan(owner="甲", due_on=date(2025, 1, 31)), FOUND, Disposed.NONE, "早于“摸底认定”的期限"),
    (Step.FOUND, StepPlan(done_on=ON), {Step.PLANNED: StepPlan(done_on=date(2025, 6, 1))}, Disposed.NONE, "晚于"),
]


@pytest.mark.parametrize(("step", "given", "others", "disposed", "words"), REFUSED)
def test_what_may_not_be_written(
    step: Step, given: StepPlan, others: dict[Step, StepPlan], disposed: Disposed, words: str
) -> None:
    assert any(words in fault.message for fault in step_faults(step, given, others, disposed, ON))


ALLOWED = [
    (Step.PLANNED, StepPlan(owner="甲", due_on=date(2025, 3, 1), done_on=date(2025, 2, 1)), FOUND, Disposed.NONE),
    (Step.PRODUCING, StepPlan(done_on=date(2025, 3, 1)), {}, Disposed.PARTLY),
    (Step.DISPOSED, StepPlan(owner="甲", due_on=ON), FOUND, Disposed.NONE),
]


@pytest.mark.parametrize(("step", "given", "others", "disposed"), ALLOWED)
def test_what_may(step: Step, given: StepPlan, others: dict[Step, StepPlan], disposed: Disposed) -> None:
    assert step_faults(step, given, others, disposed, ON) == []
