"""Scoring by the worker: one run of a round at a time, with progress, cancelled or killed without a trace."""

import logging
from collections.abc import Callable
from datetime import timedelta

from celery import current_app
from django.db import OperationalError, connection, transaction
from django.utils import timezone

from indicators.choices import AuditAction
from indicators.queries.access import publishes
from indicators.services.audit import Actor, record
from tracker.choices import ScoringState
from tracker.domain.evaluations.way import Step
from tracker.models import Round, ScoringRun
from tracker.queries.evaluations.rounds import refusals_of
from tracker.services.evaluations.scoring import RoundRefusedError, score_round

logger = logging.getLogger(__name__)
TASK = "tracker.score_round"
LOST_AFTER = timedelta(minutes=1)
Advance = Callable[[int, int, int], None]
OPEN = (ScoringState.WAITING, ScoringState.RUNNING)
ADVANCE = (
    "UPDATE tracker_scoringrun SET state = %s, step = %s, steps = %s, message = %s, heartbeat_at = now() "
    "WHERE id = %s AND state = ANY(%s)"
)


class ScoringCancelledError(Exception):
    """The run was cancelled while it worked; the cards of before stay."""


@transaction.atomic
def request_scoring(*, round: Round, actor: Actor) -> ScoringRun:
    """Ask for a scoring, handed to the worker after the commit; the run under way is given back where there is one.

    Raises `RoundRefusedError` with every reason. When the broker is away, the sweep does it within a minute or two.
    """
    reasons = refusals_of(round, Step.SCORE)
    if not round.schemes.exists():
        reasons.append("批次没有评价标准")
    if actor.user and not publishes(actor.user):
        reasons.append("评分由审定发布岗办理")
    if reasons:
        raise RoundRefusedError(reasons)
    # Asked before the round is locked: a scoring under way holds it.
    if under_way := round.runs.filter(state__in=OPEN).first():
        return under_way
    Round.objects.select_for_update().get(pk=round.pk)
    if under_way := round.runs.filter(state__in=OPEN).first():
        return under_way
    run = ScoringRun.objects.create(
        round=round, steps=round.schemes.count(), requested_by=actor.name, requester=actor.user
    )
    transaction.on_commit(lambda: _hand_on(run.pk), robust=True)
    return run


@transaction.atomic
def cancel_scoring(*, run: ScoringRun, actor: Actor) -> bool:
    """Stop a run at its next scheme; False where it had ended. Nothing of what it did remains."""
    if actor.user and not publishes(actor.user):
        raise RoundRefusedError(["评分由审定发布岗取消"])
    if not _close(run, ScoringState.CANCELLED):
        return False
    record(
        actor=actor,
        action=AuditAction.CHANGED,
        object_type="round",
        object_key=run.round.code,
        new={"scoring": ScoringState.CANCELLED.value},
    )
    return True


def advance_run(pk: int, done: int, of: int) -> None:
    """Progress is stored beside the transaction of the scoring, so that the page shows it while the work goes on.

    Raises `ScoringCancelledError`.
    """
    message = f"已评 {done} / {of} 个标准"
    beside = connection.copy()
    try:
        with beside.cursor() as cursor:
            cursor.execute(ADVANCE, [ScoringState.RUNNING, done, of, message, pk, list(OPEN)])
            if not cursor.rowcount:
                raise ScoringCancelledError
    finally:
        beside.close()


def perform_scoring(*, pk: int, advance: Advance = advance_run) -> ScoringRun:
    """Do the work of a run; ended already, nothing is done. A killed run is done again from its beginning.

    `advance` is told the run, and how many of how many schemes are done.
    """
    run = ScoringRun.objects.select_related("round", "requester").get(pk=pk)
    if run.state not in OPEN:
        return run
    try:
        _score(run, advance)
    except OperationalError:
        raise  # the database is away: the run stays open and is done again
    except ScoringCancelledError:
        logger.info("Scoring run %s was cancelled", pk)
    except RoundRefusedError as refusal:
        _close(run, ScoringState.REFUSED, refusal.reasons)
    except Exception as error:
        logger.exception("Scoring run %s failed", pk)
        _close(run, ScoringState.FAILED, [f"评分时出错（{type(error).__name__}），已记入日志"])
        raise
    run.refresh_from_db()
    return run


def lost_runs() -> list[int]:
    """Runs without progress for a minute: their worker died, or the broker lost them."""
    since = timezone.now() - LOST_AFTER
    return list(ScoringRun.objects.filter(state__in=OPEN, heartbeat_at__lt=since).values_list("pk", flat=True))


@transaction.atomic
def _score(run: ScoringRun, advance: Advance) -> None:
    """Cards and the end of the run in one transaction: a run that is delivered twice is done once."""
    Round.objects.select_for_update().get(pk=run.round_id)
    run.refresh_from_db(fields=["state"])
    if run.state not in OPEN:
        return
    actor = Actor(name=run.requested_by, user=run.requester)
    score_round(round=run.round, actor=actor, progress=lambda done, of: advance(run.pk, done, of))
    if not _close(run, ScoringState.DONE):
        raise ScoringCancelledError


def _close(run: ScoringRun, state: ScoringState, reasons: list[str] | None = None) -> bool:
    """End a run that is open; False where it had ended."""
    open_run = ScoringRun.objects.filter(pk=run.pk, state__in=OPEN)
    message = "" if state == ScoringState.DONE else state.label
    return bool(open_run.update(state=state, refusals=reasons or [], message=message, finished_at=timezone.now()))


def _hand_on(pk: int) -> None:
    current_app.tasks[TASK].apply_async(args=[pk], retry=False)
