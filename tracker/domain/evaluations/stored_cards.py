"""A score card from what is stored of it: result, inputs, and its group's yardsticks give all the rest again."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from tracker.domain.evaluations.card_storage import Json, adjustments_from_json, inputs_from_json
from tracker.domain.evaluations.facts import FirmFacts
from tracker.domain.evaluations.group_items import GroupItem
from tracker.domain.evaluations.item_scores import item_score
from tracker.domain.evaluations.scheme import UNRATED, Item, Scheme
from tracker.domain.evaluations.scorecard import ItemScore, ScoreCard
from tracker.domain.evaluations.scoring import UNRATED_NAME
from tracker.domain.evaluations.totals import subtotal_of, total_of
from tracker.domain.evaluations.values import item_value


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredGroup:
    """`of` is N; `items` are empty where all cards are class T."""

    name: str
    of: int
    items: Sequence[GroupItem]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredCard:
    """Item scores in the order of the scheme, none of class T; adjustments and inputs as `card_storage` writes them."""

    item_scores: Sequence[Decimal]
    rank: int | None
    grade: str
    adjustments: Sequence[Json]
    inputs: Json


def restored(scheme: Scheme, group: StoredGroup, card: StoredCard) -> ScoreCard:
    """The card as it was when it was scored."""
    firm, facts, last_year = inputs_from_json(card.inputs)
    adjustments, unrated, ungraded = adjustments_from_json(card.adjustments)
    found = ScoreCard(
        firm=firm.code, group=(group.name,), of=group.of, adjustments=adjustments, unrated=unrated, ungraded=ungraded
    )
    if card.grade == UNRATED:
        return replace(found, grade=UNRATED, grade_name=UNRATED_NAME)
    columns = zip(scheme.items, group.items, card.item_scores, strict=True)
    items = tuple(_item(scheme, facts, last_year, *column) for column in columns)
    subtotal = subtotal_of(items)
    found = replace(found, items=items, subtotal=subtotal, total=total_of(subtotal, adjustments), rank=card.rank)
    if not card.grade:
        return found
    grade = scheme.grade(card.grade)
    return replace(found, grade=grade.code, grade_name=grade.name, policies=grade.policies)


def _item(
    scheme: Scheme, facts: FirmFacts, last_year: FirmFacts | None, item: Item, group: GroupItem, score: Decimal
) -> ItemScore:
    """The score is the stored one, whatever it would be today."""
    value = item_value(item, facts, last_year, scheme.tax_components)
    return replace(item_score(item, value, group.yardstick, group.mean_score), score=score)
