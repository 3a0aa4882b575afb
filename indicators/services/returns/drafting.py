"""Saving what is typed: whole or not at all, and never over what somebody else has changed meanwhile."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone

from indicators.domain.cell_content import MAX_NOTE, CellContent, read_content
from indicators.domain.returns import Refusal, Step
from indicators.domain.texts import plain_lines
from indicators.models import CellExplanation, Return, ReturnCell
from indicators.services.audit import Actor
from indicators.services.returns.gate import ReturnRefusedError, pass_gate, take_step

CONTENT_FIELDS = ("number", "absent", "unreadable", "note", "version", "changed_at", "changed_by")


@dataclass(frozen=True, slots=True, kw_only=True)
class CellChange:
    """What to write into one cell; None leaves as it is. `seen` is the version of the cell it was typed on."""

    indicator: str
    area: str
    measure: str
    content: str | None = None
    note: str | None = None
    explanations: Mapping[str, str] = field(default_factory=dict)
    seen: int | None = None


@dataclass(frozen=True, slots=True)
class CellConflict:
    """Somebody else has changed the cell since; `cell` says what it holds now, by whom and when."""

    cell: ReturnCell
    yours: str


class CellConflictError(Exception):
    """Nothing was stored; `conflicts` lists the cells that others have changed."""

    code = "conflict"

    def __init__(self, conflicts: list[CellConflict]) -> None:
        changes = (
            f"{each.cell.indicator.name} {each.cell.area.name} {each.cell.get_measure_display()}："
            f"{each.cell.changed_by or '他人'}已改为“{each.cell.content or '空白'}”，您填的是“{each.yours or '空白'}”"
            for each in conflicts
        )
        super().__init__("；".join(changes))
        self.conflicts = conflicts


@dataclass(frozen=True, slots=True)
class Saved:
    """The return after saving, and the cells that changed."""

    of: Return
    cells: list[ReturnCell]


@transaction.atomic
def save_cells(*, pk: int, changes: Sequence[CellChange], actor: Actor, reason: str = "") -> Saved:
    """Write `changes` into a return; saying what is there already changes nothing.

    Raises `ReturnRefusedError` where the return is closed to the actor or a cell is not in it, `CellConflictError`
    where somebody else was faster.
    """
    opened = pass_gate(pk=pk, step=Step.WRITE, actor=actor)
    cells = {
        (cell.indicator.code, cell.area.code, cell.measure): cell
        for cell in opened.of.cells.select_related("indicator", "area", "changed_by").prefetch_related("explanations")
    }
    if unknown := list(_unknown(changes, cells)):
        raise ReturnRefusedError(unknown)
    edits = [(_cell_of(change, cells), change) for change in changes]
    if conflicts := list(_conflicts(edits)):
        raise CellConflictError(conflicts)
    old: dict[str, object] = {}
    new: dict[str, object] = {}
    changed = []
    for cell, change in edits:
        before = _state_of(cell)
        explained = _explain(cell, change, opened.actor)
        _apply(cell, change)
        after = _state_of(cell)
        if before == after and not explained:
            continue
        old[cell.key], new[cell.key] = before, after | explained
        cell.version += 1
        cell.changed_at, cell.changed_by = timezone.now(), opened.actor.user
        changed.append(cell)
    if changed:
        ReturnCell.objects.bulk_update(changed, CONTENT_FIELDS, batch_size=500)
        take_step(opened=opened, step=Step.WRITE, old=old, new=new, reason=reason)
    return Saved(opened.of, changed)


Cells = Mapping[tuple[str, str, str], ReturnCell]


def _unknown(changes: Sequence[CellChange], cells: Cells) -> Iterable[Refusal]:
    seen = set()
    for change in changes:
        key = (change.indicator, change.area, change.measure)
        if key not in cells:
            yield Refusal("unknown_cell", f"本表没有指标 {key[0]}、地区 {key[1]}、填报项 {key[2]} 的单元格")
        if key in seen:
            yield Refusal("cell_twice", f"指标 {key[0]}、地区 {key[1]}、填报项 {key[2]} 在同一次保存中出现两次")
        seen.add(key)
        if any(len(text) > MAX_NOTE for text in (change.note or "", *change.explanations.values())):
            yield Refusal("too_long", f"指标 {key[0]}、地区 {key[1]} 的说明超过 {MAX_NOTE} 字")


def _cell_of(change: CellChange, cells: Cells) -> ReturnCell:
    return cells[change.indicator, change.area, change.measure]


def _conflicts(edits: Iterable[tuple[ReturnCell, CellChange]]) -> Iterable[CellConflict]:
    """A cell changed since it was seen is a conflict, unless both say the same."""
    for cell, change in edits:
        if change.seen is None or change.seen == cell.version:
            continue
        wanted = str(read_content(change.content)) if change.content is not None else str(cell.content)
        same_note = change.note is None or plain_lines(change.note).strip() == cell.note
        if wanted != str(cell.content) or not same_note:
            yield CellConflict(cell, wanted)


def _apply(cell: ReturnCell, change: CellChange) -> None:
    if change.content is not None:
        content: CellContent = read_content(change.content)
        cell.number, cell.absent, cell.unreadable = content.number, content.absent, content.unreadable
    if change.note is not None:
        cell.note = plain_lines(change.note).strip()


def _explain(cell: ReturnCell, change: CellChange, actor: Actor) -> dict[str, str]:
    """Write the explanations for the content the cell will have; returns those that say something new."""
    content = str(read_content(change.content)) if change.content is not None else str(cell.content)
    stored = {each.rule: each for each in cell.explanations.all()}
    written = {}
    for rule, text in change.explanations.items():
        text = plain_lines(text).strip()
        there = stored.get(rule)
        if (there.text, there.content) == (text, content) if there else not text:
            continue
        if text:
            CellExplanation.objects.update_or_create(
                cell=cell,
                rule=rule,
                defaults={"text": text, "content": content, "written_at": timezone.now(), "written_by": actor.user},
            )
        else:
            CellExplanation.objects.filter(cell=cell, rule=rule).delete()
        written[f"explanation:{rule}"] = text
    return written


def _state_of(cell: ReturnCell) -> dict[str, object]:
    return {"content": str(cell.content), "note": cell.note}
