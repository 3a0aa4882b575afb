"""Withdrawing a review: it ends, its steps stay as they are, and what they hold stays held."""

from django.db import transaction
from django.utils import timezone

from indicators.choices import AuditAction
from indicators.services.audit import Actor
from projects.choices import ReviewState
from projects.domain.refusals import Refusal
from projects.domain.review import State, withdrawal_refusals
from projects.models import Review
from projects.queries.people import standing_towards
from projects.services.reviews.gate import locked_review, move_on, refuse, settle, stale
from projects.services.texts import too_long


@transaction.atomic
def withdraw_review(*, review: Review, reason: str, actor: Actor, seen: int | None = None) -> Review:
    """Reviewers and publishers alone; another review may be started afterwards."""
    review, reason = locked_review(review.pk), reason.strip()
    refuse(
        [
            *stale(review, seen),
            *standing_towards(actor.user, review.project, "projects.decide_review"),
            *withdrawal_refusals(State(review.state)),
            *([] if reason else [Refusal("no_reason", "须写明撤回理由")]),
            *too_long(Review, reason=reason),
        ]
    )
    review.state, review.ended_on, review.reason = ReviewState.WITHDRAWN, timezone.localdate(), reason
    for step in review.steps.all():
        settle(step)
    move_on(review, actor=actor, action=AuditAction.WITHDRAWN, new={}, reason=reason)
    return review
