"""Sources of a project's money, and what of it arrived: append-only, never less than nothing in all."""

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from indicators.choices import AuditAction
from indicators.domain.exact import exact
from indicators.domain.numbers import plain
from indicators.services.audit import Actor, record
from indicators.services.records import save_record
from projects.domain.rates import Arrival
from projects.domain.refusals import Refusal, RefusedError
from projects.models import Funding, FundingArrival
from projects.queries.people import standing_towards
from projects.services.register import PERMISSION, check_standing
from projects.services.texts import too_long


class FundingRefusedError(RefusedError):
    code = "funding_refused"


@transaction.atomic
def save_funding(*, funding: Funding, actor: Actor, reason: str = "") -> frozenset[str]:
    """Add a source or change its plan; returns what changed. Raises `ValidationError` with every fault."""
    check_standing(funding.project, actor, reason, is_stored=bool(funding.pk))
    key = f"{funding.project.code} {funding.source}"
    return save_record(instance=funding, key=key, actor=actor, reason=reason, fixed=["project"])


@transaction.atomic
def record_arrival(
    *, funding: Funding, arrived_on: date, amount: Decimal, actor: Actor, document: str = "", reason: str = ""
) -> FundingArrival:
    """Money that arrived on a day, or, negative and with a reason, was taken back.

    Raises `FundingRefusedError` with every reason; at no day's end may less than nothing have arrived from a source.
    """
    funding = Funding.objects.select_for_update(of=("self",)).select_related("project").get(pk=funding.pk)
    document, reason = document.strip(), reason.strip()
    stored = [Arrival(*row) for row in funding.arrivals.values_list("arrived_on", "amount")]
    found = [
        *standing_towards(actor.user, funding.project, PERMISSION),
        *too_long(FundingArrival, document=document, reason=reason),
        *_amount_refusals([*stored, Arrival(arrived_on, amount)], amount, reason),
        *([Refusal("future_day", "到位日期不能晚于今天")] if arrived_on > timezone.localdate() else []),
    ]
    if found:
        raise FundingRefusedError(found)
    entry = record(
        actor=actor,
        action=AuditAction.CREATED,
        object_type="fundingarrival",
        object_key=f"{funding.project.code} {funding.source}",
        new={"arrived_on": str(arrived_on), "amount": plain(amount), "document": document},
        reason=reason,
    )
    return FundingArrival.objects.create(
        funding=funding, arrived_on=arrived_on, amount=amount, document=document, reason=reason, audit_entry=entry
    )


def _amount_refusals(arrivals: Iterable[Arrival], amount: Decimal, reason: str) -> Iterator[Refusal]:
    if not amount:
        yield Refusal("zero", "到位资金不能为 0")
    if amount < 0 and not reason:
        yield Refusal("no_reason", "收回资金须写明原因")
    if amount < 0 and (short := _first_short_day(arrivals)):
        day, total = short
        yield Refusal("below_zero", f"收回后 {day} 的到位资金合计为 {plain(total)}，不能小于 0")


@exact
def _first_short_day(arrivals: Iterable[Arrival]) -> tuple[date, Decimal] | None:
    """The first day at whose end less than nothing has arrived."""
    by_day: dict[date, Decimal] = {}
    for each in arrivals:
        by_day[each.arrived_on] = by_day.get(each.arrived_on, Decimal(0)) + each.amount
    total = Decimal(0)
    for day in sorted(by_day):
        total += by_day[day]
        if total < 0:
            return day, total
    return None
