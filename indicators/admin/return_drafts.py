"""The form without scripts: what was sent, as changes of cells."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.http import HttpRequest

from indicators.models import Return, ReturnCell
from indicators.queries.returns.figures import CheckedReturn
from indicators.services.audit import Actor
from indicators.services.returns.drafting import CellChange, CellConflictError, save_cells
from indicators.services.returns.gate import ReturnRefusedError


@dataclass(frozen=True, slots=True, kw_only=True)
class SaveAttempt:
    """Whether it was saved, what to say, and what was typed by cell where it was not."""

    saved: bool
    message: str
    typed: dict[int, str] = field(default_factory=dict)


def save_form_of_page(request: HttpRequest, of: Return, actor: Actor) -> SaveAttempt:
    """Save what differs from what the page showed."""
    checked = CheckedReturn(of)
    changes = list(_changes(request, checked.cells))
    typed = {cell.pk: request.POST[f"cell-{cell.pk}"] for cell in checked.cells if f"cell-{cell.pk}" in request.POST}
    try:
        saved = save_cells(pk=of.pk, changes=changes, actor=actor)
    except ReturnRefusedError as refusal:
        return SaveAttempt(saved=False, message=f"没有保存：{refusal}", typed=typed)
    except CellConflictError as conflict:
        message = f"没有保存，他人刚刚改过：{conflict}。请核对后再存，您填的内容仍在下面。"
        return SaveAttempt(saved=False, message=message, typed=typed)
    done = f"已保存 {len(saved.cells)} 个单元格。" if saved.cells else "没有改动。"
    return SaveAttempt(saved=True, message=done)


def _changes(request: HttpRequest, cells: list[ReturnCell]) -> Iterator[CellChange]:
    sent = request.POST
    for cell in cells:
        if f"cell-{cell.pk}" not in sent:
            continue
        seen = sent.get(f"seen-{cell.pk}", "")
        prefix = f"explain-{cell.pk}-"
        yield CellChange(
            indicator=cell.indicator.code,
            area=cell.area.code,
            measure=cell.measure,
            content=sent[f"cell-{cell.pk}"],
            note=sent.get(f"note-{cell.pk}"),
            explanations={name.removeprefix(prefix): sent[name] for name in sent if name.startswith(prefix)},
            seen=int(seen) if seen.isdecimal() and len(seen) < 10 else None,
        )
