"""The way into every change of a review: its row locked, its steps as they are then, a page that is stale refused."""

from collections.abc import Mapping, Sequence

from django.utils import timezone

from indicators.choices import AuditAction, InboxKind
from indicators.models import User
from indicators.services.audit import Actor, record
from indicators.services.inbox import settle_object, tell_people
from projects.choices import ReviewState
from projects.domain.refusals import Refusal, RefusedError
from projects.domain.review import due_on, is_review_passed, workable
from projects.models import Review, ReviewStep
from projects.queries.people import standing_towards
from projects.queries.reviews import deciders_of, keepers_of, steps_as_they_stand

STEP_LABEL = "projects.reviewstep"


class ReviewRefusedError(RefusedError):
    code = "review_refused"


def locked_review(pk: int) -> Review:
    """The review, locked: whoever decides at the same time waits here, and then sees what the first one did."""
    return Review.objects.select_for_update(of=("self",)).select_related("project__area", "template").get(pk=pk)


def stale(review: Review, seen: int | None) -> list[Refusal]:
    """`seen` is `changes` as the page showed it; None where no page was shown."""
    if seen is None or seen == review.changes:
        return []
    return [Refusal("stale", "页面打开后联审又有变动，请看过新的情况后再办理")]


def keeping_refusals(actor: Actor, review: Review) -> list[Refusal]:
    """Why the account does not keep the project."""
    return standing_towards(actor.user, review.project, "projects.change_project")


def refuse(found: Sequence[Refusal]) -> None:
    if found:
        raise ReviewRefusedError(found)


def move_on(review: Review, *, actor: Actor, action: AuditAction, new: Mapping[str, object], reason: str = "") -> None:
    """After a change: open what may be worked on, pass the review if it is, count the change and record it."""
    today = timezone.localdate()
    steps = steps_as_they_stand(review)
    if review.state == ReviewState.OPEN:
        ready = {each.key for each in workable(steps) if each.opened_on is None}
        for step in review.steps.filter(pk__in=ready):
            open_step(step, actor)
        if is_review_passed(steps):
            review.state, review.ended_on = ReviewState.PASSED, today
    review.changes += 1
    review.save(update_fields=["state", "ended_on", "reason", "changes"])
    record(
        actor=actor,
        action=action,
        object_type="review",
        object_key=audit_key(review),
        new={**new, "state": review.state},
        reason=reason,
    )


def open_step(step: ReviewStep, actor: Actor) -> None:
    """A new clock, and word to whoever decides."""
    step.opened_on = timezone.localdate()
    step.due_on = due_on(step.opened_on, step.days)
    step.save(update_fields=["opened_on", "due_on"])
    text = f"联审：{step.review.project}，步骤“{step.name}”请于 {step.due_on} 前出具意见"
    tell(deciders_of(step), InboxKind.REVIEW, step, text, actor)


def tell_keepers(step: ReviewStep, kind: InboxKind, text: str, actor: Actor) -> None:
    tell(keepers_of(step.review), kind, step, text, actor)


def tell(people: Sequence[User], kind: InboxKind, step: ReviewStep, text: str, actor: Actor) -> None:
    tell_people(people=people, kind=kind, label=STEP_LABEL, key=str(step.pk), text=text, sender=actor.name)


def settle(step: ReviewStep, *kinds: InboxKind) -> None:
    """The step moved on: what waited for that is done; without kinds everything about it."""
    settle_object(label=STEP_LABEL, key=str(step.pk), kinds=kinds or list(InboxKind))


def audit_key(review: Review) -> str:
    """A project may have several reviews, one after the other."""
    return f"{review.project.code}/{review.pk}"
