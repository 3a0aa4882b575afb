"""The form of a firm's facts of one year: figures, marks, taxes row by row, reason."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.forms import BoundField
from unfold.widgets import (
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
    UnfoldBooleanWidget,
)

from indicators.domain.numbers import plain
from tracker.choices import SizeClass
from tracker.domain.evaluation_tables import QUANTITIES
from tracker.queries.evaluations.typed_year import COLUMNS, Versions, YearContent
from tracker.services.evaluations.posting import EMPTY
from tracker.services.evaluations.typed_facts import TypedTax

EMPTY_ROWS, MOST_ROWS = 3, 100
TAX_COLUMNS = ("component", "amount", "source")
SIZE_CLASSES = [("", "用企业的规模"), *SizeClass.choices]


class YearForm(forms.Form):
    """Everything as typed: the service reads it. `names` are the labels by column."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    tax_rows = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=MOST_ROWS)
    reason = forms.CharField(
        label="理由或数据来源",
        required=False,
        max_length=500,
        widget=UnfoldAdminTextareaWidget({"rows": 2}),
        help_text="记入审计，与这一版数据放在一起，如“税务局 3 月核实”",
    )

    def __init__(self, data: Any = None, *, names: Mapping[str, str], initial: Mapping[str, Any]) -> None:
        super().__init__(data, initial=dict(initial))
        for name in COLUMNS:
            self.fields[name] = _field(name, names[name])
        self.row_count = _row_count(data) if data is not None else int(initial["tax_rows"])
        for row in range(self.row_count):
            self._add_tax_row(row, fixed=bool(initial.get(f"tax_{row}_component")))

    def _add_tax_row(self, row: int, *, fixed: bool) -> None:
        """A component that is offered keeps its name."""
        labels = {"component": "税种", "amount": "入库金额", "source": "来源"}
        for column, label in labels.items():
            attributes = {"autocomplete": "off", "aria-label": f"第 {row + 1} 行{label}"}
            if column == "amount":
                attributes["inputmode"] = "decimal"
            if column == "component" and fixed:
                attributes["readonly"] = "readonly"
            widget = UnfoldAdminTextInputWidget(attributes)
            self.fields[f"tax_{row}_{column}"] = forms.CharField(label=label, required=False, widget=widget)

    @property
    def figures(self) -> Iterator[BoundField]:
        return (self[name] for name in QUANTITIES)

    @property
    def marks(self) -> Iterator[BoundField]:
        return (self[name] for name in COLUMNS if name not in QUANTITIES)

    @property
    def taxes(self) -> Iterator[list[BoundField]]:
        return ([self[f"tax_{row}_{column}"] for column in TAX_COLUMNS] for row in range(self.row_count))

    @property
    def typed_facts(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in COLUMNS}

    @property
    def typed_taxes(self) -> list[TypedTax]:
        rows = range(self.row_count)
        return [TypedTax(**{each: self.cleaned_data[f"tax_{row}_{each}"] for each in TAX_COLUMNS}) for row in rows]

    @property
    def seen_versions(self) -> Versions:
        """What cannot be read was never sent by the page; it counts as having seen nothing."""
        try:
            given = json.loads(self.cleaned_data["seen"])
        except (ValueError, RecursionError):
            return {}
        pairs = given.items() if isinstance(given, dict) else ()
        return {name: version for name, version in pairs if _is_version(name, version)}


def initial_of(content: YearContent, components: Sequence[str]) -> dict[str, Any]:
    """The stored year as the form shows it; `components` are offered though nothing is stored of them."""
    facts = content.facts or EMPTY
    given: dict[str, Any] = {name: _text(facts[name]) for name in COLUMNS}
    names = list(dict.fromkeys([*content.taxes, *components]))[: MOST_ROWS - EMPTY_ROWS]
    for row, name in enumerate(names):
        amount, source = content.taxes.get(name, (None, ""))
        given |= {f"tax_{row}_component": name, f"tax_{row}_amount": plain(amount), f"tax_{row}_source": source}
    return given | {
        "tax_rows": len(names) + EMPTY_ROWS,
        "seen": json.dumps(content.versions, ensure_ascii=False, sort_keys=True),
    }


def _field(name: str, label: str) -> forms.Field:
    if name == "veto":
        return forms.BooleanField(label=label, required=False, widget=UnfoldBooleanWidget)
    if name == "size_class":
        return forms.ChoiceField(label=label, required=False, choices=SIZE_CLASSES, widget=UnfoldAdminSelectWidget)
    mode = {"inputmode": "decimal"} if name in QUANTITIES else {}
    widget = UnfoldAdminTextInputWidget({"autocomplete": "off", **mode})
    return forms.CharField(label=label, required=False, widget=widget)


def _text(value: Any) -> Any:
    return value if isinstance(value, bool | str) else plain(value)


def _is_version(name: str, version: Any) -> bool:
    return "\0" not in name and type(version) is int and 0 <= version < 2**31


def _row_count(data: Any) -> int:
    sent = str(data.get("tax_rows", ""))
    return min(int(sent), MOST_ROWS) if sent.isascii() and sent.isdecimal() and len(sent) < 5 else 0
