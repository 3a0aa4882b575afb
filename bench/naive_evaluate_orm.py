"""Two peers of `bench/evaluate.py`: the straightforward loop, instances in, Decimal arithmetic, instances saved.

Cards are saved one by one, or, by who knows of it, with `bulk_create`; both in one transaction.
"""

from collections import defaultdict
from decimal import ROUND_HALF_UP, Decimal

from django.db import transaction

from bench._evaluation import BONUS_CEILING, CAP, FIELDS, GRADES, ITEMS, YEAR, naive_groups
from tracker.models import EnterpriseFact, ScoreCard, ScoreGroup

SIX = Decimal("0.000001")

Groups = dict[int, list[EnterpriseFact]]


def read() -> Groups:
    """The facts of the year by park."""
    groups: Groups = defaultdict(list)
    for facts in EnterpriseFact.objects.current().filter(year=YEAR).select_related("enterprise"):
        groups[facts.enterprise.park_id].append(facts)
    return groups


@transaction.atomic
def write(groups: Groups) -> None:
    for card in _cards(groups):
        card.save()


@transaction.atomic
def write_in_bulk(groups: Groups) -> None:
    ScoreCard.objects.bulk_create(_cards(groups), batch_size=1_000)


def _cards(groups: Groups) -> list[ScoreCard]:
    stored = naive_groups(groups)
    return [card for park, members in groups.items() for card in _cards_of(stored[park], members)]


def _cards_of(group: ScoreGroup, members: list[EnterpriseFact]) -> list[ScoreCard]:
    columns = [_scores(members, *item) for item in ITEMS]
    scored = []
    for facts, scores in zip(members, zip(*columns, strict=True), strict=True):
        total = sum(scores, min(facts.bonus or Decimal(0), Decimal(BONUS_CEILING)))
        scored.append((total, facts, list(scores)))
    scored.sort(key=lambda each: -each[0])
    cards, rank = [], 0
    for place, (total, facts, scores) in enumerate(scored, start=1):
        if place == 1 or total != scored[place - 2][0]:
            rank = place
        grade = next(grade for grade, up_to in GRADES if rank <= Decimal(up_to) * len(scored))
        cards.append(
            ScoreCard(
                round_id=group.round_id,
                group=group,
                enterprise_id=facts.enterprise_id,
                score=total,
                rank=rank,
                grade="D" if facts.veto else grade,
                item_scores=scores,
                adjustments=[],
                inputs={name: str(amount) for name in FIELDS if (amount := getattr(facts, name)) is not None},
            )
        )
    return cards


def _scores(
    members: list[EnterpriseFact],
    item: str,
    numerator: str,
    denominator: str,
    weight: str,
    formula: str,
    baseline: dict[str, str] | None,
) -> list[Decimal]:
    pairs = [(getattr(facts, numerator), getattr(facts, denominator)) for facts in members]
    known = [(above, below) for above, below in pairs if above is not None and below is not None and below > 0]
    ratios = [above / below for above, below in known]
    yardstick = Decimal(0)
    if baseline is not None:
        ((kind, number),) = baseline.items()
        pooled = sum(above for above, _ in known) / sum(below for _, below in known)
        yardstick = Decimal(number) if kind == "fixed" else _six(Decimal(number) * pooled)
    least, most, points = min(ratios), max(ratios), Decimal(weight)
    scores = []
    for above, below in pairs:
        score = Decimal(0)
        if above is not None and below is not None and below > 0:
            if formula == "min_max":
                score = points * (20 + 80 * (above / below - least) / (most - least)) / 100
            else:
                score = above * points / (below * yardstick)
            score = max(Decimal(0), min(score, Decimal(CAP) * points))
        scores.append(_six(score))
    return scores


def _six(number: Decimal) -> Decimal:
    return number.quantize(SIX, rounding=ROUND_HALF_UP)
