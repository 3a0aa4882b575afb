"""What the page of a plan can be asked for: a year, a day to look back from, and a choice of rows."""

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from unfold.widgets import INPUT_CLASSES, UnfoldAdminSelectWidget

from indicators.domain.moments import parse_as_of
from tracker.choices import Verdict
from tracker.models import Plan
from tracker.queries.targets.page import PlanChoices

NAMES = ("year", "as_of", "verdict", "department", "area")


class AsOfField(forms.CharField):
    """A day (its end) or a moment, read as the API reads it."""

    def clean(self, value: Any) -> datetime | None:
        text = super().clean(value)
        if not text:
            return None
        try:
            return parse_as_of(text)
        except (ValueError, OverflowError) as error:
            raise ValidationError(str(error)) from error


class PlanFilterForm(forms.Form):
    """By GET. An empty field does not filter; an empty year is the newest with a figure."""

    year = forms.TypedChoiceField(
        label="评估年度", required=False, coerce=int, empty_value=None, widget=UnfoldAdminSelectWidget
    )
    as_of = AsOfField(
        label="截至日期",
        required=False,
        widget=forms.DateInput({"type": "date", "class": " ".join(INPUT_CLASSES)}),
    )
    verdict = forms.ChoiceField(
        label="判断", required=False, choices=[("", "全部"), *Verdict.choices], widget=UnfoldAdminSelectWidget
    )
    department = forms.TypedChoiceField(
        label="责任部门", required=False, coerce=int, empty_value=None, widget=UnfoldAdminSelectWidget
    )
    area = forms.ChoiceField(label="地区", required=False, widget=UnfoldAdminSelectWidget)

    def __init__(self, data: Any, *, plan: Plan, choices: PlanChoices, year: int) -> None:
        super().__init__({"year": year, **{name: data[name] for name in NAMES if data.get(name)}})
        years = range(plan.start_year, max(plan.end_year, year) + 1)
        self._choose("year", [(each, f"{each} 年") for each in years])
        self._choose("department", [("", "全部"), *choices.departments])
        self._choose("area", [("", "本级"), *choices.areas])

    def _choose(self, name: str, choices: list[tuple[Any, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices
