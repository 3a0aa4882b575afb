"""A line of a plan's table as it was typed, and what becomes of its targets."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from indicators.models import Area, Indicator
from tracker.domain.targets.target import Form
from tracker.domain.targets.wording import Cell
from tracker.models import Target
from tracker.queries.targets.table import LineCells


class Outcome(StrEnum):
    """What happens to a target, in the words of the preview."""

    NEW = "新目标"
    REVISED = "修订"
    REPEALED = "取消"
    WORDS = "只改文字"


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedLine:
    """A line as it stands in the form. `name` is how a fault calls it; `version` is empty for a new line.

    `place` is the number the form showed (0: a new line), `number` the one that was typed. `forms` and `references`
    are what was chosen where a writing leaves it open, by column.
    """

    name: str
    indicator: Indicator
    area: Area
    cells: LineCells
    version: str = ""
    place: int = 0
    number: int | None = None
    forms: Mapping[Cell, Form] = field(default_factory=dict)
    references: Mapping[Cell, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetEdit:
    """One target before and after. `choices` are the forms that are written like this; `asks_reference` says that no
    indicator goes by the name the plan uses."""

    outcome: Outcome
    cell: Cell
    stored: Target | None = None
    wanted: Target | None = None
    choices: Sequence[Form] = ()
    asks_reference: bool = False

    @property
    def target(self) -> Target:
        found = self.wanted or self.stored
        assert found is not None
        return found


@dataclass(slots=True, kw_only=True)
class LineEdit:
    typed: TypedLine
    edits: list[TargetEdit] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
