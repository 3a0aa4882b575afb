"""Yearly targets as they were typed, against what is stored: which rows come, and all that is wrong."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.core.exceptions import ValidationError

from indicators.domain.kinds import Direction, Kind
from indicators.models import Area, Department, Indicator
from tracker.domain.targets.faults import WrittenTarget, target_faults
from tracker.domain.targets.reading import Context, Reading, WordingError, read_wording, text_fault, text_to_keep
from tracker.domain.targets.target import MEASURED, RELATIVE, Form
from tracker.domain.targets.wording import Cell
from tracker.models import Plan, YearlyTarget
from tracker.queries.targets.table import digest
from tracker.queries.targets.table_edits import LONGEST, Adoption
from tracker.queries.targets.yearly_table import EMPTY, CellKey, YearCell, year_cells, yearly_facts


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedCell:
    """A cell as it was sent, with the version of what the form showed."""

    indicator: Indicator
    area: Area
    year: int
    text: str
    version: str

    @property
    def name(self) -> str:
        return f"“{self.indicator.name}”（{self.area.name}）{self.year} 年"

    @property
    def key(self) -> CellKey:
        return self.indicator.pk, self.area.pk, self.year

    @property
    def is_changed(self) -> bool:
        return digest(self.text) != self.version.partition("-")[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class CellEdit:
    typed: TypedCell
    was: str
    wanted: YearlyTarget


@dataclass(frozen=True, slots=True, kw_only=True)
class YearlyEdit:
    """What saving would do; with a fault nothing is saved. A cell that had something asks for day and document."""

    cells: Sequence[CellEdit]
    faults: Sequence[str]
    adoption_faults: Mapping[str, str] = field(default_factory=dict)

    @property
    def needs_adoption(self) -> bool:
        return any(each.was for each in self.cells)


def yearly_edit(plan: Plan, typed: Iterable[TypedCell], *, on: date, adoption: Adoption | None = None) -> YearlyEdit:
    """`on` is today. Without `adoption` that is not looked at yet."""
    stored = year_cells(plan, on)
    edits, faults = [], []
    for each in typed:
        if not each.is_changed:
            continue
        here = stored.get(each.key, EMPTY)
        if here.version != each.version:
            now = f"现为 {here.text}" if here.text else "现为空"
            faults.append(f"{each.name}：打开本页以后别人改过这一格（{now}），请重新打开再改")
            continue
        wanted, wrong = _read(plan, each, here)
        faults += [f"{each.name}：{words}" for words in wrong]
        if wanted is not None and not wrong:
            edits.append(CellEdit(typed=each, was=here.text, wanted=wanted))
    found = YearlyEdit(cells=edits, faults=faults)
    if adoption is None:
        return found
    return YearlyEdit(cells=edits, faults=faults, adoption_faults=_adoption_faults(found, stored, adoption, on))


def _read(plan: Plan, typed: TypedCell, here: YearCell) -> tuple[YearlyTarget | None, list[str]]:
    indicator = typed.indicator
    context = Context(
        cell=Cell.TARGET,
        name=indicator.name,
        unit=indicator.measure_unit,
        kind=Kind(indicator.kind),
        direction=Direction(indicator.direction),
    )
    try:
        reading = read_wording(typed.text, context)
    except WordingError as error:
        return None, [str(error).replace(f"“{Cell.TARGET}”一栏的", "")]
    if reading is None:
        return None, ["已有的年度目标不能清空；有变化请写新的目标或文字"]
    wanted = YearlyTarget(plan=plan, indicator=indicator, area=typed.area, year=typed.year)
    wanted.department = _department(here)
    _say(wanted, reading, typed.text, here)
    return wanted, list(_faults(wanted))


def _say(wanted: YearlyTarget, reading: Reading, text: str, here: YearCell) -> None:
    """A yearly target is held against no other indicator: such a cell is kept as words."""
    form = Form.TEXT if reading.form in RELATIVE else reading.form
    form = next((Form(each.form) for each in here.rows if each.form in reading.alternatives), form)
    wanted.form, wanted.measure, wanted.value = form.value, reading.measure.value, reading.value
    wanted.text = text if form == Form.TEXT else text_to_keep(yearly_facts(wanted), text)
    wanted.tolerance = next(
        (each.tolerance for each in here.rows if (each.form, each.measure) == (wanted.form, wanted.measure)), None
    )


def _department(here: YearCell) -> Department | None:
    return here.rows[0].department if here.rows else None


def _faults(wanted: YearlyTarget) -> Iterable[str]:
    indicator, facts = wanted.indicator, yearly_facts(wanted)
    written = WrittenTarget(
        form=facts.form,
        kind=facts.kind,
        measure=facts.measure if facts.form in MEASURED else None,
        base_year=facts.base_year,
        end_year=facts.end_year,
        value=wanted.value,
        tolerance=wanted.tolerance,
        text=wanted.text,
        reference="",
    )
    yield from (each.message for each in target_faults(written))
    if wanted.text and (fault := text_fault(facts, wanted.text, name=indicator.name, unit=indicator.measure_unit)):
        yield fault
    try:
        wanted.clean_fields(exclude=["plan", "indicator", "area", "department"])
    except ValidationError as error:
        yield from error.messages


def _adoption_faults(
    edit: YearlyEdit, stored: Mapping[CellKey, YearCell], adoption: Adoption, on: date
) -> dict[str, str]:
    faults = {}
    for name, (label, longest) in LONGEST.items():
        if len(getattr(adoption, name)) > longest:
            faults[name] = f"{label}最多 {longest} 字"
    if edit.needs_adoption:
        for name, label in (("adopted_on", "通过日期"), ("document", "文件")):
            if not getattr(adoption, name):
                faults[name] = f"有改动的年度目标，须填{label}"
    day = adoption.adopted_on
    newest = max(
        (row.adopted_on for each in edit.cells for row in stored.get(each.typed.key, EMPTY).rows if row.adopted_on),
        default=None,
    )
    if day is not None and day > on:
        faults["adopted_on"] = "通过日期不能晚于今天"
    elif day is not None and newest is not None and day <= newest:
        faults["adopted_on"] = f"须晚于这些目标最近一次的通过日期 {newest}"
    return faults
