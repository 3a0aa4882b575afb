"""The same firms through both engines, as what is stored of each card."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from decimal import Decimal
from typing import Any

from indicators.domain.numbers import plain, plain_six
from tracker.domain.evaluation_tables import QUANTITIES
from tracker.domain.evaluations.card_storage import adjustments_to_json, group_text, inputs_to_json
from tracker.domain.evaluations.card_writing import explanation_to_json, items_to_json
from tracker.domain.evaluations.facts import Firm, FirmFacts
from tracker.domain.evaluations.fast.cards import CardRow, card_rows
from tracker.domain.evaluations.fast.columns import FactColumns, FactTable, FirmColumns
from tracker.domain.evaluations.fast.group_scoring import ScoredGroup
from tracker.domain.evaluations.fast.scoring import score_columns
from tracker.domain.evaluations.group_items import group_items_from_json, group_items_of, group_items_to_json
from tracker.domain.evaluations.scheme import Scheme
from tracker.domain.evaluations.scorecard import ScoreCard
from tracker.domain.evaluations.scoring import score_scheme
from tracker.domain.evaluations.stored_cards import StoredCard, StoredGroup, restored

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
    cards = {}
    for group in score_scheme(scheme, firms, facts, last_year).values():
        against = group_items_to_json(group_items_of(group))
        for card in group:
            inputs = inputs_to_json(by_code[card.firm], facts[card.firm], last_year.get(card.firm))
            cards[card.firm] = {
                "group": group_text(card.group),
                "score": card.total,
                "rank": card.rank,
                "of": card.of,
                "grade": card.grade or "",
                "item_scores": [plain_six(item.score) for item in card.items],
                "against": _written(against),
                "adjustments": _written(adjustments_to_json(card)),
                "inputs": json.loads(_written(inputs)),
                **_shown(scheme, card),
            }
    return cards


def fast(scheme: Scheme, firms: Sequence[Firm], facts: Facts, last_year: Facts) -> dict[str, Card]:
    """By the columns, by firm; what is shown is worked out from what is stored."""
    return dict(_fast(scheme, table_of(firms, facts, last_year)))


def _fast(scheme: Scheme, table: FactTable) -> Iterable[tuple[str, Card]]:
    for scored in score_columns(scheme, table):
        against = _written(group_items_to_json([column.group for column in scored.items] if scored.rows else []))
        for card in card_rows(scored):
            yield (
                table.firms.code[card.row],
                {
                    "group": scored.group,
                    "score": None if card.score is None else Decimal(card.score),
                    "rank": card.rank,
                    "of": scored.of,
                    "grade": card.grade,
                    "item_scores": list(card.item_scores),
                    "against": against,
                    "adjustments": card.adjustments,
                    "inputs": json.loads(card.inputs),
                    **_shown(scheme, _restored(scheme, scored, against, card)),
                },
            )


def _restored(scheme: Scheme, scored: ScoredGroup, against: str, card: CardRow) -> ScoreCard:
    stored = StoredCard(
        item_scores=[Decimal(score) for score in card.item_scores],
        rank=card.rank,
        grade=card.grade,
        adjustments=json.loads(card.adjustments),
        inputs=json.loads(card.inputs),
    )
    group = StoredGroup(name=scored.group, of=scored.of, items=group_items_from_json(scheme, json.loads(against)))
    return restored(scheme, group, stored)


def _shown(scheme: Scheme, card: ScoreCard) -> Card:
    """Every number and word of the card's page."""
    return {
        "items": _written(items_to_json(scheme, card)),
        "explanation": _written(explanation_to_json(scheme, card)),
        "grade_name": card.grade_name,
        "policies": card.policies,
        "totals": (card.subtotal, card.total),
    }


def _written(content: object) -> str:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))
