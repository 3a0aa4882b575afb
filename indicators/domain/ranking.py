"""Places inside a peer group: competition ranking on the figure as it is published."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Generic, TypeVar

from indicators.domain.kinds import Direction
from indicators.domain.numbers import rounded

METHOD = "ranking/1"
# Equal published figures share a place and use up the places after it: 1, 2, 2, 4.
TIE_RULE = "competition_rounded_half_up"

TOP_THREE = "top_three"
FIRST_THIRD = "first_third"

PUBLISHED = "published"
COMPUTED = "computed"

K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Place(Generic[K]):
    """One member with the figure it was ranked by (rounded) and its place; both None when there is no data."""

    key: K
    value: Decimal | None
    place: int | None


@dataclass(frozen=True, slots=True)
class Ranked(Generic[K]):
    """All members by place, those without data last; `of` counts the members that have a place."""

    places: list[Place[K]]
    of: int


def rank(values: Mapping[K, Decimal | None], *, direction: Direction, digits: int) -> Ranked[K]:
    """Rank the values rounded half up to `digits`; equal ones share a place, in the order given.

    >>> [place.place for place in rank({"a": Decimal("5.14"), "b": Decimal("5.06"), "c": Decimal(7), "d": None},
    ...                                direction=Direction.HIGHER, digits=1).places]
    [1, 2, 2, None]
    """
    known = [(key, rounded(value, digits)) for key, value in values.items() if value is not None]
    known.sort(key=lambda pair: pair[1], reverse=direction == Direction.HIGHER)
    places: list[Place[K]] = []
    for position, (key, value) in enumerate(known, start=1):
        tied = places[-1] if places and places[-1].value == value else None
        places.append(Place(key, value, tied.place if tied else position))
    absent = [Place(key, None, None) for key, value in values.items() if value is None]
    return Ranked(places + absent, len(known))


def ranked_source(
    published: Mapping[K, Decimal | None], computed: Mapping[K, Decimal | None]
) -> tuple[str, Mapping[K, Decimal | None]] | None:
    """What a ranking reads, for the whole group alike: published figures where there is one, else the computed ones.

    None when there is no figure at all. The two are never mixed.

    >>> ranked_source({"a": None, "b": None}, {"a": Decimal(5), "b": None})
    ('computed', {'a': Decimal('5'), 'b': None})
    """
    for source, values in ((PUBLISHED, published), (COMPUTED, computed)):
        if any(value is not None for value in values.values()):
            return source, values
    return None


def bands(place: int | None, of: int) -> list[str]:
    """`top_three` (三甲: places 1–3) and `first_third` (第一方阵: 3 · place ≤ of).

    >>> bands(3, 14), bands(5, 15), bands(None, 14)
    (['top_three', 'first_third'], ['first_third'], [])
    """
    if place is None:
        return []
    return [TOP_THREE] * (place <= 3) + [FIRST_THIRD] * (3 * place <= of)


def change_of_place(place: int | None, earlier: int | None) -> int | None:
    """Places won since the earlier ranking (positive: 前移); None when either is unknown.

    >>> change_of_place(2, 5)
    3
    """
    return None if place is None or earlier is None else earlier - place
