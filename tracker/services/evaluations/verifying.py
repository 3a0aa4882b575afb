"""Comparing published rounds with what they were scored from: the digest, and every card scored again.

Rounds are scored by the columns of `evaluations.fast`, here it is the reference scorer: each checks the other.
"""

from collections.abc import Iterator
from decimal import Decimal

from indicators.domain.numbers import SIX, rounded
from tracker.domain.evaluations.card_storage import adjustments_to_json, inputs_from_json, items_to_json
from tracker.domain.evaluations.scheme_reading import read_scheme
from tracker.domain.evaluations.scoring import METHOD, score_scheme
from tracker.domain.evaluations.way import FROZEN_STATES
from tracker.models import Round, ScoreCard
from tracker.queries.evaluations.rounds import cards_in_order
from tracker.services.evaluations.rounds import result_digest


def round_differences() -> Iterator[str]:
    """One sentence for every published round and card that says something else than its stored inputs."""
    for round in Round.objects.filter(state__in=FROZEN_STATES).order_by("code"):
        if result_digest(round) != round.sha256:
            yield f"评价批次 {round.code}：结果与发布时的 SHA-256 不符"
        for scheme in round.schemes.order_by("code"):
            yield from _differences(round, scheme.pk, scheme.content)


def _differences(round: Round, scheme: int, content: dict) -> Iterator[str]:
    stored = list(cards_in_order(round).filter(scheme=scheme, method=METHOD))
    inputs = {card.enterprise.code: inputs_from_json(card.inputs) for card in stored}
    [written] = read_scheme(content).schemes
    groups = score_scheme(
        written,
        [firm for firm, _, _ in inputs.values()],
        {code: facts for code, (_, facts, _) in inputs.items()},
        {code: last_year for code, (_, _, last_year) in inputs.items() if last_year is not None},
    )
    again = {card.firm: card for cards in groups.values() for card in cards}
    for card in stored:
        scored = again.get(card.enterprise.code)
        name = f"评分卡 {round.code}/{card.enterprise.code}"
        if scored is None:
            yield f"{name}：按所存数据不参评"
        elif _said(card) != (
            *(_stored(scored.total), scored.rank, scored.of, scored.grade or ""),
            *(items_to_json(written, scored), adjustments_to_json(scored)),
        ):
            yield f"{name}：由所存数据重新评分的结果与存档不同"


def _stored(total: Decimal | None) -> Decimal | None:
    """As the column keeps it: points of seven decimals and more count for the rank and are cut there."""
    return None if total is None else rounded(total, SIX)


def _said(card: ScoreCard) -> tuple:
    return card.score, card.rank, card.of, card.grade, card.items, card.adjustments
