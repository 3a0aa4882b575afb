"""What the page of a review shows: its steps with their clocks, what holds what and why, opinions and conditions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from indicators.models import User
from projects.choices import Opinion, ReviewState
from projects.domain.review import Condition, State, Step, decision_refusals, workable
from projects.models import Review, ReviewCondition, ReviewOpinion, ReviewStep
from projects.queries.reviews import condition_as_it_stands, standing_refusals, steps_as_they_stand

STATE_COLOURS = {
    ReviewState.OPEN.label: "info",
    ReviewState.PASSED.label: "success",
    ReviewState.WITHDRAWN.label: "danger",
}
OPINION_COLOURS = {Opinion.AGREED: "success", Opinion.CONDITIONAL: "warning", Opinion.SENT_BACK: "danger"}
HELD, WAITING, LATE = "等待前置步骤", "办理中", "逾期"


@dataclass(frozen=True, slots=True, kw_only=True)
class ConditionRow:
    condition: ReviewCondition
    is_late: bool
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StepRow:
    """`held` are the reasons why it cannot be decided now, none where it can be or is."""

    step: ReviewStep
    state: str
    colour: str
    clock: str
    is_late: bool
    held: Sequence[str]
    conditions: Sequence[ConditionRow]
    opinions: Sequence[ReviewOpinion]
    actions: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewPage:
    review: Review
    colour: str
    project_url: str
    current: Sequence[StepRow]
    rows: Sequence[StepRow]
    open_conditions: int
    withdraw_url: str


def review_url(review: Review, step: int | None = None) -> str:
    url = reverse("admin:projects_review_change", args=[review.pk])
    return f"{url}#step-{step}" if step else url


def review_page(review: Review, user: User, today: date) -> ReviewPage:
    """Everything the page shows, from a review with its steps, conditions and opinions."""
    steps = steps_as_they_stand(review)
    rows = [_row(step, this, steps, review, user, today) for step, this in zip(review.steps.all(), steps, strict=True)]
    may_withdraw = review.state == ReviewState.OPEN and user.has_perm("projects.decide_review")
    return ReviewPage(
        review=review,
        colour=STATE_COLOURS[review.get_state_display()],
        project_url=reverse("admin:projects_project_change", args=[review.project_id]),
        current=[row for row in rows if row.state in (WAITING, LATE)],
        rows=rows,
        open_conditions=sum(len(each.open_conditions) for each in steps),
        withdraw_url=reverse("admin:projects_review_withdraw", args=[review.pk]) if may_withdraw else "",
    )


def current_steps(review: Review, today: date) -> list[tuple[str, bool]]:
    """The names of the steps that wait for an opinion now, and whether they are late."""
    if review.state != ReviewState.OPEN:
        return []
    return [(each.name, each.is_late(today)) for each in workable(steps_as_they_stand(review))]


def _row(step: ReviewStep, this: Step, steps: Sequence[Step], review: Review, user: User, today: date) -> StepRow:
    runs = review.state == ReviewState.OPEN
    against = decision_refusals(this, steps, State(review.state))
    is_late = runs and this.is_late(today)
    keeps = user.has_perm("projects.change_project")
    return StepRow(
        step=step,
        state=_state(step, this, runs, bool(against), is_late),
        colour="danger" if is_late else OPINION_COLOURS.get(Opinion(step.opinion), "info") if step.opinion else "info",
        clock=_clock(this, today) if runs else "",
        is_late=is_late,
        held=[each.message for each in against] if runs and not step.opinion else [],
        conditions=[
            _condition(each, step, today, keeps and review.state != ReviewState.WITHDRAWN)
            for each in step.conditions.all()
        ],
        opinions=list(step.opinions.all()),
        actions=list(_actions(step, runs, not against and not standing_refusals(user, step), keeps)),
    )


def _state(step: ReviewStep, this: Step, runs: bool, is_held: bool, is_late: bool) -> str:
    if step.opinion:
        return step.get_opinion_display() + ("，条件未落实" if this.open_conditions else "")
    if not runs:
        return "未办理"
    return HELD if is_held else LATE if is_late else WAITING


def _clock(this: Step, today: date) -> str:
    """How many days are left, or how many it is late."""
    if this.opinion is not None or this.due_on is None:
        return ""
    left = (this.due_on - today).days
    return f"逾期 {-left} 天" if left < 0 else f"还有 {left} 天" if left else "今天到期"


def _condition(condition: ReviewCondition, step: ReviewStep, today: date, may_meet: bool) -> ConditionRow:
    this: Condition = condition_as_it_stands(condition)
    url = reverse("admin:projects_reviewstep_condition", args=[step.pk, condition.pk])
    return ConditionRow(
        condition=condition, is_late=this.is_late(today), url=url if may_meet and not this.is_met else ""
    )


def _actions(step: ReviewStep, runs: bool, may_decide: bool, keeps: bool) -> list[tuple[str, str]]:
    found = []
    if may_decide:
        found.append(("出具意见", reverse("admin:projects_reviewstep_opinion", args=[step.pk])))
    if runs and step.opinion == Opinion.SENT_BACK and keeps:
        found.append(("重新报送", reverse("admin:projects_reviewstep_resubmit", args=[step.pk])))
    return found
