"""The grades of a group: by rank, then what changes them; firms with the same marks share their words."""

from collections.abc import Sequence
from dataclasses import dataclass

from indicators.domain.formulas import Formula
from tracker.domain.evaluations.card_storage import adjustment_to_json, note_to_json
from tracker.domain.evaluations.explain import grade_formula, small_group_formula
from tracker.domain.evaluations.facts import FirmFacts
from tracker.domain.evaluations.fast.columns import FactColumns
from tracker.domain.evaluations.fast.integers import Array
from tracker.domain.evaluations.fast.json_texts import PLACE, encoded, formula_text
from tracker.domain.evaluations.fast.places import grades_by_rank
from tracker.domain.evaluations.grading import grade_adjustments
from tracker.domain.evaluations.scheme import Scheme
from tracker.domain.evaluations.scoring import small_group_note


@dataclass(frozen=True, slots=True)
class Graded:
    """A grade, "" where there is none; what changed it as JSON; its formula around the rank, which may not be in it."""

    grade: str
    changes: tuple[str, ...]
    before_rank: str
    after_rank: str
    shows_rank: bool


def graded(scheme: Scheme, facts: FactColumns, ranks: Array, of: int) -> list[Graded]:
    """One entry a firm of the group."""
    large = of >= scheme.minimum_group_size
    by_rank: Sequence[str | None] = grades_by_rank(scheme, ranks, of) if large else [None] * len(ranks)
    known: dict[tuple[str | None, bool, str, str], Graded] = {}
    found = []
    for key in zip(by_rank, facts.veto, facts.promotion, facts.grade_cap, strict=True):
        if key not in known:
            known[key] = _graded(scheme, of, *key)
        found.append(known[key])
    return found


def _graded(scheme: Scheme, of: int, by_rank: str | None, veto: bool, promotion: str, grade_cap: str) -> Graded:
    facts = FirmFacts(year=scheme.year, veto=veto, promotion=promotion, grade_cap=grade_cap)
    changes = list(grade_adjustments(scheme, facts, by_rank))
    grade = changes[-1].grade if changes else by_rank
    written = [encoded(adjustment_to_json(each)) for each in changes]
    if grade is None:
        note = small_group_note(scheme, of)
        written.append(encoded(note_to_json(note)))
        formula = Formula("grade", f"{note.words}。", "")
    elif by_rank is None:
        formula = small_group_formula(changes)
    else:
        formula = grade_formula(scheme, PLACE, of, by_rank, changes)
    before, place, after = formula_text(formula).partition(PLACE)
    return Graded(grade or "", tuple(written), before, after, bool(place))
