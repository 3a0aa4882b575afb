"""联审: reviews and steps an account may know of, who works on them, and which stages they hold."""

from datetime import date

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from indicators.choices import Role
from indicators.models import AuditEntry, Department, User
from projects.choices import ReviewState
from projects.domain.refusals import Refusal
from projects.domain.review import Condition, Opinion, State, Step, decision_refusals, stage_reasons
from projects.domain.stages import Stage
from projects.models import Project, Review, ReviewCondition, ReviewOpinion, ReviewStep, ReviewTemplate
from projects.queries.access import projects_of
from projects.queries.people import WORKERS, accounts_over

NOT_FOR_THE_ACCOUNT = frozenset({"wrong_role", "wrong_department"})


def newest_change_of_template(pk: object) -> AuditEntry | None:
    """Its id is the version of the template: every change of name, use or steps writes one entry."""
    return AuditEntry.objects.filter(object_type="reviewtemplate", object_key=str(pk)).order_by("-pk").first()


def stage_refusals(project: Project, stage: Stage) -> list[str]:
    """Why the project may not enter `stage`: steps of its open review, or of its latest, that are not passed.

    A review that was withdrawn still holds what it had not passed, until another one passes it.
    """
    reviews = project.reviews.prefetch_related("steps__conditions")
    review = reviews.filter(state=ReviewState.OPEN).first() or reviews.first()
    return [f"联审{reason}" for reason in stage_reasons(steps_as_they_stand(review), stage)] if review else []


def steps_as_they_stand(review: Review) -> list[Step]:
    """The steps in their order; reads `steps` with `conditions`, prefetched or not."""
    return [_step(each) for each in review.steps.all()]


def step_as_it_stands(review: Review, step: ReviewStep) -> Step:
    return next(each for each in steps_as_they_stand(review) if each.key == step.pk)


def _step(step: ReviewStep) -> Step:
    return Step(
        key=step.pk,
        name=step.name,
        order=step.order,
        is_blocking=step.is_blocking,
        opinion=Opinion(step.opinion) if step.opinion else None,
        conditions=tuple(condition_as_it_stands(each) for each in step.conditions.all()),
        opened_on=step.opened_on,
        due_on=step.due_on,
        before_stage=Stage(step.before_stage) if step.before_stage else None,
    )


def condition_as_it_stands(condition: ReviewCondition) -> Condition:
    return Condition(text=condition.text, is_met=condition.met_on is not None, due_on=condition.due_on)


def reviews_of(user: User) -> QuerySet[Review]:
    """Reviews of the projects inside the account's areas, with their steps and conditions."""
    steps = ReviewStep.objects.select_related("owner").prefetch_related("conditions")
    reviews = Review.objects.filter(project__in=projects_of(user)).select_related("project__area", "template")
    return reviews.prefetch_related(Prefetch("steps", steps))


def with_history(reviews: QuerySet[Review]) -> QuerySet[Review]:
    """With every opinion of every step, as the page of a review shows them."""
    return reviews.prefetch_related(Prefetch("steps__opinions", ReviewOpinion.objects.order_by("pk")))


def late_reviews(reviews: QuerySet[Review], on: date) -> QuerySet[Review]:
    """Open reviews with a step whose day has gone by."""
    late = ReviewStep.objects.filter(review=OuterRef("pk"), due_on__lt=on, opinion="")
    return reviews.filter(Exists(late), state=ReviewState.OPEN)


def steps_of(user: User) -> QuerySet[ReviewStep]:
    """Every step inside the account's areas, the most urgent first."""
    steps = ReviewStep.objects.filter(review__project__in=projects_of(user))
    return steps.select_related("review__project__area", "owner").order_by("due_on", "pk")


def waiting(steps: QuerySet[ReviewStep]) -> QuerySet[ReviewStep]:
    """Opened and without an opinion, in a review that runs."""
    return steps.filter(review__state=ReviewState.OPEN, opinion="", opened_on__isnull=False)


def overdue(steps: QuerySet[ReviewStep], on: date) -> QuerySet[ReviewStep]:
    return waiting(steps).filter(due_on__lt=on)


def all_overdue_steps(on: date) -> QuerySet[ReviewStep]:
    """Of every area, for reminders."""
    return overdue(ReviewStep.objects.select_related("review__project__area", "owner"), on)


def overdue_conditions(on: date) -> QuerySet[ReviewCondition]:
    """Open conditions whose day has gone by, of reviews that were not withdrawn."""
    late = ReviewCondition.objects.filter(met_on__isnull=True, due_on__lt=on)
    late = late.exclude(step__review__state=ReviewState.WITHDRAWN)
    return late.select_related("step__review__project__area", "step__owner").order_by("due_on", "pk")


def my_steps(user: User, steps: QuerySet[ReviewStep]) -> QuerySet[ReviewStep]:
    """Those that wait for this account: of its department, or without one where its role decides."""
    own = waiting(steps)
    if user.role in (Role.REVIEWER, Role.PUBLISHER):
        return own.filter(Q(owner=user.department_id) | Q(owner=None))
    return own.filter(owner=user.department_id, owner__isnull=False)


def standing_refusals(user: User | None, step: ReviewStep) -> list[Refusal]:
    """Why the step is not this account's: reviewers and publishers decide, and whoever works in its department.

    No user is the operator of the server. Areas are the page's business: outside them there is nothing.
    """
    if user is None or user.has_perm("projects.decide_review"):
        return []
    if not user.has_perm("projects.view_review"):
        return [Refusal("wrong_role", "联审意见由填报、审核、审定发布岗办理")]
    if step.owner_id is None:
        return [Refusal("wrong_role", "本步骤没有指定责任部门，由审核岗或审定发布岗办理")]
    if step.owner_id != user.department_id:
        return [Refusal("wrong_department", f"本步骤由“{step.owner}”办理，不是您的部门")]
    return []


def opinion_refusals(user: User | None, step: ReviewStep, review: Review) -> list[Refusal]:
    """Every reason against an opinion of this account on the step now."""
    this, steps = step_as_it_stands(review, step), steps_as_they_stand(review)
    return [*standing_refusals(user, step), *decision_refusals(this, steps, State(review.state))]


def deciders_of(step: ReviewStep) -> list[User]:
    """Who is told of a step: its department's accounts over the project, else the area's reviewers, else publishers."""
    area = step.review.project.area
    told = accounts_over(area, WORKERS, step.owner) if step.owner else []
    return told or accounts_over(area, [Role.REVIEWER]) or accounts_over(area, [Role.PUBLISHER])


def keepers_of(review: Review) -> list[User]:
    """Who is told what a project has to do: whoever started the review if still there, else the area's clerks."""
    people = accounts_over(review.project.area, WORKERS)
    started = [each for each in people if each.username == review.started_by]
    return started or [each for each in people if each.role == Role.ENTRY] or people


def project_for(user: User, pk: int) -> Project | None:
    """The project, if it lies inside the account's areas."""
    return projects_of(user).select_related("area").filter(pk=pk).first()


def reviews_of_project(project: Project) -> list[Review]:
    """Newest first, with steps and conditions."""
    return list(project.reviews.select_related("template").prefetch_related("steps__conditions"))


def templates_in_use() -> list[ReviewTemplate]:
    return list(ReviewTemplate.objects.filter(is_in_use=True, steps__isnull=False).distinct())


def templates_with_steps() -> QuerySet[ReviewTemplate]:
    return ReviewTemplate.objects.prefetch_related("steps__owner")


def departments() -> QuerySet[Department]:
    return Department.objects.all()
