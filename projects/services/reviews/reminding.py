"""Daily word about what is late: steps to those who decide, conditions to those who keep the project."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone

from indicators.choices import InboxKind
from indicators.models import InboxItem, User
from indicators.services.audit import Actor
from projects.models import ReviewStep
from projects.queries.reviews import all_overdue_steps, deciders_of, keepers_of, overdue_conditions
from projects.services.reviews.gate import STEP_LABEL, tell

SENDER = Actor(name="系统")


@transaction.atomic
def remind_of_late_steps(*, on: date | None = None) -> int:
    """Returns how many steps somebody was told of. Who still has the reminder is not told again."""
    today = on or timezone.localdate()
    told = 0
    for step in all_overdue_steps(today):
        text = f"联审：{step.review.project}，步骤“{step.name}”已逾期（期限 {step.due_on}），请出具意见"
        told += _remind(step, deciders_of(step), text)
    late = defaultdict(list)
    for condition in overdue_conditions(today):
        late[condition.step].append(f"{condition.text}（{condition.due_on}）")
    for step, conditions in late.items():
        text = f"联审：{step.review.project}，步骤“{step.name}”的条件逾期未落实：{'；'.join(conditions)}"
        told += _remind(step, keepers_of(step.review), text)
    return told


def _remind(step: ReviewStep, people: Sequence[User], text: str) -> bool:
    has_one = set(
        InboxItem.objects.filter(
            object_label=STEP_LABEL, object_key=str(step.pk), kind=InboxKind.REMINDER, done_at=None
        ).values_list("recipient", flat=True)
    )
    without = [each for each in people if each.pk not in has_one]
    tell(without, InboxKind.REMINDER, step, text, SENDER)
    return bool(without)
