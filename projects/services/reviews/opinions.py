"""Opinions on the steps of a review, and handing in again what was sent back. Both are kept for good."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from indicators.choices import AuditAction, InboxKind
from indicators.services.audit import Actor
from projects.domain.refusals import Refusal
from projects.domain.review import Opinion, State, resubmission_refusals
from projects.models import ReviewCondition, ReviewOpinion, ReviewStep
from projects.queries.people import standing_towards
from projects.queries.reviews import opinion_refusals, step_as_it_stands
from projects.services.reviews.gate import (
    keeping_refusals,
    locked_review,
    move_on,
    open_step,
    refuse,
    settle,
    stale,
    tell_keepers,
)
from projects.services.texts import too_long

ACTIONS = {
    Opinion.AGREED: AuditAction.APPROVED,
    Opinion.CONDITIONAL: AuditAction.APPROVED,
    Opinion.SENT_BACK: AuditAction.SENT_BACK,
}


@dataclass(frozen=True, slots=True)
class ConditionContent:
    """What an agreement depends on, and by when it is to be met."""

    text: str
    due_on: date | None = None


@transaction.atomic
def give_opinion(
    *,
    step: ReviewStep,
    opinion: Opinion,
    actor: Actor,
    text: str = "",
    conditions: Sequence[ConditionContent] = (),
    document: str = "",
    seen: int | None = None,
) -> ReviewOpinion:
    """Agree, agree with conditions, or send back; raises `ReviewRefusedError` with every reason."""
    review = locked_review(step.review_id)
    step = review.steps.select_related("owner").get(pk=step.pk)
    text, document = text.strip(), document.strip()
    refuse(
        [
            *stale(review, seen),
            *standing_towards(actor.user, review.project, "projects.view_review"),
            *opinion_refusals(actor.user, step, review),
            *_content_refusals(opinion, text, conditions),
            *too_long(ReviewOpinion, text=text, document=document),
        ]
    )
    given = ReviewOpinion.objects.create(step=step, opinion=opinion, text=text, document=document, given_by=actor.name)
    ReviewCondition.objects.bulk_create(
        ReviewCondition(step=step, text=each.text.strip(), due_on=each.due_on) for each in conditions
    )
    step.opinion, step.decided_on = opinion, timezone.localdate()
    step.save(update_fields=["opinion", "decided_on"])
    settle(step, InboxKind.REVIEW, InboxKind.REMINDER)
    _tell(step, opinion, text, conditions, actor)
    new = {"step": step.name, "opinion": given.get_opinion_display(), "document": document}
    if conditions:
        new["conditions"] = "；".join(each.text.strip() for each in conditions)
    move_on(review, actor=actor, action=ACTIONS[opinion], new=new, reason=text[:500])
    return given


@transaction.atomic
def resubmit(*, step: ReviewStep, text: str, actor: Actor, document: str = "", seen: int | None = None) -> ReviewStep:
    """After a send-back: the step waits for an opinion again, under a new clock."""
    review = locked_review(step.review_id)
    step = review.steps.select_related("owner").get(pk=step.pk)
    this = step_as_it_stands(review, step)
    text, document = text.strip(), document.strip()
    refuse(
        [
            *stale(review, seen),
            *keeping_refusals(actor, review),
            *resubmission_refusals(this, State(review.state)),
            *([] if text else [Refusal("no_text", "须写明补正了什么")]),
            *too_long(ReviewOpinion, text=text, document=document),
        ]
    )
    ReviewOpinion.objects.create(step=step, text=text, document=document, given_by=actor.name)
    step.opinion, step.decided_on = "", None
    step.save(update_fields=["opinion", "decided_on"])
    settle(step, InboxKind.SENT_BACK)
    open_step(step, actor)
    move_on(review, actor=actor, action=AuditAction.SUBMITTED, new={"step": step.name}, reason=text[:500])
    return step


def _content_refusals(opinion: Opinion, text: str, conditions: Sequence[ConditionContent]) -> list[Refusal]:
    found = []
    if opinion != Opinion.AGREED and not text:
        found.append(Refusal("no_text", "附条件同意和退回须写明说明"))
    if opinion == Opinion.CONDITIONAL and not conditions:
        found.append(Refusal("no_condition", "附条件同意至少须有一项条件"))
    if opinion != Opinion.CONDITIONAL and conditions:
        found.append(Refusal("conditions", "只有附条件同意才有条件"))
    if any(not each.text.strip() for each in conditions):
        found.append(Refusal("empty_condition", "条件须写明内容"))
    for each in conditions:
        found.extend(too_long(ReviewCondition, text=each.text.strip()))
        if each.due_on and each.due_on < timezone.localdate():
            found.append(Refusal("past_day", f"条件“{each.text.strip()}”的期限不能早于今天"))
    return found


def _tell(step: ReviewStep, opinion: Opinion, text: str, conditions: Sequence[ConditionContent], actor: Actor) -> None:
    """The keeper learns what it has to do; a plain agreement asks for nothing."""
    about = f"联审：{step.review.project}，步骤“{step.name}”"
    if opinion == Opinion.SENT_BACK:
        tell_keepers(step, InboxKind.SENT_BACK, f"{about}退回：{text}", actor)
    if opinion == Opinion.CONDITIONAL:
        listed = "；".join(f"{each.text.strip()}（{each.due_on or '未定期限'}）" for each in conditions)
        tell_keepers(step, InboxKind.NOTICE, f"{about}附条件同意，请落实：{listed}", actor)
