"""Scoring a round: load → score → replace all its cards in one transaction, so that nobody reads half a result."""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from indicators.choices import AuditAction
from indicators.services.audit import Actor, record
from indicators.services.calculations import bump_data_version
from tracker.domain.evaluations.card_storage import (
    adjustments_to_json,
    explanation_to_json,
    group_text,
    inputs_to_json,
    items_to_json,
)
from tracker.domain.evaluations.scheme import Scheme as WrittenScheme
from tracker.domain.evaluations.scheme_reading import read_scheme
from tracker.domain.evaluations.scorecard import ScoreCard as Card
from tracker.domain.evaluations.scoring import METHOD, score_scheme
from tracker.domain.evaluations.way import NEEDS, State, Step, is_allowed
from tracker.models import Round, ScoreCard
from tracker.queries.evaluations.participants import Participants, participants

COLUMNS = (
    *("round_id", "enterprise_id", "scheme_id", '"group"', "score", "rank", '"of"', "grade"),
    *("items", "adjustments", "inputs", "explanation", "method"),
)
UNGRADED = "none"
Progress = Callable[[int, int], None]


class RoundRefusedError(Exception):
    """The step was not taken; `reasons` lists every reason."""

    code = "round_refused"

    def __init__(self, reasons: list[str]) -> None:
        super().__init__("；".join(reasons))
        self.reasons = reasons


def _no_progress(done: int, of: int) -> None:
    """For whoever needs none."""


@transaction.atomic
def score_round(*, round: Round, actor: Actor, progress: Progress = _no_progress) -> dict[str, int]:
    """Score every firm that takes part by the present facts; returns how many cards have each grade.

    `progress` is told how many schemes are done, and may raise to stop: then the earlier cards stay. Safe to repeat.
    """
    locked = Round.objects.select_for_update().get(pk=round.pk)
    if not is_allowed(Step.SCORE, State(locked.state)):
        raise RoundRefusedError([NEEDS[Step.SCORE]])
    schemes = list(locked.schemes.order_by("code"))
    if not schemes:
        raise RoundRefusedError(["批次没有评价标准"])
    found = participants(locked.year)
    ScoreCard.objects.filter(round=locked).delete()
    counts: Counter[str] = Counter()
    for place, scheme in enumerate(schemes):
        progress(place, len(schemes))
        [written] = read_scheme(scheme.content).schemes
        groups = score_scheme(written, found.firms, found.facts, found.last_year)
        cards = [card for group in groups.values() for card in group]
        _copy(_rows(locked.pk, scheme.pk, written, cards, found))
        counts.update(card.grade or UNGRADED for card in cards)
    progress(len(schemes), len(schemes))
    if not counts:
        raise RoundRefusedError([f"没有参评企业：{locked.year} 年的数据中没有企业的规模与评价标准相符"])
    _finish(locked, dict(sorted(counts.items())), actor)
    return locked.counts


def _finish(round: Round, counts: dict[str, int], actor: Actor) -> None:
    """A locked round is scored now; one that still collects stays so, its result is provisional."""
    round.counts, round.scored_at = counts, timezone.now()
    if round.state == State.LOCKED:
        round.state = State.SCORED
    round.changes += 1
    round.save(update_fields=["counts", "scored_at", "state", "changes"])
    record(
        actor=actor,
        action=AuditAction.CHANGED,
        object_type="round",
        object_key=round.code,
        new={"state": round.state, "counts": counts, "method": METHOD},
    )
    bump_data_version()


def _rows(
    round: int, scheme: int, written: WrittenScheme, cards: list[Card], found: Participants
) -> Iterator[tuple[Any, ...]]:
    firms = {firm.code: firm for firm in found.firms}
    for card in cards:
        facts, last_year = found.facts[card.firm], found.last_year.get(card.firm)
        yield (
            *(round, found.ids[card.firm], scheme, group_text(card.group)),
            *(card.total, card.rank, card.of, card.grade or ""),
            _json(items_to_json(written, card)),
            _json(adjustments_to_json(card)),
            _json(inputs_to_json(firms[card.firm], facts, last_year)),
            _json(explanation_to_json(written, card)),
            METHOD,
        )


def _json(content: Any) -> str:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def _copy(rows: Iterator[tuple[Any, ...]]) -> None:
    statement = f"COPY {ScoreCard._meta.db_table} ({', '.join(COLUMNS)}) FROM STDIN"
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)
