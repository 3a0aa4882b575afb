"""What the steps of a return ask for."""

from typing import Any

from django import forms
from unfold.widgets import (
    INPUT_CLASSES,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from indicators.choices import Vintage
from indicators.models import Return
from indicators.queries.returns.figures import CheckedReturn

DATE_FORMAT = "%Y-%m-%dT%H:%M:%S"


class ReasonForm(forms.Form):
    reason = forms.CharField(label="理由", max_length=500, widget=UnfoldAdminTextareaWidget({"rows": 2}))


class RemarkForm(forms.Form):
    remark = forms.CharField(
        label="审核意见", required=False, max_length=500, widget=UnfoldAdminTextareaWidget({"rows": 2})
    )


class SendBackForm(forms.Form):
    """A general reason, and one beside each cell that has to be changed; those are `aside`, in a part one opens."""

    reason = forms.CharField(
        label="总的理由",
        required=False,
        max_length=500,
        widget=UnfoldAdminTextareaWidget({"rows": 2}),
        help_text="逐格写明理由的，这里可以不写",
    )

    def __init__(self, *args: Any, of: Return, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cells = CheckedReturn(of).cells
        self.aside = {f"cell-{cell.pk}" for cell in cells}
        for cell in cells:
            self.fields[f"cell-{cell.pk}"] = forms.CharField(
                label=f"{cell.indicator.name} {cell.area.name} {cell.get_measure_display()}：{cell.content or '空白'}",
                required=False,
                max_length=500,
                widget=UnfoldAdminTextInputWidget(),
            )

    def cell_reasons(self) -> dict[int, str]:
        return {
            int(name.removeprefix("cell-")): text
            for name, text in self.cleaned_data.items()
            if name.startswith("cell-") and text.strip()
        }


class ExtendForm(ReasonForm):
    until = forms.DateField(
        label="延期至",
        widget=forms.DateInput({"type": "date", "class": " ".join(INPUT_CLASSES)}, format="%Y-%m-%d"),
        help_text="当日 24 时前可报送",
    )
    field_order = ("until", "reason")


class PublishForm(forms.Form):
    vintage = forms.ChoiceField(
        label="版本",
        choices=[choice for choice in Vintage.choices if choice[0] != Vintage.WITHDRAWN],
        initial=Vintage.PRELIMINARY,
        widget=UnfoldAdminSelectWidget,
    )
    published_at = forms.DateTimeField(
        label="发布时间",
        required=False,
        input_formats=[DATE_FORMAT, "%Y-%m-%dT%H:%M"],
        widget=forms.DateTimeInput(
            {"type": "datetime-local", "step": "1", "class": " ".join(INPUT_CLASSES)}, format=DATE_FORMAT
        ),
        help_text="北京时间；空：现在",
    )
    note = forms.CharField(
        label="发布说明",
        required=False,
        max_length=500,
        widget=UnfoldAdminTextareaWidget({"rows": 2}),
        help_text="记入审计",
    )
