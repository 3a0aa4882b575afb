"""What saving a table would do, line by line in words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tracker.choices import TargetAttribute, TargetForm, TargetMeasure
from tracker.domain.targets.target import MEASURED, Form
from tracker.domain.targets.wording import Cell, Wording, cell_of
from tracker.models import Plan, Target
from tracker.queries.targets.names import label_of
from tracker.queries.targets.table import printed_facts, printed_wording
from tracker.queries.targets.table_edits import TableEdit
from tracker.queries.targets.typed_lines import LineEdit, Outcome, TargetEdit

FIELDS = {Cell.TARGET: "target", Cell.PACE: "pace"}


@dataclass(frozen=True, slots=True, kw_only=True)
class EditWords:
    """One target of the preview; `field` names the column its choices are sent under."""

    outcome: str
    was: str
    now: str
    reading: str
    field: str
    choices: Sequence[tuple[str, str]]
    chosen: str
    asks_reference: bool
    reference: str  # the one that was chosen before, to be sent again


@dataclass(frozen=True, slots=True, kw_only=True)
class LineWords:
    name: str
    prefix: str
    edits: Sequence[EditWords]


def preview_lines(plan: Plan, edit: TableEdit, prefixes: Sequence[str]) -> list[LineWords]:
    """Every line that changes; `prefixes` are those of `edit.lines` in the form."""
    return [
        LineWords(name=line.typed.name, prefix=prefix, edits=list(_edits(plan, line)))
        for line, prefix in zip(edit.lines, prefixes, strict=True)
        if line.edits
    ]


def _edits(plan: Plan, line: LineEdit) -> Iterable[EditWords]:
    asked: set[Cell] = set()
    for each in line.edits:
        is_first = each.cell not in asked
        if each.choices or each.asks_reference:
            asked.add(each.cell)
        yield EditWords(
            outcome=each.outcome.value,
            was=_target_words(plan, each.stored),
            now=_now(plan, each),
            reading=_reading(plan, each),
            field=FIELDS[each.cell],
            choices=[(form.value, TargetForm(form).label) for form in each.choices] if is_first else [],
            chosen=each.wanted.form if each.wanted else "",
            asks_reference=each.asks_reference and is_first,
            reference=line.typed.references.get(each.cell, ""),
        )


def _now(plan: Plan, edit: TargetEdit) -> str:
    if edit.outcome != Outcome.WORDS:
        return _target_words(plan, edit.wanted)
    assert edit.stored is not None and edit.wanted is not None
    changes = []
    if edit.stored.text != edit.wanted.text:
        changes.append(f"写作“{_target_words(plan, edit.wanted)}”")
    for name, label in (("category", "类别"), ("attribute", "属性"), ("department", "责任部门"), ("note", "说明")):
        was, now = _word(edit.stored, name), _word(edit.wanted, name)
        if was != now:
            changes.append(f"{label} {was or '（空）'}→{now or '（空）'}")
    return "；".join(changes)


def _word(target: Target, name: str) -> str:
    value = getattr(target, name)
    if name == "attribute":
        return str(TargetAttribute(value).label)
    return str(value or "")


def _target_words(plan: Plan, target: Target | None) -> str:
    if target is None:
        return ""
    return wording_words(printed_wording(target, plan))


def wording_words(wording: Wording) -> str:
    """The cells that print something, with their column.

    >>> wording_words(Wording("56.1", "60"))
    '基期 56.1，目标年 60'
    """
    cells = ((Cell.BASE, wording.base), (Cell.TARGET, wording.target), (Cell.PACE, wording.pace))
    return "，".join(f"{cell} {text}" for cell, text in cells if text)


def _reading(plan: Plan, edit: TargetEdit) -> str:
    """Which form the writing was read as, and where it will stand if that is another column."""
    target = edit.wanted
    if target is None:
        return ""
    words = f"读作：{reading_words(target)}"
    printed = cell_of(printed_facts(target, plan))
    if printed != edit.cell:
        words += f"；按规则印在“{printed}”一栏"
    if target.base_value is not None and target.base_year and target.base_year != plan.base_year:
        words += f"；基期 {target.base_year} 年"
    return words


def reading_words(target: Target) -> str:
    """The form of a target with what it reads and, where it is held against another, that indicator."""
    words = str(TargetForm(target.form).label)
    if target.form in MEASURED:
        words += f"，看{TargetMeasure(target.measure).label}"
    if target.form not in (Form.WITH, Form.OVER):
        return words
    return f"{words}：{label_of(target.reference)}" if target.reference else f"{words}：请选参照指标"
