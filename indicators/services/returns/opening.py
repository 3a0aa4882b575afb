"""Opening a return for each unit and period: its cells are laid out once, by the form as it stands then."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from indicators.choices import AuditAction, InboxKind, Measure, Role
from indicators.domain.kinds import Kind
from indicators.domain.periods import Period
from indicators.domain.returns import Refusal
from indicators.models import FormItem, FormUnit, Return, ReturnCell, ReturnForm
from indicators.models.advisory import AdvisoryLock, hold
from indicators.models.areas import valid_on
from indicators.queries.returns.overlaps import unfinished_overlaps
from indicators.services.audit import Actor, record
from indicators.services.checks import ensure_default_rules
from indicators.services.inbox import tell
from indicators.services.returns.gate import ReturnRefusedError

SCHEDULE = Actor(name="定时任务")


def open_due_returns(*, today: date | None = None) -> tuple[int, list[str]]:
    """Open what is due and not open yet, for every active form; how many, and what could not be opened and why."""
    day = today or timezone.localdate()
    opened, hindered = 0, []
    for form in ReturnForm.objects.filter(is_active=True).order_by("pk"):
        for period in _periods_due(form, day):
            waiting = form.units.filter(is_active=True).exclude(returns__period=str(period)).order_by("pk")
            for unit in waiting:
                try:
                    open_return(unit=unit, period=period, actor=SCHEDULE, today=day)
                except ReturnRefusedError as refusal:
                    hindered.append(f"{form} {unit} {period}：{refusal}")
                else:
                    opened += 1
    return opened, hindered


def _periods_due(form: ReturnForm, day: date) -> list[Period]:
    """The newest period that is to be filled, and older ones whose deadline is not over; others are opened by hand.

    So a unit that joins an old form does not start with years of late returns.
    """
    due = []
    period = Period.parse(form.starts_with)
    # Where the form opens on the last day of the period, there is nothing to report before that day is over.
    while period.last_day < day and period.last_day + timedelta(days=form.opens_after) <= day:
        due.append(period)
        period = period.next()
    return [each for each in due if each == due[-1] or each.last_day + timedelta(days=form.due_after) >= day]


@transaction.atomic
def open_return(*, unit: FormUnit, period: Period, actor: Actor, today: date | None = None) -> Return:
    """Open one return; opening it again gives the one there is. Raises `ReturnRefusedError`."""
    # Packages and revisions check what is open under this lock.
    hold(AdvisoryLock.LEDGER)
    ensure_default_rules(actor=SCHEDULE)  # before the first return of a new installation
    # As it is now: what the caller holds was read before the lock.
    unit = FormUnit.objects.select_for_update(of=("self",)).select_related("form", "department").get(pk=unit.pk)
    form = unit.form
    if existing := Return.objects.filter(unit=unit, period=str(period)).first():
        return existing
    areas = list(unit.areas.filter(valid_on(period.last_day)).order_by("code"))
    items = list(form.items.select_related("indicator").order_by("position", "indicator__code"))
    if found := list(_refusals(unit, period, items, [area.pk for area in areas], today or timezone.localdate())):
        raise ReturnRefusedError(found)
    opened = Return.objects.create(
        form=form,
        unit=unit,
        department=unit.department,
        period=str(period),
        period_end=period.last_day,
        form_version=form.version,
        opens_on=period.last_day + timedelta(days=form.opens_after),
        due_on=period.last_day + timedelta(days=form.due_after),
        clerk=unit.clerk,
        reviewer=unit.reviewer,
    )
    opened.areas.set(areas)
    ReturnCell.objects.bulk_create(_cells(opened, items, [area.pk for area in areas]))
    record(
        actor=actor,
        action=AuditAction.OPENED,
        object_type="return",
        object_key=opened.key,
        new={"due_on": str(opened.due_on), "form_version": str(form.version)},
    )
    tell(
        role=Role.ENTRY,
        kind=InboxKind.FILL,
        about=opened,
        text=f"{opened} 已开放填报",
        due_on=opened.due_on,
        sender=actor.name,
    )
    return opened


def _refusals(
    unit: FormUnit, period: Period, items: list[FormItem], areas: list[int], today: date
) -> Iterator[Refusal]:
    form = unit.form
    if not form.is_active:
        yield Refusal("form_closed", f"报表“{form}”已停用，不再开放新的期别")
    if not unit.is_active:
        yield Refusal("unit_closed", f"填报单位“{unit}”已停用，不再开放新的期别")
    if period.frequency != form.frequency:
        yield Refusal("wrong_frequency", f"期别 {period} 与报表频率（{form.get_frequency_display()}）不符")
    if period.last_day >= today:
        yield Refusal("period_not_over", f"期别 {period} 尚未结束（{period.last_day} 期末），到期后再开放")
    if not items:
        yield Refusal("no_indicators", f"报表“{form}”还没有指标，请先在报表中添加")
    if not areas:
        yield Refusal("no_areas", f"填报单位“{unit}”没有在 {period.last_day} 有效的填报地区，请先设置")
    for other in unfinished_overlaps(
        indicators=[item.indicator_id for item in items], areas=areas, period=str(period), unit=unit
    ):
        yield Refusal("overlap", f"“{other}”正在填报同一指标、地区、期别的数据，办结后再开放")


def _cells(opened: Return, items: list[FormItem], areas: list[int]) -> Iterator[ReturnCell]:
    position = 0
    for item in items:
        for area in areas:
            for measure in measures_of(item):
                yield ReturnCell(
                    in_return=opened, indicator=item.indicator, area_id=area, measure=measure, position=position
                )
                position += 1


def measures_of(item: FormItem) -> list[Measure]:
    """What the form asks about the indicator; where only growth is published there is no value to ask for."""
    asked = [(Measure.VALUE, item.asks_value), (Measure.GROWTH, item.asks_growth)]
    if item.indicator.kind == Kind.GROWTH_ONLY:
        return [Measure.GROWTH]
    return [measure for measure, is_asked in asked if is_asked]
