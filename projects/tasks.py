"""Doorways for the worker: one service call, a log line; safe to run twice."""

import logging

from celery import shared_task
from django.db import OperationalError

from projects.services import issues, land_indicator
from projects.services.reviews import reminding

logger = logging.getLogger(__name__)


@shared_task(name="projects.remind_review_steps", autoretry_for=(OperationalError,), retry_backoff=True, max_retries=5)
def remind_review_steps() -> None:
    """Tell who has late steps, conditions and issues. Who was told and has not put it away is not told again."""
    steps, overdue = reminding.remind_of_late_steps(), issues.remind_of_overdue_issues()
    if steps or overdue:
        logger.info("Reminded of %s late steps and conditions, %s overdue issues", steps, overdue)


@shared_task(
    name="projects.follow_land_indicators", autoretry_for=(OperationalError,), retry_backoff=True, max_retries=5
)
def follow_land_indicators() -> None:
    """Publish what the disposals count to. Running it twice publishes nothing twice."""
    done = land_indicator.follow_land_indicators()
    if done.published or done.held:
        logger.info("Land indicators: %s figures published, %s held back", done.published, len(done.held))
