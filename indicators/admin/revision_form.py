"""The form that revises or withdraws a published figure."""

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from unfold.widgets import (
    INPUT_CLASSES,
    UnfoldAdminRadioSelectWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
)

from indicators.admin.forms import PlainDecimalField
from indicators.choices import Vintage
from indicators.domain.figures import Figure, FigureFault
from indicators.domain.kinds import Kind
from indicators.domain.moments import SHANGHAI
from indicators.domain.numbers import plain
from indicators.domain.periods import Period
from indicators.models import Observation

REVISE, WITHDRAW = "revise", "withdraw"
LOCAL_FORMATS = ["%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M"]


class RevisionForm(forms.Form):
    """What takes the place of the current figure. `seen` is the figure the form was opened on."""

    operation = forms.ChoiceField(
        label="操作",
        choices=[(REVISE, "更正为下列数据"), (WITHDRAW, "撤销（该期不再有数据）")],
        initial=REVISE,
        widget=UnfoldAdminRadioSelectWidget,
    )
    value = PlainDecimalField(label="数值", required=False, help_text="留空：没有数值。零请填 0")
    growth = PlainDecimalField(label="公布增速", required=False, help_text="留空：没有公布增速")
    vintage = forms.ChoiceField(
        label="版本",
        choices=[choice for choice in Vintage.choices if choice[0] != Vintage.WITHDRAWN],
        widget=UnfoldAdminSelectWidget,
    )
    published_at = forms.DateTimeField(
        label="发布时间",
        input_formats=LOCAL_FORMATS,
        widget=forms.DateTimeInput(
            {"type": "datetime-local", "step": "1", "class": " ".join(INPUT_CLASSES)}, format=LOCAL_FORMATS[0]
        ),
        help_text="北京时间；早于现行数据的发布时间时，只补入历史，现行数据不变",
    )
    note = forms.CharField(
        label="说明",
        required=False,
        widget=UnfoldAdminTextareaWidget({"rows": 2}),
        help_text="随数据公布，如来源、口径",
    )
    reason = forms.CharField(label="更正理由", widget=UnfoldAdminTextareaWidget({"rows": 2}), help_text="记入审计")
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, observation: Observation) -> None:
        self.observation = observation
        super().__init__(data, initial=_initial(observation))
        self.fields["value"].label = f"数值（{observation.indicator.measure_unit or '无单位'}）"
        if observation.indicator.kind == Kind.GROWTH_ONLY:
            del self.fields["value"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("seen") is not None and data["seen"] != self.observation.pk:
            raise ValidationError("打开本页后，该数据已有新的发布，请返回查看后再更正。", code="stale")
        return data

    def figure(self) -> Figure:
        """The figure to publish, from valid input."""
        data, observation = self.cleaned_data, self.observation
        withdrawn = data["operation"] == WITHDRAW
        published_at: datetime = data["published_at"].astimezone(SHANGHAI)
        return Figure(
            indicator=observation.indicator.code,
            area=observation.area.code,
            period=Period.parse(observation.period),
            value=None if withdrawn else data.get("value"),
            growth=None if withdrawn else data["growth"],
            vintage=Vintage.WITHDRAWN if withdrawn else data["vintage"],
            published_at=published_at,
            published_as=published_at.isoformat(),
            note=data["note"],
        )

    def add_faults(self, faults: list[FigureFault]) -> None:
        """Show what the write gate refused, each reason at its field."""
        for fault in faults:
            field = fault.field if fault.field in self.fields else None
            self.add_error(field, ValidationError(fault.message, code=fault.code))


def _initial(observation: Observation) -> dict[str, Any]:
    withdrawn = observation.vintage == Vintage.WITHDRAWN
    return {
        "value": plain(observation.value),
        "growth": plain(observation.growth),
        "vintage": Vintage.PRELIMINARY if withdrawn else observation.vintage,
        "published_at": timezone.localtime().replace(microsecond=0),
        "note": observation.note,
        "seen": observation.pk,
    }
