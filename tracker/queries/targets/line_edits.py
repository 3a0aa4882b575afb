"""One line of a plan's table as it was typed, against what is stored: which targets come, change and go."""

from collections.abc import Iterator, Sequence
from copy import copy
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError

from indicators.domain.kinds import Direction, Kind
from tracker.domain.targets.faults import WrittenTarget, target_faults
from tracker.domain.targets.reading import (
    Context,
    Reading,
    WordingError,
    is_strict,
    text_fault,
    text_to_keep,
)
from tracker.domain.targets.target import RELATIVE, Form, Measure
from tracker.domain.targets.wording import BRACKETED, Cell, cell_of
from tracker.models import Plan, Target
from tracker.queries.targets.line_cells import BASE_YEAR, NO_BASE, Base, fault_of, read_line_base, readings
from tracker.queries.targets.names import Catalogue, UnknownNameError
from tracker.queries.targets.table import LineCells, TableLine, printed_facts, printed_wording
from tracker.queries.targets.typed_lines import LineEdit, Outcome, TargetEdit, TypedLine

COUNTING = ("base_value", "value", "tolerance", "reference_id")
WORDS = ("category", "attribute", "department_id", "note", "text")
REFERRED = ("plan", "indicator", "area", "reference", "department")
COLUMNS = {
    "base_year": BASE_YEAR,
    "base_value": Cell.BASE.value,
    "category": "类别",
    "attribute": "属性",
    "note": "说明",
}


def line_edit(plan: Plan, typed: TypedLine, stored: TableLine | None, catalogue: Catalogue) -> LineEdit:
    """What becomes of the line; every fault names line and cell."""
    return _Reader(plan, typed, stored, catalogue).read()


@dataclass(slots=True)
class _Said:
    """A target that a cell says, and the stored one it continues."""

    wanted: Target
    cell: Cell
    stored: Target | None = None
    choices: Sequence[Form] = ()
    asks_reference: bool = False

    @property
    def key(self) -> tuple[str, str]:
        return self.wanted.form, self.wanted.measure


class _Reader:
    def __init__(self, plan: Plan, typed: TypedLine, stored: TableLine | None, catalogue: Catalogue) -> None:
        self.plan, self.typed, self.catalogue = plan, typed, catalogue
        self.stored: Sequence[Target] = stored.targets if stored else ()
        self.shown = stored.cells if stored else LineCells()
        self.faults: list[str] = []
        self.words = self._words()
        cells = typed.cells
        self.new_base = (cells.base, cells.base_year) != (self.shown.base, self.shown.base_year)
        self.base = self._read_base() if self.new_base else self._stored_base()

    def read(self) -> LineEdit:
        said = [each for cell in (Cell.TARGET, Cell.PACE) for each in self._cell(cell)]
        kept = {each.stored.pk for each in said if each.stored}
        edits = [edit for each in said if (edit := self._edit(each))]
        if not self.faults:
            gone = [each for each in self.stored if each.pk not in kept]
            repeals = [TargetEdit(outcome=Outcome.REPEALED, cell=self._cell_of(each), stored=each) for each in gone]
            edits = [*repeals, *edits]
        if not said and not self.stored and not self.faults:
            self._fault(Cell.TARGET, "“目标年”和“年均/[累计]”至少填一栏")
        for key in dict.fromkeys(each.key for each in said):
            same = [each for each in said if each.key == key]
            if len(same) > 1:
                self._fault(same[-1].cell, "同一形式的目标写了两次")
        return LineEdit(typed=self.typed, edits=edits, faults=self.faults)

    def _cell(self, cell: Cell) -> Iterator[_Said]:
        typed, shown = _text(self.typed.cells, cell), _text(self.shown, cell)
        here = [each for each in self.stored if self._cell_of(each) == cell]
        if typed == shown:
            for each in here:
                yield self._said_again(each, cell)
            return
        context = self._context(cell)
        try:
            said = readings(typed, context)
        except WordingError as error:
            self.faults.append(f"{self.typed.name}：{error}")
            return
        for text, reading in said:
            if (target := self._said(text, reading, cell, here)) is not None:
                yield target

    def _said_again(self, stored: Target, cell: Cell) -> _Said:
        """The cell is as it was; base and words may be new."""
        wanted = self._with_words(copy(stored))
        if self.new_base:
            self._set_base(wanted)
        return _Said(wanted, cell, stored)

    def _said(self, text: str, reading: Reading, cell: Cell, here: Sequence[Target]) -> _Said | None:
        choices = sorted({reading.form, *reading.alternatives}, key=list(Form).index) if reading.alternatives else []
        form = self._chosen(reading, cell, here)
        stored = next(
            (each for each in self.stored if (each.form, each.measure) == (form, reading.measure)),
            None,
        )
        wanted = self._with_words(copy(stored) if stored else self._new())
        wanted.form, wanted.measure, wanted.value = form.value, reading.measure.value, reading.value
        if stored is None or self.new_base:
            self._set_base(wanted)
        asks_reference = False
        if form in RELATIVE:
            asks_reference = not self._set_reference(wanted, reading, cell)
        facts = printed_facts(wanted, self.plan)
        reference = wanted.reference.name if wanted.reference else ""
        wanted.text = text.strip() if form == Form.TEXT else text_to_keep(facts, text, reference)
        if wanted.text:
            unit = wanted.indicator.measure_unit
            if fault := text_fault(facts, wanted.text, name=wanted.indicator.name, unit=unit):
                self._fault(cell, fault)
                return None
        return _Said(wanted, cell, stored, choices, asks_reference)

    def _edit(self, said: _Said) -> TargetEdit | None:
        self._check(said)
        wanted, stored = said.wanted, said.stored
        if stored is None:
            outcome = Outcome.NEW
        elif self._counts(wanted, stored):
            outcome = Outcome.REVISED
        elif any(getattr(wanted, name) != getattr(stored, name) for name in WORDS):
            outcome = Outcome.WORDS
        else:
            return None
        return TargetEdit(
            outcome=outcome,
            cell=said.cell,
            stored=stored,
            wanted=wanted,
            choices=said.choices,
            asks_reference=said.asks_reference,
        )

    def _counts(self, wanted: Target, stored: Target) -> bool:
        """Whether the target says something else; other words for the same are no revision."""
        form = Form(wanted.form)
        return (
            any(getattr(wanted, name) != getattr(stored, name) for name in COUNTING)
            or (wanted.base_year or self.plan.base_year) != (stored.base_year or self.plan.base_year)
            or is_strict(form, wanted.text) != is_strict(form, stored.text)
            or (form == Form.TEXT and wanted.text != stored.text)
        )

    def _check(self, said: _Said) -> None:
        wanted = said.wanted
        written = WrittenTarget(
            form=Form(wanted.form),
            kind=Kind(wanted.indicator.kind),
            measure=Measure(wanted.measure),
            base_year=wanted.base_year or self.plan.base_year,
            end_year=self.plan.end_year,
            value=wanted.value,
            tolerance=wanted.tolerance,
            text=wanted.text,
            reference=wanted.reference.code if wanted.reference else "",
        )
        for fault in target_faults(written):
            if not (fault.field == "reference" and said.asks_reference):
                self._fault(COLUMNS.get(fault.field, said.cell), fault.message)
        try:
            wanted.clean_fields(exclude=REFERRED)
        except ValidationError as error:
            for name, messages in error.message_dict.items():
                self._fault(COLUMNS.get(name, said.cell), " ".join(messages))

    def _chosen(self, reading: Reading, cell: Cell, here: Sequence[Target]) -> Form:
        """Of forms written alike the one chosen, else the one that stands there already."""
        if not reading.alternatives:
            return reading.form
        if (chosen := self.typed.forms.get(cell)) in BRACKETED:
            return chosen
        return next((Form(each.form) for each in here if each.form in BRACKETED), reading.form)

    def _set_reference(self, wanted: Target, reading: Reading, cell: Cell) -> bool:
        """Whether the indicator that is meant is known: chosen, named like this before, or the only one so called."""
        if label := self.typed.references.get(cell, ""):
            try:
                wanted.reference = self.catalogue.indicators.find(label)
            except UnknownNameError as error:
                self._fault(cell, f"参照指标：{error}")
            return True
        called = [each.reference for each in self.stored if each.reference and _calls(each, reading.reference)]
        found = called or self.catalogue.references(reading.reference)
        wanted.reference = found[0] if len(found) == 1 else None
        return wanted.reference is not None

    def _with_words(self, wanted: Target) -> Target:
        for name, value in self.words.items():
            setattr(wanted, name, value)
        return wanted

    def _words(self) -> dict[str, Any]:
        """What is typed beside the target; where a line has several targets, only what was changed goes to all."""
        cells = self.typed.cells
        words: dict[str, Any] = {
            name: getattr(cells, name)
            for name in ("category", "attribute", "note")
            if not self.stored or getattr(cells, name) != getattr(self.shown, name)
        }
        if self.stored and cells.department == self.shown.department:
            return words
        try:
            words["department"] = self.catalogue.departments.find(cells.department) if cells.department else None
        except UnknownNameError as error:
            self._fault("责任部门", str(error))
        return words

    def _new(self) -> Target:
        like = self.stored[0] if self.stored else None
        new = Target(plan=self.plan, indicator=self.typed.indicator, area=self.typed.area)
        if like is not None:
            new.category, new.attribute, new.department, new.note = (
                like.category,
                like.attribute,
                like.department,
                like.note,
            )
        return new

    def _set_base(self, wanted: Target) -> None:
        wanted.base_value, wanted.base_year = self.base

    def _read_base(self) -> Base:
        base, faults = read_line_base(self.typed.cells, self.plan)
        self.faults += [f"{self.typed.name}：{fault}" for fault in faults]
        return base

    def _stored_base(self) -> Base:
        """The base of the line for a target that joins it."""
        bases = {(each.base_value, each.base_year) for each in self.stored}
        printed = {each for each in bases if each[0] is not None} or bases
        return next(iter(printed)) if len(printed) == 1 else NO_BASE

    def _context(self, cell: Cell) -> Context:
        indicator = self.typed.indicator
        return Context(
            cell=cell,
            name=indicator.name,
            unit=indicator.measure_unit,
            kind=Kind(indicator.kind),
            direction=Direction(indicator.direction),
            has_base=self.base[0] is not None,
        )

    def _cell_of(self, target: Target) -> Cell:
        return cell_of(printed_facts(target, self.plan))

    def _fault(self, cell: str, message: str) -> None:
        self.faults.append(f"{self.typed.name}：{fault_of(cell, message)}")


def _text(cells: LineCells, cell: Cell) -> str:
    return cells.target if cell == Cell.TARGET else cells.pace


def _calls(stored: Target, words: str) -> bool:
    """Whether the stored target calls its reference by these words."""
    assert stored.reference is not None
    printed = printed_wording(stored, stored.plan)
    return bool(words) and (words in (stored.reference.name, stored.reference.code) or words in printed.pace)
