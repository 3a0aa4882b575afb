"""The steps of a round: 锁定, 解锁, 发布, 定案; each refused with all reasons, each in the audit trail."""

from django.db import connection, transaction
from django.utils import timezone

from indicators.choices import AuditAction
from indicators.models import User
from indicators.models.advisory import AdvisoryLock, hold
from indicators.services.audit import Actor, record
from indicators.services.calculations import bump_data_version
from tracker.domain.evaluations.digest import digest_of
from tracker.domain.evaluations.way import State, Step
from tracker.models import Enterprise, Round, ScoreCard
from tracker.queries.evaluations.cards import result_contents
from tracker.queries.evaluations.rounds import refusals_of
from tracker.services.evaluations.roll_ups import publish_roll_ups
from tracker.services.evaluations.scoring import RoundRefusedError


@transaction.atomic
def lock_round(*, round: Round, actor: Actor) -> Round:
    """From now on the facts of the year stay as they are; scoring makes the result."""
    locked = _locked(round, Step.LOCK)
    locked.state, locked.locked_at = State.LOCKED, timezone.now()
    return _save(locked, actor, "")


@transaction.atomic
def unlock_round(*, round: Round, actor: Actor, reason: str) -> Round:
    """Open the facts again; what was scored becomes provisional."""
    locked = _locked(round, Step.UNLOCK, *([] if reason.strip() else ["解锁须写明理由"]))
    locked.state, locked.locked_at = State.COLLECTING, None
    return _save(locked, actor, reason.strip())


@transaction.atomic
def publish_round(*, round: Round, actor: Actor) -> Round:
    """Freeze the result with its digest; its sums go to the ledger, the database keeps the cards from now on."""
    hold(AdvisoryLock.LEDGER)
    hold(AdvisoryLock.CALCULATIONS)
    locked = _locked(round, Step.PUBLISH, reader=actor.user)
    with connection.cursor() as cursor:
        # Scored a moment ago: by older statistics the planner takes minutes over what follows.
        cursor.execute(f"ANALYZE {ScoreCard._meta.db_table}, {Enterprise._meta.db_table}")
    locked.sha256 = digest_of(result_contents(locked))
    locked.state, locked.published_at = State.PUBLISHED, timezone.now()
    publish_roll_ups(round=locked, actor=actor)
    return _save(locked, actor, "", sha256=locked.sha256)


@transaction.atomic
def finalise_round(*, round: Round, actor: Actor) -> Round:
    locked = _locked(round, Step.FINALISE)
    locked.state, locked.finalised_at = State.FINAL, timezone.now()
    return _save(locked, actor, "")


def _locked(round: Round, step: Step, *also: str, reader: User | None = None) -> Round:
    """The round under its row lock; raises `RoundRefusedError` with every reason against the step."""
    locked = Round.objects.select_for_update().get(pk=round.pk)
    if reasons := [*refusals_of(locked, step, reader), *also]:
        raise RoundRefusedError(reasons)
    return locked


def _save(round: Round, actor: Actor, reason: str, **also: str) -> Round:
    round.changes += 1
    round.save()
    record(
        actor=actor,
        action=AuditAction.CHANGED,
        object_type="round",
        object_key=round.code,
        new={"state": round.state, **also},
        reason=reason,
    )
    bump_data_version()
    return round
