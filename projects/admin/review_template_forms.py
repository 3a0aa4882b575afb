"""The editor of a template: its name, and its steps as rows; a row without a name is none."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.http import QueryDict
from unfold.widgets import (
    CHECKBOX_CLASSES,
    INPUT_CLASSES,
    SELECT_CLASSES,
    UnfoldAdminTextInputWidget,
)

from projects.choices import ProjectStage, ReviewField
from projects.queries.reviews import departments
from projects.services.reviews.templates import HIGHEST_ORDER, LONGEST_DAYS, MOST_STEPS, StepContent

EMPTY_ROWS = 3
PREFIX = "steps"


def _input(kind: type[forms.Widget], classes: Sequence[str], **attrs: str) -> forms.Widget:
    return kind({"class": " ".join(classes), **attrs})


class NameForm(forms.Form):
    name = forms.CharField(label="名称", max_length=100, widget=UnfoldAdminTextInputWidget)


class StepForm(forms.Form):
    order = forms.IntegerField(
        label="顺序",
        min_value=1,
        max_value=HIGHEST_ORDER,
        widget=_input(forms.NumberInput, INPUT_CLASSES, style="width: 4.5rem"),
    )
    name = forms.CharField(
        label="步骤", max_length=100, widget=_input(forms.TextInput, INPUT_CLASSES, style="min-width: 9rem")
    )
    field = forms.ChoiceField(
        label="领域",
        choices=[("", "—"), *ReviewField.choices],
        required=False,
        widget=_input(forms.Select, SELECT_CLASSES, style="width: 7.5rem"),
    )
    owner = forms.ModelChoiceField(
        label="责任部门",
        queryset=departments(),
        required=False,
        empty_label="未指定",
        widget=_input(forms.Select, SELECT_CLASSES, style="width: 9rem"),
    )
    days = forms.IntegerField(
        label="时限（日）",
        min_value=1,
        max_value=LONGEST_DAYS,
        initial=5,
        widget=_input(forms.NumberInput, INPUT_CLASSES, style="width: 5rem"),
    )
    is_blocking = forms.BooleanField(
        label="阻断后续", required=False, initial=True, widget=_input(forms.CheckboxInput, CHECKBOX_CLASSES)
    )
    before_stage = forms.ChoiceField(
        label="须在此阶段前通过",
        choices=[("", "—"), *ProjectStage.choices],
        required=False,
        widget=_input(forms.Select, SELECT_CLASSES, style="width: 7rem"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs["aria-label"] = field.label


class StepRows(forms.BaseFormSet):
    """The rows; every row is offered the same departments, read once."""

    default_error_messages: ClassVar[dict[str, Any]] = {
        "missing_management_form": "送来的表单不完整，请重新打开页面再填。"
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered = [("", "未指定"), *((each.pk, str(each)) for each in departments())]

    def add_fields(self, form: forms.Form, index: int | None) -> None:
        super().add_fields(form, index)
        form.fields["owner"].widget.choices = self.offered
        form.fields["DELETE"].label = "删除"
        form.fields["DELETE"].widget.attrs.update({"class": " ".join(CHECKBOX_CLASSES), "aria-label": "删除"})

    def contents(self) -> list[StepContent]:
        """The steps in the order of the rows, without empty and deleted ones; only after `is_valid`."""
        rows = [form.cleaned_data for form in self.forms if form.cleaned_data]
        return [
            StepContent(**{name: value for name, value in row.items() if name != "DELETE"})
            for row in rows
            if not row["DELETE"]
        ]


StepFormSet = forms.formset_factory(
    StepForm,
    formset=StepRows,
    extra=EMPTY_ROWS,
    can_delete=True,
    max_num=MOST_STEPS,
    validate_max=True,
    absolute_max=2 * MOST_STEPS,
)


def initial_rows(steps: Sequence[StepContent]) -> list[dict[str, Any]]:
    return [
        {
            "order": each.order,
            "name": each.name,
            "field": each.field,
            "owner": each.owner and each.owner.pk,
            "days": each.days,
            "is_blocking": each.is_blocking,
            "before_stage": each.before_stage,
        }
        for each in steps
    ]


def with_more_rows(sent: QueryDict) -> QueryDict:
    """What was sent, with further empty rows."""
    data, name = sent.copy(), f"{PREFIX}-TOTAL_FORMS"
    total = sent.get(name, "")
    rows = int(total) if total.isdecimal() and len(total) < 4 else 0
    for number in range(rows, rows + EMPTY_ROWS):
        data[f"{PREFIX}-{number}-days"] = "5"
        data[f"{PREFIX}-{number}-is_blocking"] = "on"
    data[name] = str(min(rows + EMPTY_ROWS, MOST_STEPS))
    return data
