"""What the steps of a review ask for."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from unfold.widgets import (
    INPUT_CLASSES,
    UnfoldAdminRadioSelectWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from projects.choices import Opinion
from projects.models import ReviewTemplate
from projects.services.reviews.opinions import ConditionContent

MOST_CONDITIONS = 5


def day_field(label: str, **kwargs: Any) -> forms.DateField:
    """A day, picked with the browser's own calendar."""
    widget = forms.DateInput({"type": "date", "class": " ".join(INPUT_CLASSES)}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, **kwargs)


def long_text(label: str, *, longest: int, rows: int = 3, **kwargs: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=longest, widget=UnfoldAdminTextareaWidget({"rows": rows}), **kwargs)


def line_text(label: str, *, longest: int, **kwargs: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=longest, widget=UnfoldAdminTextInputWidget, **kwargs)


class ConditionWidget(forms.MultiWidget):
    """A condition, and its day below it."""

    def __init__(self, name: str) -> None:
        classes = " ".join(INPUT_CLASSES)
        text = {"class": classes, "aria-label": name, "maxlength": "500"}
        day = {"class": classes, "aria-label": f"{name}的期限", "type": "date", "style": "width: 10rem"}
        super().__init__({"text": forms.TextInput(text), "due": forms.DateInput(day, format="%Y-%m-%d")})

    def decompress(self, value: Any) -> list[Any]:
        return [value.text, value.due_on] if value else [None, None]


class ConditionField(forms.MultiValueField):
    """A `ConditionContent`, or None where nothing was filled in."""

    def __init__(self, name: str, **kwargs: Any) -> None:
        fields = (forms.CharField(max_length=500, required=False), forms.DateField(required=False))
        super().__init__(
            fields, label=name, required=False, require_all_fields=False, widget=ConditionWidget(name), **kwargs
        )

    def compress(self, data_list: list[Any]) -> ConditionContent | None:
        text, due_on = data_list or ("", None)
        if due_on and not text:
            raise ValidationError("有期限而没有写明条件")
        return ConditionContent(text, due_on) if text else None


class OpinionForm(forms.Form):
    """An opinion; rows of conditions that are left empty are none."""

    opinion = forms.ChoiceField(label="意见", choices=Opinion, widget=UnfoldAdminRadioSelectWidget)
    text = long_text("说明", longest=1_000, required=False, help_text="附条件同意和退回必填")
    document = line_text("依据文件", longest=200, required=False, help_text="文号或文件名称")

    def __init__(self, given: Any = None) -> None:
        super().__init__(given)
        for number in range(1, MOST_CONDITIONS + 1):
            about = "条件和期限，只在附条件同意时填" if number == 1 else ""
            self.fields[f"condition-{number}"] = ConditionField(f"条件 {number}", help_text=about)

    def conditions(self) -> list[ConditionContent]:
        given = (self.cleaned_data.get(f"condition-{number}") for number in range(1, MOST_CONDITIONS + 1))
        return [each for each in given if each]


class ResubmitForm(forms.Form):
    text = long_text("补正说明", longest=1_000)
    document = line_text("依据文件", longest=200, required=False, help_text="文号或文件名称")


class ConditionForm(forms.Form):
    evidence = long_text("落实凭据", longest=500, help_text="文号、文件名称或办理情况")
    met_on = day_field("落实日期")

    def __init__(self, given: Any = None) -> None:
        super().__init__(given, initial={"met_on": timezone.localdate()})


class WithdrawForm(forms.Form):
    reason = long_text("撤回理由", longest=500, rows=2, help_text="记入审计")


class StartForm(forms.Form):
    template = forms.ChoiceField(label="联审模板", widget=UnfoldAdminSelectWidget)

    def __init__(self, given: Any, *, templates: Sequence[ReviewTemplate]) -> None:
        super().__init__(given)
        self.fields["template"].choices = [(each.pk, str(each)) for each in templates]  # type: ignore[attr-defined]
