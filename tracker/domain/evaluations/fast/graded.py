"""The grades of a group: by rank, then what changes them; firms with the same marks share their words."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tracker.domain.evaluations.card_storage import adjustment_to_json, note_to_json
from tracker.domain.evaluations.facts import FirmFacts
from tracker.domain.evaluations.fast.columns import FactColumns
from tracker.domain.evaluations.fast.integers import Array
from tracker.domain.evaluations.fast.json_texts import encoded
from tracker.domain.evaluations.fast.places import grades_by_rank
from tracker.domain.evaluations.grading import freed_place, grade_adjustments
from tracker.domain.evaluations.scheme import Scheme
from tracker.domain.evaluations.scorecard import Adjustment
from tracker.domain.evaluations.scoring import small_group_note


@dataclass(frozen=True, slots=True)
class Graded:
    """A grade, "" where there is none, and what changed it, or why there is none, as JSON."""

    grade: str
    changes: tuple[str, ...]


def graded(scheme: Scheme, facts: FactColumns, ranks: Array, of: int) -> list[Graded]:
    """One entry a firm of the group."""
    if of < scheme.minimum_group_size:
        by_rank: Sequence[str | None] = [None] * len(ranks)
        freed: Sequence[Adjustment | None] = [None] * len(ranks)
    else:
        by_rank = grades_by_rank(scheme, ranks, of)
        freed = _freed(scheme, facts, ranks, of)
    known: dict[tuple[str | None, Adjustment | None, bool, str, str], Graded] = {}
    found = []
    for key in zip(by_rank, freed, facts.veto, facts.promotion, facts.grade_cap, strict=True):
        if key not in known:
            known[key] = _graded(scheme, of, *key)
        found.append(known[key])
    return found


def _freed(scheme: Scheme, facts: FactColumns, ranks: Array, of: int) -> list[Adjustment | None]:
    """What the places of vetoed firms change for those behind them."""
    vetoed = np.array(facts.veto, dtype=bool)
    changed: list[Adjustment | None] = [None] * len(ranks)
    if scheme.veto_frees_place and vetoed.any():
        ahead = np.searchsorted(np.sort(ranks[vetoed]), ranks, side="left")
        for row in np.flatnonzero((ahead > 0) & ~vetoed).tolist():
            changed[row] = freed_place(scheme, int(ranks[row]), int(ahead[row]), of)
    return changed


def _graded(
    scheme: Scheme, of: int, by_rank: str | None, freed: Adjustment | None, veto: bool, promotion: str, grade_cap: str
) -> Graded:
    facts = FirmFacts(year=scheme.year, veto=veto, promotion=promotion, grade_cap=grade_cap)
    changes = [freed] if freed else []
    changes += grade_adjustments(scheme, facts, freed.grade if freed else by_rank)
    grade = changes[-1].grade if changes else by_rank
    written = [encoded(adjustment_to_json(each)) for each in changes]
    if grade is None:
        written.append(encoded(note_to_json(small_group_note(scheme, of))))
    return Graded(grade or "", tuple(written))
