"""How far a project is, and what it is in the year's list: the words of `projects.csv`."""

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


class Category(StrEnum):
    """新开工, 续建, 竣工, 预备: the yearly category."""

    NEW = "new"
    CONTINUED = "continued"
    COMPLETING = "completing"
    RESERVE = "reserve"
