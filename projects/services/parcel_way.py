"""Writing a step of a parcel's way: who does it, by when, and when it was done."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from indicators.services.audit import Actor
from indicators.services.records import save_record
from projects.choices import ParcelStepKind
from projects.domain.parcel_way import Disposed, Step, StepPlan, disposed_share, step_faults
from projects.events import land_changed
from projects.models import Disposal, Parcel, ParcelStep
from projects.queries.access import parcels_of


@dataclass(frozen=True, slots=True, kw_only=True)
class StepContent:
    owner: str = ""
    due_on: date | None = None
    done_on: date | None = None
    document: str = ""
    note: str = ""


@transaction.atomic
def set_parcel_step(
    *, parcel: Parcel, step: Step, content: StepContent, actor: Actor, reason: str = ""
) -> frozenset[str]:
    """Write one step; returns what changed. Raises `ValidationError` with every reason against it.

    Where what stands is changed or taken away, a reason is asked for.
    """
    _check_who(parcel, actor)
    parcel = Parcel.objects.select_for_update(no_key=True).get(pk=parcel.pk)
    rows = {Step(row.step): row for row in ParcelStep.objects.select_for_update().filter(parcel=parcel)}
    row = rows.pop(step, None) or ParcelStep(parcel=parcel, step=ParcelStepKind(step))
    faults: dict[str, list[str]] = {}
    others = {each: _plan(other) for each, other in rows.items()}
    given = StepPlan(owner=content.owner.strip(), due_on=content.due_on, done_on=content.done_on)
    for fault in step_faults(step, given, others, _disposed(parcel), timezone.localdate()):
        faults.setdefault(fault.field, []).append(fault.message)
    if _takes_away(row, content) and not reason.strip():
        faults["reason"] = ["修改已填的期限或完成日期须写明理由"]
    if faults:
        raise ValidationError(faults)
    row.owner, row.due_on, row.done_on = given.owner, given.due_on, given.done_on
    row.document, row.note = content.document.strip(), content.note.strip()
    changed = save_record(instance=row, key=f"{parcel.code}/{step}", actor=actor, reason=reason)
    if step is Step.PRODUCING and "done_on" in changed:
        land_changed.send(sender=ParcelStep)
    return changed


def _check_who(parcel: Parcel, actor: Actor) -> None:
    if actor.user and not actor.user.has_perm("projects.change_parcel"):
        raise PermissionDenied("地块进展由填报岗、审核岗或审定发布岗填写")
    if actor.user and not parcels_of(actor.user).filter(pk=parcel.pk).exists():
        raise PermissionDenied("该地块不在本账号的地区内")


def _disposed(parcel: Parcel) -> Disposed:
    total = Disposal.objects.filter(parcel=parcel).aggregate(total=Sum("area_mu"))["total"]
    return disposed_share(parcel.area_mu, total or Decimal(0))


def _plan(row: ParcelStep) -> StepPlan:
    return StepPlan(owner=row.owner, due_on=row.due_on, done_on=row.done_on)


def _takes_away(row: ParcelStep, content: StepContent) -> bool:
    changed = ((row.due_on, content.due_on), (row.done_on, content.done_on))
    return any(stood is not None and stood != wanted for stood, wanted in changed)
