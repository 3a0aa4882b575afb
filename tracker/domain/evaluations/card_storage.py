"""A score card as it is stored: numbers as plain text, so that what is shown later is what was computed."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Any

from indicators.domain.numbers import plain, plain_six
from tracker.domain.evaluations.explain import explain_card
from tracker.domain.evaluations.facts import Firm, FirmFacts, Quantity, SizeClass
from tracker.domain.evaluations.notes import Note
from tracker.domain.evaluations.scheme import BaselineKind, Item, Scheme
from tracker.domain.evaluations.scorecard import Adjustment, ItemScore, ScoreCard
from tracker.domain.evaluations.values import Inputs

Json = dict[str, Any]
GROUP_SEPARATOR = "/"
NUMBERS = frozenset({*Quantity, "bonus", "penalty"})


def items_to_json(scheme: Scheme, card: ScoreCard) -> list[Json]:
    """One entry an item in the order of the scheme; none of class T."""
    return [_item(item, score) for item, score in zip(scheme.items, card.items, strict=bool(card.items))]


def adjustments_to_json(card: ScoreCard) -> list[Json]:
    """What stands between items and total, rank and grade; last why there is no grade or score."""
    notes = [note_to_json(each) for each in (card.unrated, card.ungraded) if each]
    return [*(adjustment_to_json(each) for each in card.adjustments), *notes]


def adjustment_to_json(adjustment: Adjustment) -> Json:
    return {
        "step": adjustment.step.value,
        "words": adjustment.words,
        "points": plain(adjustment.points),
        "grade": adjustment.grade,
    }


def note_to_json(note: Note) -> Json:
    return {"step": "note", "words": note.words, "code": note.code}


def inputs_to_json(firm: Firm, facts: FirmFacts, last_year: FirmFacts | None) -> Json:
    """The firm and the facts of both years as they were read; what is absent is left out."""
    return {"firm": _said(firm), "facts": _said(facts), "last_year": _said(last_year) if last_year else None}


def inputs_from_json(stored: Json) -> tuple[Firm, FirmFacts, FirmFacts | None]:
    """The firm and its facts as they were."""
    last_year = stored["last_year"]
    return (
        Firm(**{name: _read(name, value) for name, value in stored["firm"].items()}),
        facts_from_json(stored["facts"]),
        facts_from_json(last_year) if last_year else None,
    )


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


def _said(each: Firm | FirmFacts) -> Json:
    return {name: _text(value) for name, value in asdict(each).items() if not _is_absent(value)}


def _is_absent(value: Any) -> bool:
    """A zero is a fact, and in Python it equals False."""
    return value is None or value is False or value == "" or value == {}


def facts_from_json(stored: Json) -> FirmFacts:
    """The facts of one year as they were."""
    return FirmFacts(**{name: _read(name, value) for name, value in stored.items()})


def _read(name: str, value: Any) -> Any:
    if name == "size_class":
        return SizeClass(value)
    if name == "in_production_from":
        return date.fromisoformat(value)
    if name == "taxes":
        return {component: Decimal(amount) for component, amount in value.items()}
    return Decimal(value) if name in NUMBERS else value


def _text(value: Any) -> Any:
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, dict):
        return {name: plain(amount) for name, amount in value.items()}
    return value if isinstance(value, bool | int) else str(value)
