"""The same firms through both engines, as what is stored of each card."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from typing import Any

from indicators.domain.numbers import plain
from tracker.domain.evaluation_tables import QUANTITIES
from tracker.domain.evaluations.card_storage import (
    adjustments_to_json,
    explanation_to_json,
    group_text,
    inputs_to_json,
    items_to_json,
)
from tracker.domain.evaluations.facts import Firm, FirmFacts
from tracker.domain.evaluations.fast.cards import stored_cards
from tracker.domain.evaluations.fast.columns import FactColumns, FactTable, FirmColumns
from tracker.domain.evaluations.fast.scoring import score_columns
from tracker.domain.evaluations.scheme import Scheme
from tracker.domain.evaluations.scoring import score_scheme

Card = dict[str, Any]
Facts = Mapping[str, FirmFacts]


def table_of(firms: Sequence[Firm], facts: Facts, last_year: Facts) -> FactTable:
    """Firms and facts as columns."""
    said = {field.name: [_text(getattr(firm, field.name)) for firm in firms] for field in fields(Firm)}
    [year] = {each.year for each in facts.values()}
    now, before = ([each.get(firm.code) for firm in firms] for each in (facts, last_year))
    return FactTable(FirmColumns(**said), _columns(year, now), _columns(year - 1, before))


def _columns(year: int, facts: Sequence[FirmFacts | None]) -> FactColumns:
    def texts(name: str) -> list[str]:
        return ["" if each is None else _text(getattr(each, name)) for each in facts]

    return FactColumns(
        year=year,
        present=[each is not None for each in facts],
        quantities={name: [plain(getattr(each, name, None)) or "" for each in facts] for name in QUANTITIES},
        veto=[each is not None and each.veto for each in facts],
        size_class=texts("size_class"),
        exempt_reason=texts("exempt_reason"),
        promotion=texts("promotion"),
        grade_cap=texts("grade_cap"),
        taxes={
            row: {name: f"{plain(amount)}" for name, amount in each.taxes.items()}
            for row, each in enumerate(facts)
            if each is not None and each.taxes
        },
    )


def _text(value: object) -> str:
    return "" if value is None else str(value)


def reference(scheme: Scheme, firms: Sequence[Firm], facts: Facts, last_year: Facts) -> dict[str, Card]:
    """By the reference scorer, by firm."""
    by_code = {firm.code: firm for firm in firms}
    cards = (card for group in score_scheme(scheme, firms, facts, last_year).values() for card in group)
    return {
        card.firm: {
            "group": group_text(card.group),
            "score": plain(card.total),
            "rank": card.rank,
            "of": card.of,
            "grade": card.grade or "",
            "items": _written(items_to_json(scheme, card)),
            "adjustments": _written(adjustments_to_json(card)),
            "inputs": json.loads(
                _written(inputs_to_json(by_code[card.firm], facts[card.firm], last_year.get(card.firm)))
            ),
            "explanation": _written(explanation_to_json(scheme, card)),
        }
        for card in cards
    }


def fast(scheme: Scheme, firms: Sequence[Firm], facts: Facts, last_year: Facts) -> dict[str, Card]:
    """By the columns, by firm."""
    return dict(_fast(scheme, table_of(firms, facts, last_year)))


def _fast(scheme: Scheme, table: FactTable) -> Iterable[tuple[str, Card]]:
    for scored in score_columns(scheme, table):
        for card in stored_cards(scored):
            yield (
                table.firms.code[card.row],
                {
                    "group": scored.group,
                    "score": card.score,
                    "rank": card.rank,
                    "of": scored.of,
                    "grade": card.grade,
                    "items": card.items,
                    "adjustments": card.adjustments,
                    "inputs": json.loads(card.inputs),
                    "explanation": card.explanation,
                },
            )


def _written(content: object) -> str:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))
