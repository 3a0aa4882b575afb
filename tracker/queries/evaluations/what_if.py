"""What a scheme would change: it and the round's own are scored on the present facts, nothing is stored."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from indicators.models import User
from tracker.domain.evaluations.scheme import Scheme as WrittenScheme
from tracker.domain.evaluations.scheme_reading import read_scheme
from tracker.domain.evaluations.scorecard import ScoreCard as Card
from tracker.domain.evaluations.scoring import score_scheme
from tracker.models import Round, Scheme
from tracker.queries.evaluations.access import enterprises_of
from tracker.queries.evaluations.participants import Participants, participants


class Direction(StrEnum):
    """升档, 降档; other where one of the two is no rung of the draft's grades."""

    UP = "up"
    DOWN = "down"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A firm that would have another grade; None is no grade."""

    code: str
    name: str
    before: Card
    after: Card
    direction: Direction


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatIf:
    """Inside the areas of the account; `before` and `after` count the grades, `""` is none."""

    scheme: str
    firms: int
    changes: list[Change]
    before: Mapping[str, int]
    after: Mapping[str, int]


def what_if(draft: Scheme, round: Round, user: User) -> WhatIf:
    """`draft` in the place of the round's scheme of the same size class; a round without one is a LookupError."""
    current = round.schemes.filter(size_class=draft.size_class).order_by("code").first()
    if current is None:
        raise LookupError(f"round {round.code} has no scheme of {draft.size_class}")
    found = participants(round.year)
    shown = set(enterprises_of(user).values_list("code", flat=True))
    before = _cards(_written(current), found)
    tried = replace(_written(draft), year=round.year)
    after = _cards(tried, found)
    ladder = [grade.code for grade in tried.grades]
    # The same facts give the same firms: both schemes are of one size class and year.
    codes = [code for code in before if code in shown]
    names = {firm.code: firm.name for firm in found.firms}
    return WhatIf(
        scheme=str(current),
        firms=len(codes),
        changes=[
            Change(
                code=code,
                name=names[code],
                before=before[code],
                after=after[code],
                direction=direction_of(before[code].grade, after[code].grade, ladder),
            )
            for code in codes
            if before[code].grade != after[code].grade
        ],
        before=Counter(before[code].grade or "" for code in codes),
        after=Counter(after[code].grade or "" for code in codes),
    )


def direction_of(before: str | None, after: str | None, ladder: Sequence[str]) -> Direction:
    """From one grade to another; `ladder` has the best first.

    >>> direction_of("C", "A", ["A", "B", "C", "D"]).value
    'up'
    """
    if before not in ladder or after not in ladder:
        return Direction.OTHER
    return Direction.UP if ladder.index(after) < ladder.index(before) else Direction.DOWN


def _written(scheme: Scheme) -> WrittenScheme:
    [written] = read_scheme(scheme.content).schemes
    return written


def _cards(scheme: WrittenScheme, found: Participants) -> dict[str, Card]:
    groups = score_scheme(scheme, found.firms, found.facts, found.last_year)
    return {card.firm: card for cards in groups.values() for card in cards}
