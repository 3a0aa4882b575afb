"""Early warning: a changed verdict is told once, to the responsible department and to the planners."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from indicators.choices import InboxKind, Role
from indicators.models import User
from indicators.services.inbox import tell_people
from tracker.choices import Verdict
from tracker.models import Plan, Target
from tracker.queries.targets.in_force import targets_in_force
from tracker.queries.targets.table import printed_wording

LABEL = "tracker.target"
SENDER = "系统"


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictChange:
    """The newest verdict on a target has become another one."""

    target: int
    year: int
    was: Verdict
    now: Verdict


def tell_changes(*, plan: Plan, changes: Sequence[VerdictChange]) -> int:
    """Put one item about each changed target in force into the inboxes; returns how many targets."""
    if not changes:
        return 0
    in_force = {each.pk: each for each in targets_in_force(plan, timezone.localdate())}
    told = [each for each in changes if each.target in in_force]
    on_line = Counter(map(_line_of, in_force.values()))
    people = list(User.objects.filter(is_active=True).filter(_might_be_told()).prefetch_related("areas"))
    for change in told:
        target = in_force[change.target]
        words = f"{change.year} 年由{change.was.label}变为{change.now.label}"
        printed = f"目标 {_printed(target, plan)}" if on_line[_line_of(target)] > 1 else ""
        tell_people(
            people=[each for each in people if _is_concerned(each, target)],
            kind=InboxKind.VERDICT,
            label=LABEL,
            key=str(target.pk),
            text=f"{target.area.name}“{target.indicator}”{printed}（{plan}）{words}",
            sender=SENDER,
        )
    return len(told)


def _line_of(target: Target) -> tuple[int, int]:
    return target.indicator_id, target.area_id


def _printed(target: Target, plan: Plan) -> str:
    """Which of the targets of one line, as the plan writes it."""
    wording = printed_wording(target, plan)
    return wording.target or wording.pace


def _might_be_told() -> Q:
    return Q(role__in=[Role.ENTRY, Role.REVIEWER, Role.PUBLISHER])


def _is_concerned(user: User, target: Target) -> bool:
    """The planners (审定发布岗), and whoever belongs to the department that answers for the target."""
    department = target.department_id or target.indicator.department_id
    return user.role == Role.PUBLISHER or (department is not None and user.department_id == department)
