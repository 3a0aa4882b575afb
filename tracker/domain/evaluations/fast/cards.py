"""The cards of a scored group as they are stored, written in batches so that few texts are held at a time."""

from collections.abc import Iterator
from typing import NamedTuple

from indicators.domain.numbers import SIX
from tracker.domain.evaluations.card_storage import note_to_json
from tracker.domain.evaluations.fast.columns import Texts
from tracker.domain.evaluations.fast.decimals import texts_of
from tracker.domain.evaluations.fast.group_scoring import ScoredGroup
from tracker.domain.evaluations.fast.input_texts import inputs_texts
from tracker.domain.evaluations.fast.json_texts import encoded, listed
from tracker.domain.evaluations.scheme import UNRATED

BATCH = 2_000


class CardRow(NamedTuple):
    """`row` is the firm's row in the table; class T has no scores and rank; adjustments and inputs are JSON."""

    row: int
    score: str | None
    rank: int | None
    grade: str
    item_scores: Texts
    adjustments: str
    inputs: str


def card_rows(scored: ScoredGroup) -> Iterator[CardRow]:
    """The rated firms in the order of the table, then class T."""
    for start in range(0, len(scored.rows), BATCH):
        yield from _rated(scored, slice(start, start + BATCH))
    for start in range(0, len(scored.unrated_rows), BATCH):
        yield from _unrated(scored, slice(start, start + BATCH))


def _rated(scored: ScoredGroup, batch: slice) -> Iterator[CardRow]:
    totals = texts_of(scored.totals.integers[batch], scored.totals.scale)
    items = zip(*(texts_of(column.scores[batch], SIX) for column in scored.items), strict=True)
    numbers = scored.rows[batch], totals, scored.ranks[batch].tolist(), scored.graded[batch], items
    texts = _adjustments(scored, batch), inputs_texts(scored.table, batch)
    for row, total, rank, graded, scores, adjustments, inputs in zip(*numbers, *texts, strict=True):
        yield CardRow(row, total, rank, graded.grade, scores, adjustments, inputs)


def _adjustments(scored: ScoredGroup, batch: slice) -> list[str]:
    """What changed the points, then what changed the grade."""
    columns = *(column[batch] for column in scored.totals.said), scored.graded[batch]
    return [
        listed([*(each.json for each in said if each), *graded.changes]) if graded.changes or any(said) else "[]"
        for *said, graded in zip(*columns, strict=True)
    ]


def _unrated(scored: ScoredGroup, batch: slice) -> Iterator[CardRow]:
    inputs = inputs_texts(scored.unrated_table, batch)
    for row, note, written in zip(scored.unrated_rows[batch], scored.unrated[batch], inputs, strict=True):
        yield CardRow(row, None, None, UNRATED, (), encoded([note_to_json(note)]), written)
