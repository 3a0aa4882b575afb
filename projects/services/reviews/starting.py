"""Starting a review: its steps are a copy of the template's, so that changing the template changes no review."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from indicators.choices import AuditAction
from indicators.services.audit import Actor
from projects.choices import ReviewState
from projects.domain.refusals import Refusal
from projects.models import Project, Review, ReviewStep, ReviewTemplate, ReviewTemplateStep
from projects.models.reviews import StepRule
from projects.queries.people import standing_towards
from projects.services.reviews.gate import move_on, refuse

COPIED = tuple(field.name for field in StepRule._meta.fields)


@transaction.atomic
def start_review(*, project: Project, template: ReviewTemplate, actor: Actor) -> Review:
    """The first steps are opened at once; raises `ReviewRefusedError` with every reason."""
    # Locked, so that of two who start at once the second finds the review of the first.
    project = Project.objects.select_for_update(of=("self",), no_key=True).select_related("area").get(pk=project.pk)
    template = ReviewTemplate.objects.select_for_update().get(pk=template.pk)
    steps = list(template.steps.all())
    refuse(
        [
            *standing_towards(actor.user, project, "projects.change_project"),
            *starting_refusals(project),
            *_template_refusals(template, steps),
        ]
    )
    review = Review.objects.create(
        project=project, template=template, started_on=timezone.localdate(), started_by=actor.name
    )
    ReviewStep.objects.bulk_create(
        ReviewStep(review=review, **{name: getattr(step, name) for name in COPIED}) for step in steps
    )
    new = {"template": template.name, "steps": [step.name for step in steps]}
    move_on(review, actor=actor, action=AuditAction.CREATED, new=new)
    return review


def starting_refusals(project: Project, has_templates: bool = True) -> list[Refusal]:
    """What speaks against starting one, before a template is chosen."""
    found = []
    if open_review := project.reviews.filter(state=ReviewState.OPEN).first():
        found.append(Refusal("open", f"项目已有 {open_review.started_on} 发起的联审正在办理"))
    if not has_templates:
        found.append(Refusal("no_template", "还没有启用的联审模板，请审定发布岗在“联审模板”中建立"))
    return found


def _template_refusals(template: ReviewTemplate, steps: Sequence[ReviewTemplateStep]) -> list[Refusal]:
    found = []
    if not template.is_in_use:
        found.append(Refusal("template_not_in_use", f"模板“{template}”已停用"))
    if not steps:
        found.append(Refusal("template_empty", f"模板“{template}”没有步骤"))
    return found
