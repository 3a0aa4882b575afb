"""The reviewer approves, sends back with reasons at the cells, and gives more time."""

from collections.abc import Mapping
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from indicators.choices import InboxKind, Role
from indicators.domain.cell_content import MAX_NOTE
from indicators.domain.returns import Refusal, Step
from indicators.domain.texts import plain_lines
from indicators.models import Return, ReturnCell
from indicators.services.audit import Actor
from indicators.services.inbox import settle, tell
from indicators.services.returns.gate import ReturnRefusedError, give_days_for_corrections, pass_gate, take_step

LONGEST_EXTENSION = timedelta(days=366)


@transaction.atomic
def approve_return(*, pk: int, actor: Actor, remark: str = "", seen: int | None = None) -> Return:
    """Approve what was submitted, as it was at version `seen`; reasons of an earlier sending back no longer count."""
    passed = pass_gate(pk=pk, step=Step.APPROVE, actor=actor, seen=seen)
    of = passed.of
    of.approved_at, of.approved_by = timezone.now(), passed.actor.user
    take_step(passed=passed, step=Step.APPROVE, reason=remark)
    settle(about=of, kinds=[InboxKind.REVIEW])
    tell(role=Role.PUBLISHER, kind=InboxKind.PUBLISH, about=of, text=f"{of} 已审核，请发布", sender=passed.actor.name)
    return of


@transaction.atomic
def send_back_return(
    *, pk: int, reason: str, actor: Actor, cell_reasons: Mapping[int, str] | None = None, seen: int | None = None
) -> Return:
    """Send the return back to its clerk; `cell_reasons` says by cell id what is wrong where.

    One reason is enough: in general, or at a cell. Where the deadline is over or near, the clerk gets the days that the
    form allows for corrections.
    """
    by_cell = {cell: plain_lines(text).strip() for cell, text in (cell_reasons or {}).items() if text.strip()}
    general = reason.strip() or (f"{len(by_cell)} 处须修改，理由见单元格" if by_cell else "")
    passed = pass_gate(pk=pk, step=Step.SEND_BACK, actor=actor, reason=general, seen=seen)
    of = passed.of
    cells = {cell.pk: cell for cell in of.cells.select_related("indicator", "area")}
    if faults := list(_faults(by_cell, cells)):
        raise ReturnRefusedError(faults)
    of.submitted_at = of.submitted_by = of.approved_at = of.approved_by = None
    give_days_for_corrections(of)
    reasons: dict[str, object] = {cells[pk].key: text for pk, text in by_cell.items()}
    details = {"closes_on": str(of.window.closes_on), **({"reasons": reasons} if reasons else {})}
    take_step(passed=passed, step=Step.SEND_BACK, reason=general, new=details)
    answered = [cell for cell in cells.values() if cell.send_back_reason != by_cell.get(cell.pk, "")]
    for cell in answered:
        cell.send_back_reason = by_cell.get(cell.pk, "")
    ReturnCell.objects.bulk_update(answered, ["send_back_reason"], batch_size=500)
    settle(about=of, kinds=[InboxKind.REVIEW, InboxKind.PUBLISH])
    tell(
        role=Role.ENTRY,
        kind=InboxKind.SENT_BACK,
        about=of,
        text=f"{of} 被退回：{general}",
        due_on=of.window.closes_on,
        sender=passed.actor.name,
    )
    return of


def _faults(by_cell: Mapping[int, str], cells: Mapping[int, ReturnCell]) -> list[Refusal]:
    faults = [Refusal("unknown_cell", f"单元格 {pk} 不在这张表中") for pk in by_cell if pk not in cells]
    too_long = [text for text in by_cell.values() if len(text) > MAX_NOTE]
    return faults + [Refusal("too_long", f"退回理由超过 {MAX_NOTE} 字：{text[:20]}……") for text in too_long]


@transaction.atomic
def extend_return(*, pk: int, until: date, reason: str, actor: Actor, seen: int | None = None) -> Return:
    """Give the clerk until the end of that day."""
    passed = pass_gate(pk=pk, step=Step.EXTEND, actor=actor, reason=reason, seen=seen)
    of = passed.of
    found = []
    if until < timezone.localdate():
        found.append(Refusal("in_past", f"延期至 {until} 已经过去，请选今天或以后的日期"))
    if until <= of.window.closes_on:
        found.append(Refusal("not_later", f"延期至 {until} 不晚于现在的截止日 {of.window.closes_on}"))
    if until > timezone.localdate() + LONGEST_EXTENSION:
        found.append(Refusal("too_late", f"延期至 {until} 超过一年，请核对年份"))
    if found:
        raise ReturnRefusedError(found)
    before, of.extended_until = of.extended_until, until
    old: dict[str, object] = {"extended_until": str(before)} if before else {}
    take_step(passed=passed, step=Step.EXTEND, reason=reason, old=old, new={"extended_until": str(until)})
    tell(
        role=Role.ENTRY,
        kind=InboxKind.FILL,
        about=of,
        text=f"{of} 延期至 {until}：{reason.strip()}",
        due_on=until,
        sender=passed.actor.name,
    )
    return of
