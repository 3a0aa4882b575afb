"""Handing duties over for good, and standing in for a while; the trail shows both people."""

from collections.abc import Iterator
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from indicators.choices import AuditAction, InboxKind, Role
from indicators.models import InboxItem, Return, StandIn, User
from indicators.queries.handover import (
    DUTIES,
    FIELDS,
    Duties,
    open_items_of,
    open_returns_of,
    out_of_reach,
    parents_of_areas,
    units_of,
)
from indicators.services.audit import Actor, record
from indicators.services.records import delete_record, save_record

LONGEST_STAND_IN = timedelta(days=366)


@transaction.atomic
def hand_over(*, giver: User, taker: User, reason: str, actor: Actor) -> Duties:
    """Move every open duty of `giver` to `taker` in one step; returns what moved.

    Refused as a whole, with every reason, where `taker` could not do one of them: handing over gives nobody a right.
    """
    duties = _locked_duties(giver)
    if faults := list(_faults(giver, taker, reason, duties, actor)):
        raise ValidationError(faults)
    field = FIELDS.get(Role(giver.role), "")
    for each in duties.returns:
        setattr(each, field, taker)
        each.save(update_fields=[field])
        _record(actor, "return", each.key, giver, taker, reason)
    for unit in duties.units:
        setattr(unit, field, taker)
        unit.save(update_fields=[field])
        _record(actor, "formunit", f"{unit.form.code}/{unit.code}", giver, taker, reason)
    for item in duties.items:
        _move(item, taker)
    InboxItem.objects.create(
        recipient=taker,
        kind=InboxKind.HANDED_OVER,
        text=f"{giver} 的工作已移交给您（{in_words(duties)}）：{reason.strip()}",
        created_by=actor.name,
    )
    _record(actor, "user", giver.username, giver, taker, reason)
    return duties


def in_words(duties: Duties) -> str:
    """How much it is."""
    return f"未办结的填报表 {len(duties.returns)} 张、填报单位 {len(duties.units)} 个、待办 {len(duties.items)} 项"


def _locked_duties(giver: User) -> Duties:
    """Returns, then units, then items, as every other step locks them; also the returns that items alone are about."""
    about = open_items_of(giver).filter(about__isnull=False).values("about")
    mine = Return.objects.filter(Q(pk__in=open_returns_of(giver).order_by().values("pk")) | Q(pk__in=about))
    list(mine.order_by("pk").select_for_update(of=("self",)).values_list("pk"))
    returns = list(open_returns_of(giver))
    units = list(units_of(giver).select_for_update(of=("self",)))
    return Duties(returns, units, list(open_items_of(giver).select_for_update(of=("self",))))


def _faults(giver: User, taker: User, reason: str, duties: Duties, actor: Actor) -> Iterator[str]:
    if actor.user and actor.user != giver and not actor.user.has_perm("indicators.hand_over"):
        yield "工作由本人移交；本人无法办理时由系统管理员移交"
    if giver.role not in DUTIES:
        yield f"{giver.get_role_display()}没有可移交的填报、审核、发布工作"
    elif not (duties.returns or duties.units or duties.items):
        yield f"“{giver}”没有未办结的工作，不需要移交"
    if giver == taker:
        yield "不能移交给本人"
    if not taker.is_active or taker.role != giver.role:
        yield f"接收人须是启用中的{giver.get_role_display()}账号"
    if not reason.strip():
        yield "请写明理由"
    for name in out_of_reach(taker, list(duties.works()), parents_of_areas()):
        yield f"“{name}”不在“{taker}”的部门或地区范围内，请先由安全管理员授予地区，或另选接收人"


def _move(item: InboxItem, taker: User) -> None:
    """Where the taker has the same item about the same thing already, one is enough."""
    same = InboxItem.objects.filter(
        recipient=taker,
        about=item.about,
        object_label=item.object_label,
        object_key=item.object_key,
        kind=item.kind,
        done_at=None,
    )
    if (item.about or item.object_key) and same.exists():
        item.done_at = timezone.now()
        item.save(update_fields=["done_at"])
    else:
        item.recipient, item.mailed_at, item.mail_fault = taker, None, ""
        item.save(update_fields=["recipient", "mailed_at", "mail_fault"])


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
    User.objects.select_for_update().get(pk=stand_in.principal_id)  # one arrangement at a time is checked and stored
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
    today = timezone.localdate()
    if stand_in.valid_until < today:
        yield "valid_until", "结束日已经过去"
    if stand_in.valid_from < today:
        yield "valid_from", "起始日已经过去，请从今天或以后起"
    if stand_in.valid_until - stand_in.valid_from > LONGEST_STAND_IN:
        yield "valid_until", "一次代岗最长一年；长期变动请移交工作"
    same = StandIn.objects.filter(principal=principal, deputy=deputy).exclude(pk=stand_in.pk)
    if same.filter(valid_from__lte=stand_in.valid_until, valid_until__gte=stand_in.valid_from).exists():
        yield "valid_from", f"“{deputy}”在这段时间已经代“{principal}”，请先结束原来的代岗"


@transaction.atomic
def end_stand_in(*, stand_in: StandIn, actor: Actor) -> None:
    """End a stand-in early: yesterday was its last day, or, where it began today or later, it never was."""
    today = timezone.localdate()
    if faults := list(_faults_of_ending(stand_in, actor)):
        raise ValidationError(faults)
    key = _stand_in_key(stand_in)
    if stand_in.valid_from >= today:
        delete_record(instance=stand_in, key=key, actor=actor)
        return
    stand_in.valid_until = today - timedelta(days=1)
    save_record(instance=stand_in, key=key, actor=actor)


def _faults_of_ending(stand_in: StandIn, actor: Actor) -> Iterator[str]:
    others = actor.user is None or actor.user.has_perm("indicators.arrange_stand_in_for_others")
    if actor.user != stand_in.principal and not others:
        yield "代岗由被代岗人本人或安全管理员结束"
    if stand_in.valid_until < timezone.localdate():
        yield f"代岗已于 {stand_in.valid_until} 结束"


def _stand_in_key(stand_in: StandIn) -> str:
    return f"{stand_in.deputy.username} 代 {stand_in.principal.username}"
