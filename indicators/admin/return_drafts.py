"""The form without scripts: what was sent, as changes of cells."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from django.http import HttpRequest

from indicators.admin.base import mark_refused
from indicators.domain.texts import plain_lines
from indicators.models import Return, ReturnCell
from indicators.queries.returns.figures import CheckedReturn
from indicators.services.audit import Actor
from indicators.services.returns.drafting import CellChange, CellConflictError, save_cells
from indicators.services.returns.gate import ReturnRefusedError

NEVER_SEEN = -1  # what a cell is never at, so that a form without a version overwrites nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class SaveAttempt:
    """Whether it was saved, what to say, and what was typed, by name of the field, where it was not."""

    saved: bool
    message: str
    typed: Mapping[str, str] = field(default_factory=dict)


def save_form_of_page(request: HttpRequest, of: Return, actor: Actor) -> SaveAttempt:
    """Save what differs from what the page showed."""
    checked = CheckedReturn(of)
    typed = request.POST.dict()
    changes = list(_changes(typed, checked.cells))
    # Shown again is only what was typed: the rest of the page was what others may have changed since.
    kept = {name: text for name, text in typed.items() if _if_changed(typed, name) is not None}
    if not changes:
        return SaveAttempt(saved=True, message="没有改动。")
    try:
        saved = save_cells(pk=of.pk, changes=changes, actor=actor)
    except ReturnRefusedError as refusal:
        mark_refused(request, f"{of}：{refusal}")
        return SaveAttempt(saved=False, message=f"没有保存：{refusal}", typed=kept)
    except CellConflictError as conflict:
        message = f"没有保存，他人刚刚改过：{conflict}。请核对后再存，您填的内容仍在下面。"
        return SaveAttempt(saved=False, message=message, typed=kept)
    return SaveAttempt(saved=True, message=f"已保存 {len(saved.cells)} 个单元格。")


def _changes(typed: Mapping[str, str], cells: list[ReturnCell]) -> Iterator[CellChange]:
    """What differs from what the page showed, so that a colleague's change of another cell is no conflict."""
    for cell in cells:
        content, note = (_if_changed(typed, f"{name}-{cell.pk}") for name in ("cell", "note"))
        prefix = f"explain-{cell.pk}-"
        explanations = {
            name.removeprefix(prefix): typed[name]
            for name in typed
            if name.startswith(prefix) and _if_changed(typed, name) is not None
        }
        if content is None and note is None and not explanations:
            continue
        seen = typed.get(f"seen-{cell.pk}", "")
        yield CellChange(
            indicator=cell.indicator.code,
            area=cell.area.code,
            measure=cell.measure,
            content=content,
            note=note,
            explanations=explanations,
            seen=int(seen) if seen.isdecimal() and len(seen) < 10 else NEVER_SEEN,
        )


def _if_changed(typed: Mapping[str, str], name: str) -> str | None:
    """What stands in a field now, unless it is what the page showed: browsers send line ends of their own."""
    text, was = typed.get(name), typed.get(f"was-{name}", "")
    return None if text is None or plain_lines(text).strip() == plain_lines(was).strip() else text
