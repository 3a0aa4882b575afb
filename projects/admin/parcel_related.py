"""Sections that apps above add to the page of a parcel."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from indicators.models import User
from projects.models import Parcel


@dataclass(frozen=True, slots=True)
class ParcelSection:
    """A part of the page: its template reads `section.context`."""

    title: str
    template: str
    context: Mapping[str, Any] = field(default_factory=dict)


SectionMaker = Callable[[Parcel, User], ParcelSection | None]

_makers: list[SectionMaker] = []


def add_parcel_section(make: SectionMaker) -> None:
    """Called with a parcel and who looks at it; None shows nothing. Sections stand in the order of being added."""
    if make not in _makers:
        _makers.append(make)


def sections_of(parcel: Parcel, user: User) -> list[ParcelSection]:
    return [section for make in _makers if (section := make(parcel, user)) is not None]
