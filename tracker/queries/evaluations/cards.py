"""Stored score cards, and all that they say again: schemes and groups are read once for many cards."""

from collections.abc import Iterable, Iterator

from django.db.models import QuerySet

from indicators.domain.numbers import plain_six
from tracker.domain.evaluations.group_items import group_items_from_json
from tracker.domain.evaluations.scheme import Scheme as WrittenScheme
from tracker.domain.evaluations.scheme_reading import read_scheme
from tracker.domain.evaluations.scorecard import ScoreCard as Card
from tracker.domain.evaluations.stored_cards import StoredCard, StoredGroup, restored
from tracker.models import Round, Scheme, ScoreCard, ScoreGroup

CHUNK = 1_000


class CardReader:
    """Restores cards that come with their group and its scheme."""

    def __init__(self) -> None:
        self._schemes: dict[int, WrittenScheme] = {}
        self._groups: dict[int, StoredGroup] = {}

    def scheme(self, scheme: Scheme) -> WrittenScheme:
        if scheme.pk not in self._schemes:
            [self._schemes[scheme.pk]] = read_scheme(scheme.content).schemes
        return self._schemes[scheme.pk]

    def card(self, card: ScoreCard) -> Card:
        stored = StoredCard(
            item_scores=card.item_scores,
            rank=card.rank,
            grade=card.grade,
            adjustments=card.adjustments,
            inputs=card.inputs,
        )
        return restored(self.scheme(card.group.scheme), self._group(card.group), stored)

    def _group(self, group: ScoreGroup) -> StoredGroup:
        if group.pk not in self._groups:
            items = group_items_from_json(self.scheme(group.scheme), group.items)
            self._groups[group.pk] = StoredGroup(name=group.name, of=group.of, items=items)
        return self._groups[group.pk]


def with_groups(cards: QuerySet[ScoreCard]) -> QuerySet[ScoreCard]:
    return cards.select_related("group__scheme")


def cards_by_key(keys: Iterable[int]) -> dict[int, ScoreCard]:
    return with_groups(ScoreCard.objects.all()).in_bulk(list(keys))


def result_contents(round: Round) -> Iterator[list[object]]:
    """What the digest of a round is made of: its groups, then its cards by firm."""
    for group in round.groups.select_related("scheme").order_by("scheme__code", "name"):
        yield [group.scheme.code, group.name, group.of, group.items, group.method]
    cards = round.cards.order_by("enterprise__code").values_list(
        *("enterprise__code", "group__scheme__code", "group__name", "score", "rank", "grade"),
        *("item_scores", "adjustments", "inputs"),
    )
    for *names, score, rank, grade, scores, adjustments, inputs in cards.iterator(chunk_size=CHUNK):
        yield [*names, plain_six(score), rank, grade, [plain_six(each) for each in scores], adjustments, inputs]
