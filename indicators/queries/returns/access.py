"""Whose returns they are: what an account may see and do, by itself and for those it stands in for."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from indicators.choices import Role
from indicators.domain.returns import Refusal, Standing, State, Step, refusals
from indicators.models import Return, User
from indicators.queries.returns.hats import Hat, hat_of, hats_of, parents_of_areas

ROLES_OF_STEPS: dict[Step, frozenset[Role]] = {
    Step.WRITE: frozenset({Role.ENTRY}),
    Step.SUBMIT: frozenset({Role.ENTRY}),
    Step.RECALL: frozenset({Role.ENTRY}),
    Step.APPROVE: frozenset({Role.REVIEWER}),
    Step.EXTEND: frozenset({Role.REVIEWER, Role.PUBLISHER}),
    Step.PUBLISH: frozenset({Role.PUBLISHER}),
    Step.WITHDRAW: frozenset({Role.PUBLISHER}),
    Step.REOPEN: frozenset({Role.PUBLISHER}),
}
READERS = frozenset({Role.ENTRY, Role.REVIEWER, Role.PUBLISHER})


def roles_of_step(step: Step, state: str) -> frozenset[Role]:
    """What was submitted the reviewer sends back, what was approved the publisher."""
    if step == Step.SEND_BACK:
        return frozenset({Role.PUBLISHER if state == State.APPROVED else Role.REVIEWER})
    return ROLES_OF_STEPS[step]


def returns_inside_areas(user: User) -> QuerySet[Return]:
    """Returns all of whose areas lie inside the account's; whatever its role. Outside them nothing exists."""
    return Return.objects.filter(_any(_all_areas_in(hat.covered) for hat in hats_of(user)))


def returns_of(user: User) -> QuerySet[Return]:
    """The returns an account works with: the clerk's are those of the own department, or of an area granted itself."""
    if not (user.is_active and user.role in READERS):
        return Return.objects.none()
    hats = hats_of(user)
    if user.role != Role.ENTRY:
        return Return.objects.filter(_any(_all_areas_in(hat.covered) for hat in hats))
    return Return.objects.filter(
        _any(
            _all_areas_in(hat.covered) & Q(department=hat.user.department_id, department__isnull=False)
            | _all_areas_in(hat.granted) & Q(department__isnull=True)
            for hat in hats
        )
    )


def _all_areas_in(areas: frozenset[int]) -> Q:
    outside = Return.areas.through.objects.filter(return_id=OuterRef("pk")).exclude(area_id__in=areas)
    return ~Q(Exists(outside))


def _any(conditions: Iterable[Q]) -> Q:
    either = Q()
    for condition in conditions:
        either |= condition
    return either


def return_for(user: User, pk: int) -> Return:
    """The return asked for; `Return.DoesNotExist` outside the areas, `PermissionDenied` where others work with it."""
    found = returns_inside_areas(user).select_related("form", "unit", "department", "clerk", "reviewer").get(pk=pk)
    if not returns_of(user).filter(pk=pk).exists():
        raise PermissionDenied
    return found


def refusals_by_step(user: User, of: Return) -> dict[Step, list[Refusal]]:
    """Every reason against each step, none where the account may take it now; a fixed number of queries."""
    today, hats, areas = timezone.localdate(), hats_of(user), _areas_of(of)
    return {step: _best(hats, of, step, areas, today)[1] for step in Step}


def acting_hat(user: User | None, of: Return, step: Step) -> tuple[Hat | None, list[Refusal]]:
    """The hat under which the account takes the step, and what speaks against it. No user is the operator."""
    hats = hats_of(user) if user else [None]
    return _best(hats, of, step, _areas_of(of), timezone.localdate())


def _areas_of(of: Return) -> frozenset[int]:
    return frozenset(of.areas.values_list("pk", flat=True))


def _best(
    hats: Sequence[Hat | None], of: Return, step: Step, areas: frozenset[int], today: date
) -> tuple[Hat | None, list[Refusal]]:
    """The hat against which the least speaks, one's own first."""
    judged = [(hat, list(_refusals(hat, of, step, areas, today))) for hat in hats]
    return min(judged, key=lambda each: len(each[1]))


def _refusals(hat: Hat | None, of: Return, step: Step, areas: frozenset[int], today: date) -> Iterable[Refusal]:
    roles = roles_of_step(step, of.state)
    return refusals(
        step,
        state=State(of.state),
        window=of.window,
        today=today,
        standing=_standing(hat, of, roles, areas),
        role_name="或".join(Role(role).label for role in sorted(roles)),
    )


def _standing(hat: Hat | None, of: Return, roles: frozenset[Role], areas: frozenset[int]) -> Standing:
    if hat is None:
        return Standing(role=True, department=True, areas=True)
    return Standing(
        role=hat.user.is_active and hat.user.role in roles,
        department=hat.fills_for(of.department_id, areas),
        areas=hat.covers(areas),
    )


def eligible_for(of: Return, role: Role) -> list[User]:
    """The active accounts of a role whose department and areas are those of the return: who may be told of it."""
    areas, parents = _areas_of(of), parents_of_areas()
    people = User.objects.filter(is_active=True, role=role).order_by("pk").prefetch_related("areas")
    return [each for each in people if hat_of(each, parents).can_work_with(of.department_id, areas)]
