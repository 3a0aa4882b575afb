"""The publisher brings an approved return into the ledger, takes a published one back, and opens it again."""

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from indicators.choices import InboxKind, Role, Vintage
from indicators.domain.figures import Figure
from indicators.domain.periods import Period
from indicators.domain.returns import Refusal, Step
from indicators.models import Return, User
from indicators.models.advisory import AdvisoryLock, hold
from indicators.queries.returns.access import returns_inside_areas
from indicators.queries.returns.overlaps import unfinished_overlaps
from indicators.queries.returns.publication import PlannedFigure, current_rows, pairs_of, planned_figures
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
    *,
    pk: int,
    actor: Actor,
    vintage: str = Vintage.PRELIMINARY,
    published_at: datetime | None = None,
    note: str = "",
    seen: int | None = None,
) -> Published:
    """Publish every number of an approved return; what the ledger says already is not published again.

    Raises `ReturnRefusedError` by the gate of returns, `PublicationRefusedError` by that of the ledger.
    """
    hold(AdvisoryLock.LEDGER)
    passed = pass_gate(pk=pk, step=Step.PUBLISH, actor=actor, seen=seen)
    of = passed.of
    moment = published_at or timezone.localtime()
    if timezone.localdate(moment) < of.period_end:
        too_early = f"发布时间不能早于期末（{of.period_end}）"
        raise ReturnRefusedError([Refusal("before_period_end", too_early)])
    planned = planned_figures(of)
    if overtaken := [each for each in planned if each.is_overtaken(moment)]:
        raise ReturnRefusedError([_overtaken(each) for each in overtaken])
    figures = [_planned_figure(of, each, vintage, moment) for each in planned if not each.says_nothing_new(vintage)]
    published = publish_figures(
        figures=figures, actor=passed.actor, reason=note.strip() or f"发布填报表 {of.key}", of_return=of.pk
    )
    of.published_at, of.published_by, of.vintage = moment, passed.actor.user, vintage
    details = {"figures": str(published.created), "vintage": str(vintage)}
    take_step(passed=passed, step=Step.PUBLISH, reason=note, new=details)
    settle(about=of, kinds=[InboxKind.PUBLISH])
    _notify(of, f"{of} 已发布", passed.actor)
    return published


def _notify(of: Return, text: str, actor: Actor) -> None:
    """The clerk learns what became of the return."""
    tell(role=Role.ENTRY, kind=InboxKind.NOTICE, about=of, text=text, sender=actor.name)


def _overtaken(each: PlannedFigure) -> Refusal:
    assert each.current
    message = f"{each.indicator} {each.area.name}：台账中已有 {each.current.published_as} 发布的数据，发布时间须晚于它"
    return Refusal("older_than_ledger", message)


def _planned_figure(of: Return, each: PlannedFigure, vintage: str, moment: datetime) -> Figure:
    """“—” in the place of a published figure withdraws it."""
    return _figure(
        of,
        each.indicator.code,
        each.area.code,
        vintage=Vintage.WITHDRAWN if each.withdraws else vintage,
        moment=moment,
        value=each.value,
        growth=each.growth,
        note=each.note,
    )


def _figure(of: Return, indicator: str, area: str, *, moment: datetime, **content: object) -> Figure:
    return Figure(
        indicator=indicator,
        area=area,
        period=Period.parse(of.period),
        published_at=moment,
        published_as=moment.isoformat(),
        **content,  # type: ignore[arg-type]
    )


@transaction.atomic
def withdraw_return(*, pk: int, reason: str, actor: Actor, seen: int | None = None) -> Published:
    """Take back what was published: each figure of the return that still counts is withdrawn in the ledger."""
    hold(AdvisoryLock.LEDGER)
    passed = pass_gate(pk=pk, step=Step.WITHDRAW, actor=actor, reason=reason, seen=seen)
    of = passed.of
    moment = timezone.localtime()
    figures = [
        _figure(of, indicator, area, vintage=Vintage.WITHDRAWN, moment=moment, value=None, growth=None, note="")
        for indicator, area in _published_keys(of)
    ]
    withdrawn = publish_figures(figures=figures, actor=passed.actor, reason=reason.strip(), of_return=of.pk)
    take_step(passed=passed, step=Step.WITHDRAW, reason=reason, new={"figures": str(withdrawn.created)})
    _notify(of, f"{of} 已撤销发布：{reason.strip()}", passed.actor)
    return withdrawn


def _published_keys(of: Return) -> Iterator[tuple[str, str]]:
    """The codes of what the return has published and readers still see."""
    current = current_rows(of)
    for key, cells in pairs_of(of).items():
        row, first = current.get(key), next(iter(cells.values()))
        if row and row.vintage != Vintage.WITHDRAWN and any(cell.number is not None for cell in cells.values()):
            yield first.indicator.code, first.area.code


@transaction.atomic
def reopen_return(*, pk: int, reason: str, actor: Actor, seen: int | None = None) -> Return:
    """Open a withdrawn return for filling again; its cells keep what they say."""
    hold(AdvisoryLock.LEDGER)
    passed = pass_gate(pk=pk, step=Step.REOPEN, actor=actor, reason=reason, seen=seen)
    of = passed.of
    if held := list(_held_elsewhere(of, passed.actor.user)):
        raise ReturnRefusedError(held)
    of.submitted_at = of.submitted_by = of.approved_at = of.approved_by = of.published_at = of.published_by = None
    of.vintage = ""
    give_days_for_corrections(of)
    take_step(passed=passed, step=Step.REOPEN, reason=reason)
    tell(
        role=Role.ENTRY,
        kind=InboxKind.FILL,
        about=of,
        text=f"{of} 已重新开放：{reason.strip()}",
        due_on=of.window.closes_on,
        sender=passed.actor.name,
    )
    return of


def _held_elsewhere(of: Return, reader: User | None) -> Iterator[Refusal]:
    """Another unit may have begun to report the same figures; it is named inside one's areas alone."""
    cells = of.cells.values_list("indicator", "area")
    indicators, areas = {indicator for indicator, _ in cells}, {area for _, area in cells}
    others = unfinished_overlaps(indicators=indicators, areas=areas, period=of.period, unit=of.unit)
    known = set(others if reader is None else returns_inside_areas(reader).filter(pk__in=others))
    for other in others:
        name = f"“{other}”" if other in known else "其他填报单位"
        yield Refusal("overlap", f"{name}正在填报同一指标、地区、期别的数据，办结后再重新开放")
