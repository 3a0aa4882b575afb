"""The lines of a table as inputs: filled from what is stored, or from what was sent."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django import forms
from django.core.exceptions import BadRequest
from django.http import QueryDict

from indicators.models import Area, Indicator
from tracker.choices import TargetAttribute
from tracker.domain.targets.target import Form
from tracker.domain.targets.wording import Cell
from tracker.models import Plan
from tracker.queries.targets.names import Catalogue, Names, UnknownNameError, label_of
from tracker.queries.targets.table import LineCells, TableLine
from tracker.queries.targets.table_edits import Adoption
from tracker.queries.targets.typed_lines import TypedLine

EMPTY_ROWS = 3
MOST_NEW_ROWS = 200
NAMES = tuple(LineCells.__dataclass_fields__)
COLUMNS = {"target": Cell.TARGET, "pace": Cell.PACE}
PREFIX = re.compile(r"(?:new-[0-9]{1,3}|([0-9]{1,18})-([0-9]{1,18}))", re.ASCII)
NUMBER = re.compile(r"[0-9]{1,4}", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class FormRow:
    """One line of inputs, named `{prefix}-{name}`. A stored line has a `place` and a `version`, a new one none.

    `indicator_text` and `area_text` are typed only where the row is not about a certain indicator and area.
    """

    prefix: str
    cells: LineCells
    place: int = 0
    number: str = ""
    version: str = ""
    indicator: Indicator | None = None
    area: Area | None = None
    indicator_text: str = ""
    area_text: str = ""
    forms: Mapping[Cell, Form] = field(default_factory=dict)
    references: Mapping[Cell, str] = field(default_factory=dict)

    @property
    def is_free(self) -> bool:
        """Whether indicator and area are still to be chosen."""
        return self.indicator is None

    @property
    def name(self) -> str:
        """How faults and the preview call the line."""
        place = f"第 {self.place} 行" if self.place else "新行"
        if self.indicator is None:
            return f"{place} {self.prefix.removeprefix('new-')}"
        return f"{place}“{self.indicator.name}”" + (f"（{self.area.name}）" if self.area else "")

    @property
    def is_unused(self) -> bool:
        """Whether nobody has filled in this new row."""
        named = self.is_free and (self.indicator_text or self.cells.category)
        return not self.version and self.cells.is_empty and not named

    @property
    def hidden(self) -> Iterable[tuple[str, str]]:
        """Everything that the row sends but the choices of the preview."""
        yield "place", str(self.place)
        yield "version", self.version
        yield "number", self.number
        for name in NAMES:
            yield name, getattr(self.cells, name)
        if self.is_free:
            yield "indicator", self.indicator_text
            yield "area", self.area_text


class AdoptionForm(forms.Form):
    """What the edit rests on; when it is required is said by `queries/targets/table_edits.py`."""

    adopted_on = forms.DateField(
        label="通过日期", required=False, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    document = forms.CharField(label="文件", required=False, widget=forms.TextInput(attrs={"maxlength": 200}))
    reason = forms.CharField(label="理由", required=False, widget=forms.Textarea(attrs={"rows": 2, "maxlength": 500}))

    @property
    def adoption(self) -> Adoption:
        return Adoption(**self.cleaned_data)


def stored_rows(lines: Iterable[TableLine]) -> list[FormRow]:
    return [
        FormRow(
            prefix=f"{line.indicator.pk}-{line.area.pk}",
            cells=line.cells,
            place=line.number,
            number=str(line.number),
            version=line.version,
            indicator=line.indicator,
            area=line.area,
        )
        for line in lines
    ]


def empty_rows(plan: Plan, first: int, count: int = EMPTY_ROWS) -> list[FormRow]:
    """Rows for new lines; they are of the plan's own area unless another one is chosen."""
    cells = LineCells(attribute=TargetAttribute.EXPECTED.value)
    area = label_of(plan.area) if plan.area else ""
    return [FormRow(prefix=f"new-{number}", cells=cells, area_text=area) for number in range(first, first + count)]


def sent_rows(data: QueryDict, catalogue: Catalogue) -> list[FormRow]:
    """The rows as they were sent. Raises `BadRequest` where no browser would send them like this."""
    by_pk = _by_pk(catalogue.indicators), _by_pk(catalogue.areas)
    prefixes = list(dict.fromkeys(data.getlist("row")))
    if sum(each.startswith("new-") for each in prefixes) > MOST_NEW_ROWS:
        raise BadRequest("More new rows than the page offers.")
    return [_sent_row(data, prefix, *by_pk) for prefix in prefixes]


def merged_rows(offered: Sequence[FormRow], sent: Sequence[FormRow]) -> list[FormRow]:
    """The rows of the page with what was sent of them, then what was sent besides: new rows, lines that are gone."""
    by_prefix = {row.prefix: row for row in sent}
    shown = [by_prefix.pop(row.prefix, row) for row in offered]
    return [*shown, *by_prefix.values()]


def typed_lines(rows: Sequence[FormRow], catalogue: Catalogue) -> tuple[list[TypedLine], list[str]]:
    """What the rows say, without new ones that nobody filled in; and why some say nothing that can be read."""
    lines, faults = [], []
    for row in rows:
        if row.is_unused:
            continue
        found = row
        try:
            if row.is_free:
                indicator = _found(catalogue.indicators, row.indicator_text, row, "指标")
                area = _found(catalogue.areas, row.area_text, row, "地区")
                found = replace(row, indicator=indicator, area=area)
            number = _number(row)
        except UnknownNameError as error:
            faults.append(str(error))
            continue
        assert found.indicator is not None and found.area is not None
        lines.append(
            TypedLine(
                name=found.name,
                indicator=found.indicator,
                area=found.area,
                cells=row.cells,
                version=row.version,
                place=row.place,
                number=number,
                forms=row.forms,
                references=row.references,
            )
        )
    return lines, faults


def clean_text(text: str) -> str:
    return text.replace("\0", "").replace("\r\n", "\n").strip()


def _by_pk(names: Names[Any]) -> dict[int, Any]:
    return {each.pk: each for each in names.labels.values()}


def _sent_row(data: QueryDict, prefix: str, indicators: Mapping[int, Indicator], areas: Mapping[int, Area]) -> FormRow:
    match = PREFIX.fullmatch(prefix)
    if match is None:
        raise BadRequest("A row that can be none.")

    def sent(name: str) -> str:
        return clean_text(data.get(f"{prefix}-{name}", ""))

    fixed = match[1] is not None
    indicator = indicators.get(int(match[1])) if fixed else None
    area = areas.get(int(match[2])) if fixed else None
    if fixed and (indicator is None or area is None):
        raise BadRequest("A row of nothing.")
    place = sent("place")
    return FormRow(
        prefix=prefix,
        cells=LineCells(**{name: sent(name) for name in NAMES}),
        place=int(place) if NUMBER.fullmatch(place) else 0,
        number=sent("number"),
        version=sent("version"),
        indicator=indicator,
        area=area,
        indicator_text=sent("indicator"),
        area_text=sent("area"),
        forms={cell: Form(chosen) for name, cell in COLUMNS.items() if (chosen := sent(f"{name}-form")) in list(Form)},
        references={cell: label for name, cell in COLUMNS.items() if (label := sent(f"{name}-reference"))},
    )


def _found(names: Names[Any], text: str, row: FormRow, column: str) -> Any:
    if not text:
        raise UnknownNameError(f"{row.name}：“{column}”一栏：请从列表中选")
    try:
        return names.find(text)
    except UnknownNameError as error:
        raise UnknownNameError(f"{row.name}：“{column}”一栏：{error}") from error


def _number(row: FormRow) -> int | None:
    if not row.number:
        return None
    if not NUMBER.fullmatch(row.number):
        raise UnknownNameError(f"{row.name}：“顺序”一栏：“{row.number[:20]}”不是序号")
    return int(row.number)
