"""Doorways for the worker: ids in, one service call, a log line; safe to run twice."""

import logging

from celery import shared_task
from django.db import OperationalError

from tracker.services import calculations
from tracker.services.bulletins import mailing, outdating, releasing, running, scheduled
from tracker.services.evaluations import requesting

logger = logging.getLogger(__name__)


@shared_task(
    name="tracker.drain_pending_calculations", autoretry_for=(OperationalError,), retry_backoff=True, max_retries=5
)
def drain_pending_calculations() -> None:
    """Bring derived numbers up to date with what was published. Running it twice finds the outbox empty."""
    count = calculations.drain_pending_calculations()
    if count:
        logger.info("Derived numbers follow %s outbox rows", count)


@shared_task(name="tracker.run_bulletin", autoretry_for=(OperationalError,), retry_backoff=True, max_retries=5)
def run_bulletin(run: int) -> None:
    """Make the bulletin a run asks for. Running it twice finds the run done."""
    done = running.perform_run(pk=run)
    logger.info("Bulletin run %s: %s", run, done.state)


@shared_task(
    name="tracker.run_scheduled_bulletin", autoretry_for=(OperationalError,), retry_backoff=True, max_retries=5
)
def run_scheduled_bulletin(definition: int) -> None:
    """Make the bulletin that is due by the schedule of a definition; made already, nothing happens."""
    done = scheduled.run_scheduled_bulletin(definition=definition)
    if done:
        logger.info("Scheduled bulletin of definition %s: %s", definition, done.state)


@shared_task(name="tracker.resume_bulletin_runs", autoretry_for=(OperationalError,), retry_backoff=True, max_retries=5)
def resume_bulletin_runs() -> None:
    """Do again the runs whose worker died or whose message was lost."""
    for run in running.lost_runs():
        done = running.perform_run(pk=run)
        logger.warning("Bulletin run %s was lost and done again: %s", run, done.state)


@shared_task(name="tracker.send_bulletins", autoretry_for=(OperationalError,), retry_backoff=True, max_retries=5)
def send_bulletins() -> None:
    """Release issued bulletins whose embargo is over, then mail what waits. Running it twice sends nothing twice."""
    released = releasing.release_due_bulletins()
    mailed = mailing.mail_deliveries()
    if released or any(mailed):
        logger.info("Released %s bulletins; mailed %s", released, mailed)


@shared_task(
    name="tracker.tell_outdated_bulletins", autoretry_for=(OperationalError,), retry_backoff=True, max_retries=5
)
def tell_outdated_bulletins() -> None:
    """Tell the publishers of issued bulletins that print what was revised since. Told once, nothing more is said."""
    count = outdating.tell_outdated()
    if count:
        logger.info("%s issued bulletins print figures that were revised", count)


@shared_task(name="tracker.score_round", autoretry_for=(OperationalError,), retry_backoff=True, max_retries=5)
def score_round(run: int) -> None:
    """Score the round a run asks for. Running it twice finds the run done."""
    done = requesting.perform_scoring(pk=run)
    logger.info("Scoring run %s: %s", run, done.state)


@shared_task(name="tracker.resume_scoring_runs", autoretry_for=(OperationalError,), retry_backoff=True, max_retries=5)
def resume_scoring_runs() -> None:
    """Do again the scorings whose worker died or whose message was lost."""
    for run in requesting.lost_runs():
        done = requesting.perform_scoring(pk=run)
        logger.warning("Scoring run %s was lost and done again: %s", run, done.state)
