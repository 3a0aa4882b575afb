"""A score card as it is stored: numbers as plain text, so that what is shown later is what was computed."""

from collections.abc import Sequence
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from indicators.domain.numbers import plain, plain_six
from tracker.domain.evaluations.explain import explain_card
from tracker.domain.evaluations.facts import FirmFacts
from tracker.domain.evaluations.notes import Note
from tracker.domain.evaluations.scheme import Item, Scheme
from tracker.domain.evaluations.scorecard import Adjustment, ItemScore, ScoreCard
from tracker.domain.evaluations.values import Inputs

Json = dict[str, Any]
GROUP_SEPARATOR = "/"


def items_to_json(scheme: Scheme, card: ScoreCard) -> list[Json]:
    """One entry an item in the order of the scheme; none of class T."""
    return [_item(item, score) for item, score in zip(scheme.items, card.items, strict=bool(card.items))]


def adjustments_to_json(card: ScoreCard) -> list[Json]:
    """What stands between items and total, rank and grade; last why there is no grade or score."""
    notes = [{"step": "note", "words": each.words, "code": each.code} for each in (card.unrated, card.ungraded) if each]
    return [*(_adjustment(each) for each in card.adjustments), *notes]


def inputs_to_json(facts: FirmFacts, last_year: FirmFacts | None) -> Json:
    """The facts of both years as they were read; what is absent is left out."""
    return {str(each.year): _facts(each) for each in (facts, last_year) if each is not None}


def explanation_to_json(scheme: Scheme, card: ScoreCard) -> list[Json]:
    return [asdict(formula) for formula in explain_card(scheme, card)]


def group_text(group: Sequence[str]) -> str:
    return GROUP_SEPARATOR.join(group)


def _item(item: Item, score: ItemScore) -> Json:
    return {
        "item": score.item,
        "name": item.name,
        "numerator": plain(score.numerator),
        "denominator": plain(score.denominator),
        "last_year": _inputs(score.last_year),
        "value": plain_six(score.value),
        "baseline": plain(score.baseline),
        "weight": plain(score.weight),
        "score": plain_six(score.score),
        "note": _note(score.note),
    }


def _inputs(inputs: Inputs | None) -> list[str | None] | None:
    return None if inputs is None else [plain(inputs.numerator), plain(inputs.denominator)]


def _note(note: Note | None) -> str | None:
    return None if note is None else note.words


def _adjustment(adjustment: Adjustment) -> Json:
    return {
        "step": adjustment.step.value,
        "words": adjustment.words,
        "points": plain(adjustment.points),
        "grade": adjustment.grade,
    }


def _facts(facts: FirmFacts) -> Json:
    return {name: _text(value) for name, value in asdict(facts).items() if value not in (None, "", False, {})}


def _text(value: Any) -> Any:
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, dict):
        return {name: plain(amount) for name, amount in value.items()}
    return value if isinstance(value, bool | int) else str(value)
