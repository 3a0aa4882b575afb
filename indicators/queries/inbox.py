"""The inbox of an account: its own items, and those of the people it stands in for today."""

from collections.abc import Iterable

from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet
from django.utils import timezone

from indicators.models import InboxItem, StandIn, User
from indicators.queries.returns.hats import stand_ins_on


def inbox_of(user: User) -> QuerySet[InboxItem]:
    """What waits, or waited, for the account; the same stand-ins count as in `queries.returns.hats`.

    `for_principal` is set on an item of somebody the account stands in for.
    """
    principals = stand_ins_on(timezone.localdate()).filter(
        deputy=user, principal__is_active=True, principal__role=user.role
    )
    items = InboxItem.objects.filter(Q(recipient=user) | Q(recipient__in=principals.values("principal")))
    return items.annotate(for_principal=ExpressionWrapper(~Q(recipient=user), output_field=BooleanField()))


def open_items(user: User) -> int:
    """How many items wait for the account: the number at the navigation, in one query; 0 for who has no inbox."""
    return inbox_of(user).filter(done_at=None).count() if user.has_perm("indicators.view_inboxitem") else 0


def stand_ins_of(user: User) -> QuerySet[StandIn]:
    """The arrangements an account may read: those it takes part in; all of them where it may arrange for others."""
    if user.has_perm("indicators.arrange_stand_in_for_others"):
        return StandIn.objects.all()
    return StandIn.objects.filter(Q(principal=user) | Q(deputy=user))


def accounts_to_arrange(*, roles: Iterable[str], without: User | None = None) -> QuerySet[User]:
    """Active accounts of the roles, for choosing principals and deputies."""
    people = User.objects.filter(is_active=True, role__in=list(roles)).select_related("department")
    return (people.exclude(pk=without.pk) if without else people).order_by("role", "username")
