"""Firms as staff keep them: inside the areas of the account, under the code that the state gave them."""

from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.db import transaction

from indicators.queries.access import publishes
from indicators.queries.access_areas import areas_of
from indicators.services.audit import Actor
from indicators.services.calculations import bump_data_version
from indicators.services.records import save_record
from tracker.domain.evaluations.code_check import code_fault
from tracker.domain.evaluations.way import State
from tracker.models import Enterprise, EnterpriseFact, Round
from tracker.queries.evaluations.firms import has_figures
from tracker.queries.evaluations.newest_changes import firm_version, newest_change_of_firm
from tracker.services.evaluations.stale_forms import stale_reason

PLACES = ("area", "park")
# What the scorer reads of a firm.
SCORED_BY = ("area", "park", "industry", "size_class", "in_production_from", "exempt_reason")
OUTSIDE = "不在本账号的地区内"


@transaction.atomic
def add_firm(*, firm: Enterprise, actor: Actor, reason: str = "") -> None:
    """Raises `ValidationError` with every reason by field, storing nothing."""
    _save(firm, None, actor, reason, None)


@transaction.atomic
def change_firm(*, firm: Enterprise, actor: Actor, reason: str, seen: int | None = None) -> None:
    """`firm` carries the new content. Its code is fixed once it has facts, all else until a lock is off.

    `seen` is the `firm_version` that the form was opened with; None where no form was. Raises `ValidationError` with
    every reason by field, storing nothing.
    """
    _save(firm, Enterprise.objects.select_for_update().get(pk=firm.pk), actor, reason, seen)


def _save(firm: Enterprise, stored: Enterprise | None, actor: Actor, reason: str, seen: int | None) -> None:
    if actor.user and not publishes(actor.user):
        raise ValidationError("企业名录由审定发布岗维护")
    faults: dict[str, list[str]] = {}
    if stored and seen not in (None, firm_version(stored)):
        faults["__all__"] = [stale_reason("这户企业", newest_change_of_firm(stored))]
    for field, message in _faults(firm, stored, actor):
        faults.setdefault(field, []).append(message)
    changed = _changed(firm, stored)
    if stored and changed and not reason.strip():
        faults["reason"] = ["修改企业须写明理由"]
    try:
        firm.full_clean()
    except ValidationError as error:
        for field, messages in error.message_dict.items():
            faults[field] = [*messages, *faults.get(field, [])]
    if faults:
        raise ValidationError(faults)
    if save_record(instance=firm, key=firm.code, actor=actor, reason=reason.strip()):
        bump_data_version()


def _faults(firm: Enterprise, stored: Enterprise | None, actor: Actor) -> Iterator[tuple[str, str]]:
    """What stands against the content besides the rules of the table, by field."""
    changed = _changed(firm, stored)
    if "code" in changed:
        fault = code_fault(firm.code)
        if fault and firm.code:
            yield "code", fault.message
        if stored and has_figures(stored):
            yield "code", "已有年度数据，代码不能再改"
    if actor.user:
        areas = set(areas_of(actor.user))
        for place in PLACES:
            pk = getattr(firm, f"{place}_id")
            if place in changed and pk is not None and pk not in areas:
                yield place, OUTSIDE
        if stored and not areas.intersection((stored.area_id, stored.park_id)):
            yield "area", OUTSIDE
    if stored and any(name in changed for name in SCORED_BY):
        for reason in _locks(stored):
            yield "__all__", reason


def _changed(firm: Enterprise, stored: Enterprise | None) -> list[str]:
    names = ["code", "name", *SCORED_BY]
    return [name for name in names if stored is None or getattr(firm, name, None) != getattr(stored, name)]


def _locks(firm: Enterprise) -> list[str]:
    """Rounds that are locked and not yet published are scored from the firm as it is."""
    years = EnterpriseFact.objects.current().filter(enterprise=firm).values("year")
    rounds = Round.objects.select_for_update().filter(state__in=(State.LOCKED, State.SCORED), year__in=years)
    return [
        f"“{each}”{each.get_state_display()}、尚未发布，企业的规模、行业、园区等不再变动；要改请先解锁"
        for each in rounds.order_by("code")
        if not each.trial
    ]
