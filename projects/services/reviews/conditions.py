"""Meeting the conditions of an agreement."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from indicators.choices import AuditAction
from indicators.services.audit import Actor
from projects.domain.refusals import Refusal
from projects.domain.review import State, condition_refusals
from projects.models import ReviewCondition
from projects.queries.reviews import condition_as_it_stands
from projects.services.reviews.gate import keeping_refusals, locked_review, move_on, refuse, settle, stale
from projects.services.texts import too_long


@transaction.atomic
def meet_condition(
    *, condition: ReviewCondition, evidence: str, met_on: date, actor: Actor, seen: int | None = None
) -> ReviewCondition:
    """Steps that waited for it are opened, and the review is passed if nothing else was missing."""
    review = locked_review(condition.step.review_id)
    condition = ReviewCondition.objects.select_related("step").get(pk=condition.pk)
    step, evidence = condition.step, evidence.strip()
    refuse(
        [
            *stale(review, seen),
            *keeping_refusals(actor, review),
            *condition_refusals(condition_as_it_stands(condition), State(review.state)),
            *_content_refusals(condition, evidence, met_on),
        ]
    )
    condition.evidence, condition.met_on = evidence, met_on
    condition.save(update_fields=["evidence", "met_on"])
    if not step.conditions.filter(met_on__isnull=True).exists():
        settle(step)
    new = {"step": step.name, "condition": condition.text, "evidence": evidence, "met_on": str(met_on)}
    move_on(review, actor=actor, action=AuditAction.CHANGED, new=new)
    return condition


def _content_refusals(condition: ReviewCondition, evidence: str, met_on: date) -> list[Refusal]:
    found = list(too_long(ReviewCondition, evidence=evidence))
    if not evidence:
        found.append(Refusal("no_evidence", "须写明落实的凭据"))
    if met_on > timezone.localdate():
        found.append(Refusal("future_day", "落实日期不能晚于今天"))
    if condition.step.decided_on and met_on < condition.step.decided_on:
        found.append(Refusal("early_day", f"落实日期不能早于提出条件之日 {condition.step.decided_on}"))
    return found
