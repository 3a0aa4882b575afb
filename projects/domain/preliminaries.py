"""What a project still lacks on a day: procedures (手续) and what its site needs (要素保障)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class PreliminaryKind(StrEnum):
    """前期手续, and the needs of the site: 用地, 环评, 能评, 规划, 资金."""

    PROCEDURE = "procedure"
    LAND = "land"
    ENVIRONMENT = "environment"
    ENERGY = "energy"
    PLANNING = "planning"
    FUNDS = "funds"


NEEDS = tuple(kind for kind in PreliminaryKind if kind != PreliminaryKind.PROCEDURE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing to be obtained. What is not needed was looked into and found so."""

    kind: PreliminaryKind
    name: str
    is_needed: bool = True
    due_on: date | None = None
    done_on: date | None = None


@dataclass(frozen=True, slots=True)
class Missing:
    """Needed and not done; `days_late` is 0 where its day is not past or none is set. `name` is "" for a whole kind."""

    kind: PreliminaryKind
    name: str
    due_on: date | None
    days_late: int


def missing_on(items: Iterable[Item], day: date) -> list[Missing]:
    """What is missing on a day: the latest first, then by the day it is due, then what has no day.

    A need of the site that has no item at all is missing, too: nobody has said yet that it is not needed.
    """
    items = list(items)
    found = [
        Missing(item.kind, item.name, item.due_on, max((day - item.due_on).days, 0) if item.due_on else 0)
        for item in items
        if item.is_needed and not (item.done_on and item.done_on <= day)
    ]
    looked_into = {item.kind for item in items}
    found += [Missing(kind, "", None, 0) for kind in NEEDS if kind not in looked_into]
    return sorted(found, key=lambda each: (-each.days_late, each.due_on or date.max, each.name == ""))
