"""What stands against each step of a round, all reasons at once."""

from indicators.models import User
from tracker.domain.evaluations.way import NEEDS, State, Step, is_allowed
from tracker.models import EnterpriseFact, Round, ScoreCard
from tracker.queries.evaluations.roll_ups import refusals_of_roll_ups


def refusals_of(round: Round, step: Step, reader: User | None = None) -> list[str]:
    """Every reason; empty where the step may be taken. A `reader` is told little about returns outside his areas."""
    reasons = [] if is_allowed(step, State(round.state)) else [NEEDS[step]]
    if step == Step.LOCK:
        reasons += _against_locking(round)
    if step == Step.PUBLISH:
        reasons += _against_publishing(round, reader)
    return reasons


def _against_locking(round: Round) -> list[str]:
    reasons = []
    classes = set(round.schemes.values_list("size_class", flat=True))
    if not classes:
        reasons.append("批次没有评价标准")
    if not EnterpriseFact.objects.current().filter(year=round.year).exists():
        reasons.append(f"{round.year} 年还没有企业数据")
    return reasons


def _against_publishing(round: Round, reader: User | None) -> list[str]:
    """The sums are looked at once the round is scored: before, they may still change."""
    if not ScoreCard.objects.filter(round=round).exists():
        return ["还没有评分卡"]
    return refusals_of_roll_ups(round, reader) if is_allowed(Step.PUBLISH, State(round.state)) else []
