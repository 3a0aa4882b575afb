"""The way of a round: collecting → locked → scored → published → final, and what stands against each step."""

from collections.abc import Mapping
from enum import StrEnum


class State(StrEnum):
    """收集数据, 已锁定, 已评分, 已发布, 已定案."""

    COLLECTING = "collecting"
    LOCKED = "locked"
    SCORED = "scored"
    PUBLISHED = "published"
    FINAL = "final"


class Step(StrEnum):
    """锁定, 解锁, 评分, 发布, 定案."""

    LOCK = "lock"
    UNLOCK = "unlock"
    SCORE = "score"
    PUBLISH = "publish"
    FINALISE = "finalise"


LOCKED_STATES = (State.LOCKED, State.SCORED, State.PUBLISHED, State.FINAL)
FROZEN_STATES = (State.PUBLISHED, State.FINAL)

# Scored may be at any time before it is published, from the present facts; until it is locked that is provisional.
FROM: Mapping[Step, tuple[State, ...]] = {
    Step.LOCK: (State.COLLECTING,),
    Step.UNLOCK: (State.LOCKED, State.SCORED),
    Step.SCORE: (State.COLLECTING, State.LOCKED, State.SCORED),
    Step.PUBLISH: (State.SCORED,),
    Step.FINALISE: (State.PUBLISHED,),
}
NEEDS = {
    Step.LOCK: "只有收集数据中的批次可以锁定",
    Step.UNLOCK: "只有已锁定、未发布的批次可以解锁",
    Step.SCORE: "已发布的批次不再评分",
    Step.PUBLISH: "先锁定并评分，才能发布",
    Step.FINALISE: "先发布，才能定案",
}


def is_allowed(step: Step, state: State) -> bool:
    """Whether the step may be taken in this state.

    >>> is_allowed(Step.PUBLISH, State.COLLECTING)
    False
    """
    return state in FROM[step]
