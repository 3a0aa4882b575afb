"""What holds what in a review; and that nothing gets past a blocking step whose conditions are open."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projects import choices
from projects.domain.review import (
    Condition,
    Opinion,
    State,
    Step,
    condition_refusals,
    decision_refusals,
    is_review_passed,
    resubmission_refusals,
    stage_reasons,
    withdrawal_refusals,
    workable,
)
from projects.domain.stages import Stage
from tests.case_tables import Row, case_groups

CASES = Path(__file__).parent / "cases"


def step(name: str, order: int = 1, opinion: str = "", conditions: str = "", **fields: object) -> Step:
    """`conditions` are words `met` or `open`, named by their number."""
    return Step(
        key=hash(name),
        name=name,
        order=order,
        opinion=Opinion(opinion) if opinion else None,
        conditions=tuple(
            Condition(text=f"条件{number}", is_met=word == "met") for number, word in enumerate(conditions.split(), 1)
        ),
        **fields,  # type: ignore[arg-type]
    )


@pytest.mark.parametrize("rows", case_groups(CASES / "review_steps.csv"))
def test_which_steps_may_be_worked_on_and_when_the_review_is_passed(rows: list[Row]) -> None:
    steps = [
        step(
            row["step"],
            int(row["order"]),
            row["opinion"],
            row["conditions"],
            is_blocking=row["blocking"] == "yes",
        )
        for row in rows
    ]
    assert [each.name for each in workable(steps)] == [row["step"] for row in rows if row["workable"] == "yes"]
    assert {row["passed"] for row in rows} == {"yes" if is_review_passed(steps) else "no"}


def test_a_review_without_steps_is_not_passed() -> None:
    assert not is_review_passed([])


def test_every_reason_against_an_opinion_is_named() -> None:
    steps = [
        step("甲", 1),
        step("乙", 1, "sent_back"),
        step("丙", 2, "conditional", "open met open"),
        step("丁", 2, is_blocking=False),
        step("戊", 3, "agreed"),
    ]
    assert [each.message for each in decision_refusals(steps[-1], steps, State.WITHDRAWN)] == [
        "联审已撤回，须重新发起",
        "步骤“戊”已经出具意见",
        "前置步骤“甲”尚未出具意见",
        "前置步骤“乙”已退回，尚未重新报送",
        "前置步骤“丙”的条件“条件1”尚未落实",
        "前置步骤“丙”的条件“条件3”尚未落实",
    ]
    assert decision_refusals(steps[0], steps, State.OPEN) == []
    assert [each.code for each in decision_refusals(steps[1], steps, State.PASSED)] == ["passed", "sent_back"]


@pytest.mark.parametrize(
    ("on", "opinion", "late"),
    [
        (date(2026, 3, 6), "", False),  # the last day itself is in time
        (date(2026, 3, 7), "", True),
        (date(2026, 3, 7), "agreed", False),
        (date(2026, 3, 7), "sent_back", False),  # the clock stands still until it comes again
    ],
)
def test_a_step_is_late_after_its_last_day(on: date, opinion: str, late: bool) -> None:
    this = step("甲", opinion=opinion, opened_on=date(2026, 3, 1), due_on=date(2026, 3, 6))
    assert this.is_late(on) is late
    assert not step("乙").is_late(on), "it was never opened"


def test_a_condition_is_late_after_its_day_and_may_be_met_after_the_review_was_passed() -> None:
    condition = Condition(text="补环评", due_on=date(2026, 3, 6))
    assert [condition.is_late(date(2026, 3, day)) for day in (6, 7)] == [False, True]
    assert not replace(condition, is_met=True).is_late(date(2026, 3, 7))
    assert not Condition(text="补环评").is_late(date(2026, 3, 7))
    assert condition_refusals(condition, State.PASSED) == []
    met = condition_refusals(replace(condition, is_met=True), State.WITHDRAWN)
    assert [each.code for each in met] == ["withdrawn", "met"]


def test_only_what_was_sent_back_comes_again_and_only_what_runs_is_withdrawn() -> None:
    assert resubmission_refusals(step("甲", opinion="sent_back"), State.OPEN) == []
    found = resubmission_refusals(step("甲"), State.WITHDRAWN)
    assert [each.code for each in found] == ["withdrawn", "not_sent_back"]
    assert [[each.code for each in withdrawal_refusals(state)] for state in State] == [[], ["passed"], ["withdrawn"]]


@pytest.mark.parametrize(
    ("stage", "holding"),
    [(Stage.EARLY, ["甲"]), (Stage.STARTED, ["甲", "乙"]), (Stage.EFFECTIVE, ["甲", "乙", "丙"]), (Stage.RESERVE, [])],
)
def test_a_stage_waits_for_the_steps_before_it_and_before_earlier_ones(stage: Stage, holding: list[str]) -> None:
    steps = [
        step("甲", 1, before_stage=Stage.EARLY),
        step("乙", 2, before_stage=Stage.STARTED),
        step("丙", 3, before_stage=Stage.COMPLETED),
        step("丁", 4),
        step("戊", 5, "agreed", before_stage=Stage.EARLY),
        step("己", 6, before_stage=Stage.EARLY, is_blocking=False),
    ]
    assert stage_reasons(steps, stage) == [f"步骤“{name}”尚未出具意见" for name in holding]


def test_the_words_are_those_of_the_fields() -> None:
    assert list(State) == choices.ReviewState.values
    assert list(Opinion) == choices.Opinion.values


moves = st.lists(
    st.tuples(st.integers(0, 4), st.sampled_from([*Opinion, "resubmit", "meet"]), st.integers(1, 2)), max_size=40
)
rules = st.lists(st.tuples(st.integers(1, 3), st.booleans()), min_size=5, max_size=5)


@given(rules=rules, moves=moves)
def test_no_order_of_decisions_gets_past_a_blocking_step_that_is_not_passed(
    rules: list[tuple[int, bool]], moves: list[tuple[int, object, int]]
) -> None:
    steps = [step(f"步{n}", order, is_blocking=blocks) for n, (order, blocks) in enumerate(rules)]
    for which, move, count in moves:
        this = steps[which]
        if move == "resubmit":
            if not resubmission_refusals(this, State.OPEN):
                steps[which] = replace(this, opinion=None)
        elif move == "meet":
            met = tuple(replace(each, is_met=True) for each in this.conditions[:count])
            steps[which] = replace(this, conditions=(*met, *this.conditions[count:]))
        elif not decision_refusals(this, steps, State.OPEN):
            assert this in workable(steps)
            conditions = [Condition(text=str(n)) for n in range(count)] if move == Opinion.CONDITIONAL else []
            steps[which] = replace(this, opinion=Opinion(str(move)), conditions=tuple(conditions))
        for done in (each for each in steps if each.opinion is not None):
            before = [each for each in steps if each.is_blocking and each.order < done.order]
            assert all(each.is_decided and not each.open_conditions for each in before)
        if is_review_passed(steps):
            assert all(each.is_decided for each in steps)
            assert not any(each.is_blocking and each.open_conditions for each in steps)
