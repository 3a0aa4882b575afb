"""Templates of 联审: what a review starts with. A review that runs keeps its own copy of the steps."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from indicators.choices import AuditAction
from indicators.models import Department
from indicators.services.audit import Actor, record
from projects.choices import ProjectStage, ReviewField
from projects.domain.refusals import Refusal
from projects.models import ReviewTemplate, ReviewTemplateStep
from projects.queries.reviews import newest_change_of_template
from projects.services.reviews.gate import ReviewRefusedError
from projects.services.texts import too_long

MOST_STEPS, LONGEST_DAYS, HIGHEST_ORDER = 100, 3_650, 1_000
DEFAULT_NAME = "政府投资项目联审"
# Our default for the seven fields of domain.md §5: which stage each has to be passed before.
DEFAULT_STAGES = {
    ReviewField.RESERVE: ProjectStage.EARLY,
    ReviewField.LAYOUT: ProjectStage.STARTED,
    ReviewField.PROCEDURES: ProjectStage.STARTED,
    ReviewField.TENDERING: ProjectStage.STARTED,
    ReviewField.FUNDS: ProjectStage.BUILDING,
    ReviewField.SUPERVISION: ProjectStage.BUILDING,
    ReviewField.EXECUTION: ProjectStage.COMPLETED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class StepContent:
    """One step of a template."""

    order: int
    name: str
    field: str = ""
    owner: Department | None = None
    days: int = 5
    is_blocking: bool = True
    before_stage: str = ""


@transaction.atomic
def create_template(*, name: str, steps: Sequence[StepContent], actor: Actor) -> ReviewTemplate:
    """Raises `ReviewRefusedError` with every fault of the name and the steps."""
    name = name.strip()
    _refuse(None, name, steps)
    template = ReviewTemplate.objects.create(name=name)
    _store(template, steps)
    _record(template, AuditAction.CREATED, actor, old=None)
    return template


@transaction.atomic
def change_template(
    *, template: ReviewTemplate, name: str, steps: Sequence[StepContent], actor: Actor, seen: int | None = None
) -> ReviewTemplate:
    """The name and all steps at once; reviews that were started keep theirs.

    `seen` is the id of the newest change that the page showed; None where no page was shown.
    """
    name = name.strip()
    template = ReviewTemplate.objects.select_for_update().get(pk=template.pk)
    _refuse_stale(template, seen)
    _refuse(template, name, steps)
    old = content_of(template)
    template.name = name
    template.save(update_fields=["name"])
    template.steps.all().delete()
    _store(template, steps)
    if content_of(template) != old:
        _record(template, AuditAction.CHANGED, actor, old=old)
    return template


@transaction.atomic
def copy_template(*, template: ReviewTemplate, name: str, actor: Actor) -> ReviewTemplate:
    return create_template(name=name, steps=step_contents(template), actor=actor)


@transaction.atomic
def set_template_in_use(
    *, template: ReviewTemplate, is_in_use: bool, actor: Actor, seen: int | None = None
) -> ReviewTemplate:
    """Out of use no review starts with it; those that did go on. `seen` as in `change_template`."""
    template = ReviewTemplate.objects.select_for_update().get(pk=template.pk)
    _refuse_stale(template, seen)
    if template.is_in_use != is_in_use:
        old = content_of(template)
        template.is_in_use = is_in_use
        template.save(update_fields=["is_in_use"])
        _record(template, AuditAction.CHANGED, actor, old=old)
    return template


@transaction.atomic
def ensure_default_template(*, actor: Actor) -> ReviewTemplate:
    """The seven fields of 联审 in order, each blocking; what staff made of it stays as it is."""
    if found := ReviewTemplate.objects.filter(name=DEFAULT_NAME).first():
        return found
    steps = [
        StepContent(order=order, name=field.label, field=field, before_stage=DEFAULT_STAGES[field])
        for order, field in enumerate(ReviewField, start=1)
    ]
    return create_template(name=DEFAULT_NAME, steps=steps, actor=actor)


def step_contents(template: ReviewTemplate) -> list[StepContent]:
    return [
        StepContent(
            order=step.order,
            name=step.name,
            field=step.field,
            owner=step.owner,
            days=step.days,
            is_blocking=step.is_blocking,
            before_stage=step.before_stage,
        )
        for step in template.steps.select_related("owner")
    ]


def content_of(template: ReviewTemplate) -> dict[str, object]:
    """Name, use and steps in words, for the audit trail."""
    return {
        "name": template.name,
        "is_in_use": str(template.is_in_use),
        "steps": [
            f"{each.order} {each.name}（{each.field or '—'}，{each.owner or '—'}，{each.days} 日，"
            f"{'阻断' if each.is_blocking else '不阻断'}，{each.before_stage or '—'}）"
            for each in step_contents(template)
        ],
    }


def _refuse_stale(template: ReviewTemplate, seen: int | None) -> None:
    newest = newest_change_of_template(template.pk)
    if seen is None or newest is None or newest.pk == seen:
        return
    at = f"{timezone.localtime(newest.at):%Y-%m-%d %H:%M}"
    message = (
        f"{newest.actor_name} 于 {at} 改动过这个模板，您打开的页面还是改动之前的；没有存入任何内容，请重新打开后再改"
    )
    raise ReviewRefusedError([Refusal("stale", message)])


def _refuse(template: ReviewTemplate | None, name: str, steps: Sequence[StepContent]) -> None:
    if found := [*_name_refusals(template, name), *_step_refusals(steps)]:
        raise ReviewRefusedError(found)


def _name_refusals(template: ReviewTemplate | None, name: str) -> Iterator[Refusal]:
    if not name:
        yield Refusal("no_name", "模板须有名称")
    yield from too_long(ReviewTemplate, name=name)
    same = ReviewTemplate.objects.filter(name=name).first()
    if same and same != template:
        yield Refusal("name_taken", f"已有名为“{name}”的模板")


def _step_refusals(steps: Sequence[StepContent]) -> Iterator[Refusal]:
    if not steps:
        yield Refusal("no_steps", "模板至少须有一个步骤")
    if len(steps) > MOST_STEPS:
        yield Refusal("too_many_steps", f"模板最多 {MOST_STEPS} 个步骤")
    names = [each.name.strip() for each in steps]
    for name in sorted({each for each in names if names.count(each) > 1}):
        yield Refusal("name_twice", f"步骤“{name}”重复")
    for number, each in enumerate(steps, start=1):
        if not each.name.strip():
            yield Refusal("no_step_name", f"第 {number} 个步骤没有名称")
        yield from too_long(ReviewTemplateStep, name=each.name.strip())
        if not 1 <= each.order <= HIGHEST_ORDER:
            yield Refusal("order", f"步骤“{each.name}”的顺序须为 1 至 {HIGHEST_ORDER}")
        if not 1 <= each.days <= LONGEST_DAYS:
            yield Refusal("days", f"步骤“{each.name}”的时限须为 1 至 {LONGEST_DAYS} 日")
        if each.before_stage and not each.is_blocking:
            yield Refusal("stage_not_blocked", f"步骤“{each.name}”不阻断后续，不能限定项目阶段")


def _store(template: ReviewTemplate, steps: Sequence[StepContent]) -> None:
    ReviewTemplateStep.objects.bulk_create(
        ReviewTemplateStep(
            template=template,
            order=each.order,
            name=each.name.strip(),
            field=each.field,
            owner=each.owner,
            days=each.days,
            is_blocking=each.is_blocking,
            before_stage=each.before_stage,
        )
        for each in steps
    )


def _record(template: ReviewTemplate, action: AuditAction, actor: Actor, *, old: dict[str, object] | None) -> None:
    record(
        actor=actor,
        action=action,
        object_type="reviewtemplate",
        object_key=str(template.pk),
        old=old,
        new=content_of(template),
    )
