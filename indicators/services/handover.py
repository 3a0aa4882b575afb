"""Handing duties over for good, and standing in for a while; the trail shows both people."""

from collections.abc import Iterator
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from indicators.choices import AuditAction, InboxKind, Role
from indicators.domain.returns import UNFINISHED
from indicators.models import FormUnit, InboxItem, Return, StandIn, User
from indicators.queries.returns.access import eligible_for
from indicators.services.audit import Actor, record
from indicators.services.records import save_record

FIELDS = {Role.ENTRY: "clerk", Role.REVIEWER: "reviewer"}
DUTIES = frozenset({Role.ENTRY, Role.REVIEWER, Role.PUBLISHER})


@transaction.atomic
def hand_over(*, giver: User, taker: User, reason: str, actor: Actor) -> int:
    """Move every open duty of `giver` to `taker` in one step; returns how many returns and items moved.

    Refused as a whole, with every reason, where `taker` could not do one of them: handing over gives nobody a right.
    """
    field = FIELDS.get(Role(giver.role), "")
    open_returns = list(_open_returns(giver, field))
    items = list(InboxItem.objects.select_for_update().filter(recipient=giver, done_at=None).select_related("about"))
    about = {each.pk: each for each in [*open_returns, *(item.about for item in items if item.about)]}
    if faults := list(_faults(giver, taker, reason, list(about.values()), actor)):
        raise ValidationError(faults)
    for each in open_returns:
        setattr(each, field, taker)
        each.save(update_fields=[field])
        _record(actor, "return", each.key, giver, taker, reason)
    for unit in FormUnit.objects.filter(**{field: giver}).select_related("form") if field else ():
        setattr(unit, field, taker)
        unit.save(update_fields=[field])
        _record(actor, "formunit", f"{unit.form.code}/{unit.code}", giver, taker, reason)
    for item in items:
        _move(item, taker)
    moved = len(open_returns) + len(items)
    InboxItem.objects.update_or_create(
        recipient=taker,
        about=None,
        kind=InboxKind.HANDED_OVER,
        done_at=None,
        defaults={
            "text": f"{giver} 的 {moved} 项工作已移交给您：{reason.strip()}",
            "created_at": timezone.now(),
            "created_by": actor.name,
            "mailed_at": None,
        },
    )
    _record(actor, "user", giver.username, giver, taker, reason)
    return moved


def _open_returns(giver: User, field: str) -> Iterator[Return]:
    if field:
        states = [str(state) for state in UNFINISHED]
        yield from Return.objects.select_for_update(of=("self",)).filter(**{field: giver}, state__in=states)


def _faults(giver: User, taker: User, reason: str, about: list[Return], actor: Actor) -> Iterator[str]:
    if actor.user and actor.user != giver and not actor.user.has_perm("indicators.hand_over"):
        yield "工作由本人移交；本人无法办理时由系统管理员移交"
    if giver.role not in DUTIES:
        yield f"{giver.get_role_display()}没有可移交的填报、审核、发布工作"
    if giver == taker:
        yield "不能移交给本人"
    if not taker.is_active or taker.role != giver.role:
        yield f"接收人须是启用中的{giver.get_role_display()}账号"
    if not reason.strip():
        yield "请写明理由"
    for each in about:
        if taker not in eligible_for(each, Role(giver.role)):
            yield f"“{each}”不在“{taker}”的部门或地区范围内，请先由安全管理员授予地区，或另选接收人"


def _move(item: InboxItem, taker: User) -> None:
    """Where the taker has the same item already, one is enough."""
    same = InboxItem.objects.filter(recipient=taker, about=item.about, kind=item.kind, done_at=None)
    if same.exists():
        item.done_at = timezone.now()
        item.save(update_fields=["done_at"])
    else:
        item.recipient, item.mailed_at = taker, None
        item.save(update_fields=["recipient", "mailed_at"])


def _record(actor: Actor, object_type: str, key: str, giver: User, taker: User, reason: str) -> None:
    record(
        actor=actor,
        action=AuditAction.HANDED_OVER,
        object_type=object_type,
        object_key=key,
        old={"responsible": giver.username},
        new={"responsible": taker.username},
        reason=reason.strip(),
    )


@transaction.atomic
def arrange_stand_in(*, stand_in: StandIn, actor: Actor) -> None:
    """Let the deputy act for the principal until the end date; by the principal, or by the security administrator."""
    if faults := dict(_stand_in_faults(stand_in, actor)):
        raise ValidationError(faults)
    save_record(instance=stand_in, key=_stand_in_key(stand_in), actor=actor, reason=stand_in.reason)


def _stand_in_faults(stand_in: StandIn, actor: Actor) -> Iterator[tuple[str, str]]:
    principal, deputy = stand_in.principal, stand_in.deputy
    if actor.user and actor.user != principal and not actor.user.has_perm("indicators.arrange_stand_in_for_others"):
        yield "principal", "代岗由本人办理；本人无法办理时由安全管理员办理"
    if principal.role not in DUTIES:
        yield "principal", f"{principal.get_role_display()}没有可由他人代办的填报、审核、发布工作"
    if not deputy.is_active or deputy.role != principal.role:
        yield "deputy", f"代岗人须是启用中的{principal.get_role_display()}账号：填报、审核、发布不能由一人兼办"
    if stand_in.valid_until < timezone.localdate():
        yield "valid_until", "结束日已经过去"


@transaction.atomic
def end_stand_in(*, stand_in: StandIn, actor: Actor, on: date | None = None) -> None:
    """End a stand-in early: yesterday was its last day, or it never began."""
    if (
        actor.user
        and actor.user != stand_in.principal
        and not actor.user.has_perm("indicators.arrange_stand_in_for_others")
    ):
        raise ValidationError("代岗由被代岗人本人或安全管理员结束")
    record(
        actor=actor,
        action=AuditAction.DELETED,
        object_type="standin",
        object_key=_stand_in_key(stand_in),
        old={"valid_from": str(stand_in.valid_from), "valid_until": str(stand_in.valid_until)},
    )
    stand_in.delete()


def _stand_in_key(stand_in: StandIn) -> str:
    return f"{stand_in.deputy.username} 代 {stand_in.principal.username}"
