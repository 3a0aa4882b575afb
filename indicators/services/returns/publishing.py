"""The publisher brings an approved return into the ledger, takes a published one back, and opens it again."""

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from indicators.choices import InboxKind, Measure, Role, Vintage
from indicators.domain.figures import Figure
from indicators.domain.periods import Period
from indicators.domain.returns import Refusal, Step
from indicators.models import Return, ReturnCell
from indicators.models.advisory import AdvisoryLock, hold
from indicators.queries.returns.overlaps import unfinished_overlaps
from indicators.queries.returns.published import CurrentFigures, current_figures
from indicators.services.audit import Actor
from indicators.services.inbox import settle, tell
from indicators.services.observations import Published, publish_figures
from indicators.services.returns.gate import (
    ReturnRefusedError,
    give_days_for_corrections,
    pass_gate,
    take_step,
)


@transaction.atomic
def publish_return(
    *, pk: int, actor: Actor, vintage: str = Vintage.PRELIMINARY, published_at: datetime | None = None, note: str = ""
) -> Published:
    """Publish every number of an approved return; what the ledger says already is not published again.

    Raises `ReturnRefusedError` by the gate of returns, `PublicationRefusedError` by that of the ledger.
    """
    hold(AdvisoryLock.LEDGER)
    opened = pass_gate(pk=pk, step=Step.PUBLISH, actor=actor)
    of = opened.of
    moment = published_at or timezone.localtime()
    figures = list(_figures(of, vintage, moment))
    published = publish_figures(
        figures=figures, actor=opened.actor, reason=note.strip() or f"发布填报表 {of.key}", of_return=of.pk
    )
    of.published_at, of.published_by, of.vintage = moment, opened.actor.user, vintage
    details = {"figures": str(published.created), "vintage": str(vintage)}
    take_step(opened=opened, step=Step.PUBLISH, reason=note, new=details)
    settle(about=of, kinds=[InboxKind.PUBLISH])
    return published


def _figures(of: Return, vintage: str, moment: datetime) -> Iterator[Figure]:
    current = current_figures(of)
    for cells in _pairs(of):
        key = cells[0].indicator.code, cells[0].area.code
        number = {cell.measure: cell.number for cell in cells}
        if all(each is None for each in number.values()):
            continue
        # A ledger row replaces value and growth together; what the form does not ask about stays as it is.
        value, growth = (number.get(each, current.number(*key, each)) for each in (Measure.VALUE, Measure.GROWTH))
        notes = [cell.note for cell in cells if cell.note]
        notes += [
            f"{each.label}沿用此前公布数" for each in Measure if each not in number and current.number(*key, each)
        ]
        note = "；".join(dict.fromkeys(notes))
        if current.says(*key, value, growth, vintage, note):
            continue
        yield _figure(of, *key, vintage=vintage, moment=moment, value=value, growth=growth, note=note)


def _figure(of: Return, indicator: str, area: str, *, moment: datetime, **content: object) -> Figure:
    return Figure(
        indicator=indicator,
        area=area,
        period=Period.parse(of.period),
        published_at=moment,
        published_as=moment.isoformat(),
        **content,  # type: ignore[arg-type]
    )


def _pairs(of: Return) -> Iterator[list[ReturnCell]]:
    """The cells of one indicator and area together."""
    pairs: dict[tuple[int, int], list[ReturnCell]] = {}
    for cell in of.cells.select_related("indicator", "area").order_by("position"):
        pairs.setdefault((cell.indicator_id, cell.area_id), []).append(cell)
    yield from pairs.values()


@transaction.atomic
def withdraw_return(*, pk: int, reason: str, actor: Actor) -> Published:
    """Take back what was published: each figure of the return that still counts is withdrawn in the ledger."""
    hold(AdvisoryLock.LEDGER)
    opened = pass_gate(pk=pk, step=Step.WITHDRAW, actor=actor, reason=reason)
    of = opened.of
    moment = timezone.localtime()
    figures = [
        _figure(of, indicator, area, vintage=Vintage.WITHDRAWN, moment=moment, value=None, growth=None, note="")
        for indicator, area in _published_keys(of, current_figures(of))
    ]
    withdrawn = publish_figures(figures=figures, actor=opened.actor, reason=reason.strip(), of_return=of.pk)
    take_step(opened=opened, step=Step.WITHDRAW, reason=reason, new={"figures": str(withdrawn.created)})
    return withdrawn


def _published_keys(of: Return, current: CurrentFigures) -> Iterator[tuple[str, str]]:
    for cells in _pairs(of):
        key = cells[0].indicator.code, cells[0].area.code
        if any(cell.number is not None for cell in cells) and current.has(*key):
            yield key


@transaction.atomic
def reopen_return(*, pk: int, reason: str, actor: Actor) -> Return:
    """Open a withdrawn return for filling again; its cells keep what they say."""
    hold(AdvisoryLock.LEDGER)
    opened = pass_gate(pk=pk, step=Step.REOPEN, actor=actor, reason=reason)
    of = opened.of
    if held := list(_held_elsewhere(of)):
        raise ReturnRefusedError(held)
    of.submitted_at = of.submitted_by = of.approved_at = of.approved_by = of.published_at = of.published_by = None
    of.vintage = ""
    give_days_for_corrections(of)
    take_step(opened=opened, step=Step.REOPEN, reason=reason)
    tell(
        role=Role.ENTRY,
        kind=InboxKind.FILL,
        about=of,
        text=f"{of} 已重新开放：{reason.strip()}",
        due_on=of.window.closes_on,
        sender=opened.actor.name,
    )
    return of


def _held_elsewhere(of: Return) -> Iterator[Refusal]:
    """While it was withdrawn, another unit may have begun to report the same figures."""
    cells = of.cells.values_list("indicator", "area")
    indicators, areas = {indicator for indicator, _ in cells}, {area for _, area in cells}
    for other in unfinished_overlaps(indicators=indicators, areas=areas, period=of.period, unit=of.unit):
        yield Refusal("overlap", f"“{other}”正在填报同一指标、地区、期别的数据，办结后再重新开放")
