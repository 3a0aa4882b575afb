"""Tables of a package that apps above bring along: they sign up here, loading and exporting go through them."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from indicators.domain.packages import Table
from indicators.readers.faults import Findings
from indicators.services.audit import Actor
from indicators.services.packages.areas import NewAreas
from indicators.services.packages.catalogue import NewIndicators
from indicators.services.packages.peer_groups import NewMembers


@dataclass(frozen=True, slots=True)
class Definitions:
    """What rows may refer to: stored already, or new in the same package."""

    areas: NewAreas
    members: NewMembers
    indicators: NewIndicators


@dataclass(frozen=True, slots=True)
class StoredRows:
    """What storing one table did."""

    created: int
    unchanged: int


class CheckedTables(Protocol):
    """The checked rows of a part, ready to be stored in the transaction of the package."""

    def store(self, *, actor: Actor, reason: str) -> Mapping[Table, StoredRows]: ...

    def indicators_to_follow(self) -> Iterable[str]:
        """The codes of the indicators whose derived numbers have to be computed again."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class PackagePart:
    """`check` takes the files that are there; `rows` gives by table what an export writes, sorted.

    `documents` are files that are no tables: what writes one, and how many entries it has.
    """

    tables: Sequence[Table]
    check: Callable[[Mapping[Table, Path | None], Definitions, Findings], CheckedTables]
    rows: Mapping[Table, Callable[[], Iterator[Sequence[object]]]]
    documents: Mapping[Table, Callable[[Path], int]] = field(default_factory=dict)


_parts: list[PackagePart] = []


def add_part(part: PackagePart) -> None:
    """To be called once, when the app is ready."""
    _parts.append(part)


def parts() -> Sequence[PackagePart]:
    return tuple(_parts)
