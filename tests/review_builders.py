"""Reviews of projects and their accounts for tests, built through the services."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from indicators.choices import Role
from indicators.models import Area, User
from projects.domain.review import Opinion
from projects.models import Project, ProjectIssue, Review, ReviewOpinion, ReviewStep, ReviewTemplate
from projects.services.issues import raise_issue
from projects.services.reviews.opinions import ConditionContent, give_opinion
from projects.services.reviews.starting import start_review
from projects.services.reviews.templates import StepContent, create_template
from tests.builders import TESTER
from tests.project_builders import make_project
from tests.return_builders import make_account

IN_ORDER = (
    StepContent(order=1, name="规划", days=5, before_stage="started"),
    StepContent(order=2, name="手续", days=10, before_stage="started"),
    StepContent(order=2, name="资金", days=3, is_blocking=False),
    StepContent(order=3, name="实施", days=5, before_stage="completed"),
)


def make_template(name: str = "模板", steps: tuple[StepContent, ...] = IN_ORDER) -> ReviewTemplate:
    return create_template(name=name, steps=steps, actor=TESTER)


def make_review(project: Project, template: ReviewTemplate | None = None) -> Review:
    """From the template given, or from one of the project's own, which is made once."""
    if template is None:
        name = f"{project.code} 的模板"
        template = ReviewTemplate.objects.filter(name=name).first() or make_template(name)
    return start_review(project=project, template=template, actor=TESTER)


def review_in(area: Area, code: str = "P1") -> Review:
    return make_review(make_project(code, area, stage="early"))


def step_of(review: Review, name: str) -> ReviewStep:
    return ReviewStep.objects.get(review=review, name=name)


def decide(review: Review, name: str, opinion: str = "agreed", *conditions: str, **fields: Any) -> ReviewOpinion:
    return give_opinion(
        step=step_of(review, name),
        opinion=Opinion(opinion),
        text=fields.pop("text", "" if opinion == "agreed" else "说明"),
        conditions=[ConditionContent(text, fields.get("due_on")) for text in conditions],
        actor=fields.pop("actor", TESTER),
        seen=fields.pop("seen", None),
    )


def state_of(review: Review) -> dict[str, tuple[str, date | None]]:
    """Opinion and day of opening of each step, as stored."""
    return {each.name: (each.opinion, each.opened_on) for each in ReviewStep.objects.filter(review=review)}


def make_issue(project: Project, title: str = "征地未完成", **fields: Any) -> ProjectIssue:
    given = {"owner": "征收办", "due_on": timezone.localdate() + timedelta(days=10), "actor": TESTER, **fields}
    return raise_issue(project=project, title=title, **given)


def worker(area: Area, role: Role = Role.ENTRY, **fields: Any) -> User:
    return make_account(role, area, **fields)
