"""The cards of a scored group as they are stored, written in batches so that few texts are held at a time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tracker.domain.evaluations.card_storage import note_to_json
from tracker.domain.evaluations.explain import rank_formula, total_formula, unrated_formula
from tracker.domain.evaluations.fast.columns import Texts
from tracker.domain.evaluations.fast.decimals import plain_texts
from tracker.domain.evaluations.fast.group_scoring import ScoredGroup
from tracker.domain.evaluations.fast.input_texts import inputs_texts
from tracker.domain.evaluations.fast.item_texts import ItemTexts
from tracker.domain.evaluations.fast.json_texts import PLACE, encoded, formula_text, listed
from tracker.domain.evaluations.fast.points import Said
from tracker.domain.evaluations.scheme import UNRATED

BATCH = 2_000


@dataclass(frozen=True, slots=True)
class StoredCard:
    """`row` is the firm's row in the table; class T has no score and rank; the last four are JSON."""

    row: int
    score: str | None
    rank: int | None
    grade: str
    items: str
    adjustments: str
    inputs: str
    explanation: str


def stored_cards(scored: ScoredGroup) -> Iterator[StoredCard]:
    """The rated firms in the order of the table, then class T."""
    for start in range(0, len(scored.rows), BATCH):
        yield from _rated(scored, slice(start, start + BATCH))
    for start in range(0, len(scored.unrated_rows), BATCH):
        yield from _unrated(scored, slice(start, start + BATCH))


def _rated(scored: ScoredGroup, batch: slice) -> Iterator[StoredCard]:
    columns = [ItemTexts(column, batch) for column in scored.items]
    totals = plain_texts(scored.totals.integers[batch], scored.totals.scale)
    items = map(listed, zip(*(column.items() for column in columns), strict=True))
    numbers = scored.rows[batch], totals, scored.ranks[batch].tolist(), scored.graded[batch], scored.totals.said[batch]
    texts = items, inputs_texts(scored.table, batch), _explanations(scored, batch, columns, totals)
    for row, total, rank, graded, said, written, inputs, explanation in zip(*numbers, *texts, strict=True):
        adjustments = listed([*(each.json for each in said), *graded.changes])
        yield StoredCard(row, total, rank, graded.grade, written, adjustments, inputs, explanation)


def _explanations(scored: ScoredGroup, batch: slice, columns: Sequence[ItemTexts], totals: Texts) -> Iterator[str]:
    """Every item, then total, rank and grade."""
    words: dict[tuple[str, ...], Sequence[str]] = {}
    before, after = formula_text(rank_formula(PLACE, scored.of)).split(PLACE)
    formulas = map(",".join, zip(*(column.formulas() for column in columns), strict=True))
    terms = map(" + ".join, zip(*(column.scores for column in columns), strict=True))
    ranks, graded, said = scored.ranks[batch].tolist(), scored.graded[batch], scored.totals.said[batch]
    for items, term, total, points, rank, grade in zip(formulas, terms, totals, said, ranks, graded, strict=True):
        total_text = _total(term, total, points, words)
        rank_text = rank if grade.shows_rank else ""
        yield f"[{items},{total_text},{before}{rank}{after},{grade.before_rank}{rank_text}{grade.after_rank}]"


def _total(terms: str, total: str, said: tuple[Said, ...], words: dict[tuple[str, ...], Sequence[str]]) -> str:
    """`words` keeps what was written around the numbers of the firms with the same adjustments."""
    key = tuple(each.words for each in said)
    if key not in words:
        words[key] = formula_text(total_formula(key, PLACE, PLACE)).split(PLACE)
    before, between, after = words[key]
    return f"{before}{terms}{''.join([each.sign for each in said])}{between}{total}{after}"


def _unrated(scored: ScoredGroup, batch: slice) -> Iterator[StoredCard]:
    inputs = inputs_texts(scored.unrated_table, batch)
    for row, note, written in zip(scored.unrated_rows[batch], scored.unrated[batch], inputs, strict=True):
        adjustments, explanation = encoded([note_to_json(note)]), f"[{formula_text(unrated_formula(note))}]"
        yield StoredCard(row, None, None, UNRATED, "[]", adjustments, written, explanation)
