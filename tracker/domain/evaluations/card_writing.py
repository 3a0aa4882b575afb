"""A score card as it is shown: numbers as plain text, computed ones with their six decimals."""

from dataclasses import asdict
from typing import Any

from indicators.domain.numbers import plain, plain_six
from tracker.domain.evaluations.explain import explain_card
from tracker.domain.evaluations.notes import Note
from tracker.domain.evaluations.scheme import BaselineKind, Item, Scheme
from tracker.domain.evaluations.scorecard import ItemScore, ScoreCard
from tracker.domain.evaluations.values import Inputs

Json = dict[str, Any]


def items_to_json(scheme: Scheme, card: ScoreCard) -> list[Json]:
    """One entry an item in the order of the scheme; none of class T."""
    return [_item(item, score) for item, score in zip(scheme.items, card.items, strict=bool(card.items))]


def explanation_to_json(scheme: Scheme, card: ScoreCard) -> list[Json]:
    return [asdict(formula) for formula in explain_card(scheme, card)]


def _item(item: Item, score: ItemScore) -> Json:
    return {
        "item": score.item,
        "name": item.name,
        "numerator": plain(score.numerator),
        "denominator": plain(score.denominator),
        "last_year": _inputs(score.last_year),
        "value": plain_six(score.value),
        "baseline": _baseline(score),
        "weight": plain(score.weight),
        "score": plain_six(score.score),
        "note": _note(score.note),
    }


def _baseline(score: ItemScore) -> str | None:
    """As the scheme fixes it, or six decimals where it was computed."""
    fixed = score.yardstick.kind is BaselineKind.FIXED
    return plain(score.baseline) if fixed else plain_six(score.baseline)


def _inputs(inputs: Inputs | None) -> list[str | None] | None:
    return None if inputs is None else [plain(inputs.numerator), plain(inputs.denominator)]


def _note(note: Note | None) -> str | None:
    return None if note is None else note.words
