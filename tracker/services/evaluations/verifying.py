"""Comparing published rounds with what they were scored from: the digest, and every card scored again.

Rounds are scored by the columns of `evaluations.fast`, here it is the reference scorer: each checks the other.
"""

from collections.abc import Iterator
from decimal import Decimal

from indicators.domain.numbers import SIX, rounded
from tracker.domain.evaluations.card_storage import adjustments_to_json, group_text, inputs_from_json
from tracker.domain.evaluations.digest import digest_of
from tracker.domain.evaluations.group_items import group_items_of, group_items_to_json
from tracker.domain.evaluations.scheme_reading import read_scheme
from tracker.domain.evaluations.scorecard import ScoreCard as Card
from tracker.domain.evaluations.scoring import METHOD, score_scheme
from tracker.domain.evaluations.way import FROZEN_STATES
from tracker.models import Round, Scheme, ScoreCard
from tracker.queries.evaluations.cards import result_contents, with_groups


def round_differences() -> Iterator[str]:
    """One sentence for every published round, group and card that says something else than its stored inputs."""
    for round in Round.objects.filter(state__in=FROZEN_STATES).order_by("code"):
        if digest_of(result_contents(round)) != round.sha256:
            yield f"评价批次 {round.code}：结果与发布时的 SHA-256 不符"
        for scheme in round.schemes.order_by("code"):
            yield from _differences(round, scheme)


def _differences(round: Round, scheme: Scheme) -> Iterator[str]:
    cards = round.cards.filter(group__scheme=scheme, group__method=METHOD)
    stored = list(with_groups(cards).select_related("enterprise").order_by("enterprise__code"))
    again = _scored_again(scheme, stored)
    for group in {card.group_id: card.group for card in stored}.values():
        members = again.get(group.name, [])
        if (group.items, group.of) != (group_items_to_json(group_items_of(members)), members[0].of if members else 0):
            yield f"评价分组 {round.code}/{group.name}：由所存数据重新计算的户数或尺度与存档不同"
    found = {card.firm: card for cards in again.values() for card in cards}
    for card in stored:
        scored = found.get(card.enterprise.code)
        name = f"评分卡 {round.code}/{card.enterprise.code}"
        if scored is None:
            yield f"{name}：按所存数据不参评"
        elif _stored(card) != _said(scored):
            yield f"{name}：由所存数据重新评分的结果与存档不同"


def _scored_again(scheme: Scheme, stored: list[ScoreCard]) -> dict[str, list[Card]]:
    """By group."""
    inputs = [inputs_from_json(card.inputs) for card in stored]
    [written] = read_scheme(scheme.content).schemes
    groups = score_scheme(
        written,
        [firm for firm, _, _ in inputs],
        {firm.code: facts for firm, facts, _ in inputs},
        {firm.code: last_year for firm, _, last_year in inputs if last_year is not None},
    )
    return {group_text(group): cards for group, cards in groups.items()}


def _stored(card: ScoreCard) -> tuple:
    numbers = card.score, card.rank, card.grade
    return *numbers, card.group.name, list(card.item_scores), card.adjustments


def _said(card: Card) -> tuple:
    numbers = _kept(card.total), card.rank, card.grade or ""
    return *numbers, group_text(card.group), [item.score for item in card.items], adjustments_to_json(card)


def _kept(total: Decimal | None) -> Decimal | None:
    """As the column keeps it: points of seven decimals and more count for the rank and are cut there."""
    return None if total is None else rounded(total, SIX)
