"""Every number of every card equals exact fractions reached from the text of the rules alone."""

from fractions import Fraction
from typing import Any

from hypothesis import given, settings

from tests.tracker.domain.evaluations.evaluation_cases import FactsRow, Written, cards_of
from tests.tracker.domain.evaluations.oracle import evaluate
from tests.tracker.domain.evaluations.random_groups import groups, written_schemes
from tracker.domain.evaluations.scorecard import ScoreCard


def exact_card(card: ScoreCard) -> dict[str, Any]:
    return {
        "items": [Fraction(item.score) for item in card.items],
        "total": None if card.total is None else Fraction(card.total),
        "rank": card.rank,
        "of": card.of,
        "grade": card.grade,
    }


@settings(max_examples=600)
@given(written_schemes(), groups)
def test_cards_equal_exact_fractions(written: Written, group: list[tuple[FactsRow, FactsRow | None]]) -> None:
    rows = [dict(row) for row, _ in group]
    before = [None if row is None else dict(row) for _, row in group]
    cards = cards_of(written, rows, before)
    assert [exact_card(card) for card in cards] == evaluate(written, rows, before)
