"""A whole table as it was typed, against what is stored: what saving would do, and all that is wrong with it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from tracker.models import Plan, Target
from tracker.queries.targets.line_edits import line_edit
from tracker.queries.targets.names import Catalogue
from tracker.queries.targets.table import LineKey, TableLine, is_changed, order_version, table_lines, whole_table
from tracker.queries.targets.typed_lines import LineEdit, Outcome, TypedLine

NEEDS_ADOPTION = (Outcome.REVISED, Outcome.REPEALED)
LONGEST = {"document": ("文件", 200), "reason": ("理由", 500)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Adoption:
    """What the edit rests on, once for all of it."""

    adopted_on: date | None = None
    document: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TableEdit:
    """What saving would do; with a fault nothing is saved. `order` lists the lines anew, None: as they stand.

    `faults` are of the lines, `adoption_faults` of date, document and reason by their field.
    """

    lines: Sequence[LineEdit]
    order: Sequence[LineKey] | None
    faults: Sequence[str]
    adoption_faults: Mapping[str, str] = field(default_factory=dict)

    @property
    def needs_adoption(self) -> bool:
        """Whether a stored target is revised or repealed, which takes date, document and reason."""
        return any(edit.outcome in NEEDS_ADOPTION for line in self.lines for edit in line.edits)

    @property
    def is_empty(self) -> bool:
        return self.order is None and not any(line.edits for line in self.lines)

    @property
    def asks_reference(self) -> bool:
        return any(edit.asks_reference for line in self.lines for edit in line.edits)


def table_edit(
    plan: Plan,
    typed: Sequence[TypedLine],
    catalogue: Catalogue,
    *,
    on: date,
    order_shown: str = "",
    adoption: Adoption | None = None,
) -> TableEdit:
    """`on` is today: what is in force then is what the form changes. Without `adoption` that is not looked at yet."""
    stored = {each.key: each for each in whole_table(plan, on)}
    lines, faults, new = [], [], set()
    for each in typed:
        key = each.indicator.pk, each.area.pk
        here = stored.get(key)
        if not each.version:
            if fault := _new_line_fault(each, here, key in new):
                faults.append(fault)
                continue
            new.add(key)
        elif not is_changed(each.cells, each.version):
            continue
        elif here is None or here.version != each.version:
            faults.append(f"{each.name}：打开本页以后别人改过这一行（{_printed(here)}），请重新打开再改")
            continue
        edit = line_edit(plan, each, here if each.version else None, catalogue)
        lines.append(edit)
        faults += edit.faults
    order = _order(plan, typed, lines, on)
    if order is not None and order_shown and order_shown != order_version(table_lines(plan, on)):
        faults.append("顺序：打开本页以后别人增减过行或调过顺序，请重新打开再调")
    found = TableEdit(lines=lines, order=order, faults=faults)
    if adoption is None:
        return found
    adoption_faults = _adoption_faults(plan, found, adoption, on)
    return TableEdit(lines=lines, order=order, faults=faults, adoption_faults=adoption_faults)


def _new_line_fault(typed: TypedLine, stored: TableLine | None, is_second: bool) -> str:
    if stored is not None:
        return f"{typed.name}：表中已有这个指标和地区的一行（{_printed(stored)}），请在那一行修改"
    return f"{typed.name}：与上面的新行重复" if is_second else ""


def _printed(line: TableLine | None) -> str:
    if line is None:
        return "现已取消"
    cells = (line.cells.base, line.cells.target, line.cells.pace)
    return f"现为 {' | '.join(each or '—' for each in cells)}"


def _order(plan: Plan, typed: Sequence[TypedLine], edits: Iterable[LineEdit], on: date) -> list[LineKey] | None:
    """The lines by the numbers typed: one that moves up stands before the line that has its number, else behind it."""
    moved = [each for each in typed if each.number is not None and each.number != each.place]
    if not moved:
        return None
    lines = table_lines(plan, on)
    gone = {
        (line.typed.indicator.pk, line.typed.area.pk)
        for line in edits
        if line.edits and all(each.outcome == Outcome.REPEALED for each in line.edits)
    }
    numbers: dict[LineKey, tuple[int, int, int]] = {each.key: (each.number, 1, each.number) for each in lines}
    last = len(lines)
    for each in typed:
        key = each.indicator.pk, each.area.pk
        if each.number is not None and each.number != each.place:
            is_down = 0 < each.place < each.number
            numbers[key] = (each.number, 2 if is_down else 0, each.place)
        elif not each.version:
            last += 1
            numbers[key] = (last, 1, last)
    ordered = sorted((key for key in numbers if key not in gone), key=numbers.__getitem__)
    return ordered if ordered != [each.key for each in lines] else None


def _adoption_faults(plan: Plan, edit: TableEdit, adoption: Adoption, on: date) -> dict[str, str]:
    faults = {}
    for name, (label, longest) in LONGEST.items():
        if len(getattr(adoption, name)) > longest:
            faults[name] = f"{label}最多 {longest} 字"
    if edit.needs_adoption:
        for name, label in (("adopted_on", "通过日期"), ("document", "文件"), ("reason", "理由")):
            if not getattr(adoption, name):
                faults[name] = f"有修订或取消的目标，须填{label}"
    if adoption.adopted_on is not None and adoption.adopted_on > on:
        faults["adopted_on"] = "通过日期不能晚于今天"
    elif "adopted_on" not in faults and (fault := _too_early(plan, edit, adoption.adopted_on)):
        faults["adopted_on"] = fault
    return faults


def _too_early(plan: Plan, edit: TableEdit, adopted_on: date | None) -> str:
    """A further row of a key counts only where it is the newest."""
    newest: dict[tuple[int, int, str, str], date] = defaultdict(lambda: date.min)
    for row in Target.objects.filter(plan=plan):
        key = (row.indicator_id, row.area_id, row.form, row.measure)
        newest[key] = max(newest[key], row.adopted_on or date.min)
    late = [
        newest[key]
        for line in edit.lines
        for each in line.edits
        if each.outcome != Outcome.WORDS
        and (key := (each.target.indicator_id, each.target.area_id, each.target.form, each.target.measure)) in newest
    ]
    if not late or (adopted_on is not None and adopted_on > max(late)):
        return ""
    if adopted_on is None:
        return "这些目标以前有过，须填通过日期"
    return f"须晚于这些目标最近一次的通过日期 {max(late)}"
