"""What stands against each step of a round, all reasons at once."""

from django.db.models import QuerySet

from tracker.domain.evaluations.way import NEEDS, State, Step, is_allowed
from tracker.models import EnterpriseFact, Round, ScoreCard


def refusals_of(round: Round, step: Step) -> list[str]:
    """Every reason; empty where the step may be taken."""
    reasons = [] if is_allowed(step, State(round.state)) else [NEEDS[step]]
    if step == Step.LOCK:
        reasons += _against_locking(round)
    if step == Step.PUBLISH and not ScoreCard.objects.filter(round=round).exists():
        reasons.append("还没有评分卡")
    return reasons


def _against_locking(round: Round) -> list[str]:
    reasons = []
    classes = set(round.schemes.values_list("size_class", flat=True))
    if not classes:
        reasons.append("批次没有评价标准")
    if not EnterpriseFact.objects.current().filter(year=round.year).exists():
        reasons.append(f"{round.year} 年还没有企业数据")
    return reasons


def cards_in_order(round: Round) -> QuerySet[ScoreCard]:
    """Every card of a round by firm: the order its digest is made in."""
    return ScoreCard.objects.filter(round=round).select_related("enterprise", "scheme").order_by("enterprise__code")
