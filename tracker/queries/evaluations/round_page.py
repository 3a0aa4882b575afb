"""What the page of a round shows: its cards inside the areas of an account, counted and filtered in the database."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import Floor

from indicators.models import User
from tracker.models import Round, ScoreCard, ScoringRun
from tracker.queries.evaluations.access import cards_of

UNGRADED = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class GradeLine:
    """Cards by grade of one park or industry; `""` is no grade. `key` is what the filter takes."""

    key: str
    name: str
    counts: Mapping[str, int]

    @property
    def total(self) -> int:
        return sum(self.counts.values())


def rounds_with_schemes() -> QuerySet[Round]:
    return Round.objects.prefetch_related("schemes")


def cards_in_round(round: Round, user: User) -> QuerySet[ScoreCard]:
    return cards_of(user).filter(round=round)


def listed_cards(
    cards: QuerySet[ScoreCard], *, park: str = "", industry: str = "", grade: str = "", name: str = ""
) -> QuerySet[ScoreCard]:
    """The cards that the filters leave, by scheme, group and rank; `grade` may be `none`."""
    if park:
        cards = cards.filter(enterprise__park__code=park)
    if industry:
        cards = cards.filter(enterprise__industry=industry)
    if grade:
        cards = cards.filter(grade="" if grade == UNGRADED else grade)
    if name:
        cards = cards.filter(Q(enterprise__name__icontains=name) | Q(enterprise__code__startswith=name))
    order = ("group__scheme__code", "group__name", F("rank").asc(nulls_last=True), "enterprise__code")
    return cards.select_related("enterprise__park", "group__scheme").defer("group__items", "inputs").order_by(*order)


def grades_by_park(cards: QuerySet[ScoreCard]) -> list[GradeLine]:
    return _grades_by(cards, "enterprise__park__code", "enterprise__park__name")


def grades_by_industry(cards: QuerySet[ScoreCard]) -> list[GradeLine]:
    return _grades_by(cards, "enterprise__industry", "enterprise__industry")


def _grades_by(cards: QuerySet[ScoreCard], key: str, name: str) -> list[GradeLine]:
    counts: dict[tuple[str, str], dict[str, int]] = {}
    for found, called, grade, count in cards.order_by(key).values_list(key, name, "grade").annotate(count=Count("pk")):
        counts.setdefault((found or "", called or ""), {})[grade] = count
    return [GradeLine(key=found, name=called, counts=grades) for (found, called), grades in counts.items()]


def score_bins(cards: QuerySet[ScoreCard], width: int) -> dict[int, int]:
    """How many scores lie in [bin × width, bin × width + width), by bin."""
    scored = cards.filter(score__isnull=False).order_by().annotate(bin=Floor(F("score") / width))
    return {int(bin): count for bin, count in scored.values_list("bin").annotate(count=Count("pk")).order_by("bin")}


def latest_run(round: Round) -> ScoringRun | None:
    return ScoringRun.objects.filter(round=round).order_by("-requested_at", "-pk").first()
