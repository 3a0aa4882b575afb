"""How far a project is, and what it is in the year's list: the words of `projects.csv`."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Stage(StrEnum):
    """储备, 前期, 开工, 在建, 竣工, 投产, 达产达效: one after the other."""

    RESERVE = "reserve"
    EARLY = "early"
    STARTED = "started"
    BUILDING = "building"
    COMPLETED = "completed"
    PRODUCTION = "production"
    EFFECTIVE = "effective"

    @property
    def is_started(self) -> bool:
        """Whether work on the site has begun.

        >>> Stage.EARLY.is_started, Stage.STARTED.is_started
        (False, True)
        """
        return self not in (Stage.RESERVE, Stage.EARLY)

    def is_before(self, other: "Stage") -> bool:
        """
        >>> Stage.EARLY.is_before(Stage.STARTED), Stage.STARTED.is_before(Stage.STARTED)
        (True, False)
        """
        order = tuple(Stage)
        return order.index(self) < order.index(other)


@dataclass(frozen=True, slots=True)
class StageStep:
    """A project went from one stage to another on a day."""

    changed_on: date
    from_stage: Stage
    to_stage: Stage


def stage_on(steps: Iterable[StageStep], present: Stage, day: date) -> Stage:
    """The stage at the end of a day; before the first step the one it left, without any step the present one.

    Steps of one day count in the order given.
    """
    ordered = sorted(steps, key=lambda step: step.changed_on)
    if not ordered:
        return present
    taken = [step for step in ordered if step.changed_on <= day]
    return taken[-1].to_stage if taken else ordered[0].from_stage


class Category(StrEnum):
    """新开工, 续建, 竣工, 预备: the yearly category."""

    NEW = "new"
    CONTINUED = "continued"
    COMPLETING = "completing"
    RESERVE = "reserve"
