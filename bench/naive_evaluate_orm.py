"""Two peers of `bench/evaluate.py`: the straightforward loop, instances in, Decimal arithmetic, instances saved.

Cards are saved one by one, or, by who knows of it, with `bulk_create`; both in one transaction.
"""

from collections import defaultdict
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db import transaction

from bench._evaluation import BONUS_CEILING, CAP, GRADES, ITEMS, YEAR, BenchCard
from tracker.models import EnterpriseFact

SIX = Decimal("0.000001")

Groups = dict[int, list[EnterpriseFact]]


def read() -> Groups:
    """The facts of the year by park."""
    groups: Groups = defaultdict(list)
    for facts in EnterpriseFact.objects.current().filter(year=YEAR).select_related("enterprise"):
        groups[facts.enterprise.park_id].append(facts)
    return groups


def compute(groups: Groups) -> list[BenchCard]:
    return [card for group in groups.values() for card in _cards(group)]


@transaction.atomic
def write(cards: list[BenchCard]) -> None:
    for card in cards:
        card.save()


def write_in_bulk(cards: list[BenchCard]) -> None:
    BenchCard.objects.bulk_create(cards, batch_size=1_000)


def _cards(group: list[EnterpriseFact]) -> list[BenchCard]:
    columns = [_item(group, *item) for item in ITEMS]
    cards = []
    for facts, items in zip(group, zip(*columns, strict=True), strict=True):
        total = sum((Decimal(item["score"]) for item in items), min(facts.bonus or Decimal(0), Decimal(BONUS_CEILING)))
        cards.append((total, facts, list(items)))
    cards.sort(key=lambda card: -card[0])
    made, rank = [], 0
    for place, (total, facts, items) in enumerate(cards, start=1):
        if place == 1 or total != cards[place - 2][0]:
            rank = place
        grade = next(grade for grade, up_to in GRADES if rank <= Decimal(up_to) * len(cards))
        grade = "D" if facts.veto else grade
        made.append(
            BenchCard(
                enterprise_id=facts.enterprise_id, score=total, rank=rank, of=len(cards), grade=grade, items=items
            )
        )
    return made


def _item(
    group: list[EnterpriseFact],
    item: str,
    numerator: str,
    denominator: str,
    weight: str,
    formula: str,
    baseline: dict[str, str] | None,
) -> list[dict[str, Any]]:
    pairs = [(getattr(facts, numerator), getattr(facts, denominator)) for facts in group]
    known = [(above, below) for above, below in pairs if above is not None and below is not None and below > 0]
    ratios = [above / below for above, below in known]
    yardstick = None
    if baseline is not None:
        ((kind, number),) = baseline.items()
        pooled = sum(above for above, _ in known) / sum(below for _, below in known)
        yardstick = Decimal(number) if kind == "fixed" else _six(Decimal(number) * pooled)
    least, most, points = min(ratios), max(ratios), Decimal(weight)
    items = []
    for above, below in pairs:
        value, score = None, Decimal(0)
        if above is not None and below is not None and below > 0:
            value = above / below
            if formula == "min_max":
                score = points * (20 + 80 * (value - least) / (most - least)) / 100
            else:
                score = above * points / (below * yardstick)
            score = max(Decimal(0), min(score, Decimal(CAP) * points))
        items.append(
            {
                "item": item,
                "name": item,
                "numerator": _text(above),
                "denominator": _text(below),
                "value": None if value is None else str(_six(value)),
                "baseline": _text(yardstick),
                "weight": weight,
                "score": str(_six(score)),
                "note": None if value is not None else "missing",
            }
        )
    return items


def _six(number: Decimal) -> Decimal:
    return number.quantize(SIX, rounding=ROUND_HALF_UP)


def _text(number: Decimal | None) -> str | None:
    return None if number is None else str(number)
