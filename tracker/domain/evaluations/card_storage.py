"""The words and the inputs of a score card as they are stored, numbers as plain text."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Any

from indicators.domain.numbers import plain
from tracker.domain.evaluations.facts import Firm, FirmFacts, Quantity, SizeClass
from tracker.domain.evaluations.notes import Note, Ungraded
from tracker.domain.evaluations.scorecard import Adjustment, ScoreCard, Step

Json = dict[str, Any]
GROUP_SEPARATOR = "/"
NOTE = "note"
_UNGRADED = frozenset(Ungraded)
NUMBERS = frozenset({*Quantity, "bonus", "penalty"})


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
    return {"step": NOTE, "words": note.words, "code": note.code}


def adjustments_from_json(stored: Iterable[Json]) -> tuple[tuple[Adjustment, ...], Note | None, Note | None]:
    """The adjustments, why the firm is class T, and why it has no grade."""
    adjustments, unrated, ungraded = [], None, None
    for each in stored:
        if each["step"] != NOTE:
            adjustments.append(_adjustment(each))
        elif each["code"] in _UNGRADED:
            ungraded = Note(each["code"], each["words"])
        else:
            unrated = Note(each["code"], each["words"])
    return tuple(adjustments), unrated, ungraded


def _adjustment(stored: Json) -> Adjustment:
    points = stored["points"]
    return Adjustment(
        step=Step(stored["step"]),
        words=stored["words"],
        points=None if points is None else Decimal(points),
        grade=stored["grade"],
    )


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


def group_text(group: Sequence[str]) -> str:
    return GROUP_SEPARATOR.join(group)


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
