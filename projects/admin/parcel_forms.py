"""What the forms of a parcel ask for: its facts, a disposal, a relapse, a step of its way."""

import json
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from unfold.widgets import (
    UnfoldAdminDateWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from indicators.admin.forms import PlainDecimalField, RecordForm
from indicators.domain.numbers import plain
from projects.admin.parcel_words import entered_text
from projects.domain.counted import MAIN_MODES
from projects.domain.geometry import InvalidGeometryError, point, read_geometry
from projects.domain.land_units import UNIT_NAMES, LandUnit, to_mu

UNITS = [(str(unit), name) for unit, name in UNIT_NAMES.items()]


class UnitField(forms.ChoiceField):
    def __init__(self) -> None:
        super().__init__(
            label="单位",
            choices=UNITS,
            initial=LandUnit.MU,
            widget=UnfoldAdminSelectWidget,
            help_text="1 公顷 = 15 亩；按所选单位精确换算成亩",
        )


def area_given(data: dict[str, Any]) -> tuple[Decimal, str] | None:
    """The area in 亩, and how it was typed."""
    area, unit = data.get("area_mu"), data.get("area_unit")
    if area is None or not unit:
        return None
    return to_mu(area, LandUnit(unit)), entered_text(area, LandUnit(unit))


class ParcelForm(RecordForm):
    """The facts of a parcel; the area in one of three units, the geometry as GeoJSON or as a pair of degrees."""

    area_mu = PlainDecimalField(label="面积")
    area_unit = UnitField()
    due_mu = PlainDecimalField(label="应动工面积（亩）", required=False)
    developed_mu = PlainDecimalField(label="已动工面积（亩）", required=False)
    invested_share = PlainDecimalField(label="已投资比例（%）", required=False)
    geometry = forms.CharField(
        label="图形",
        required=False,
        widget=UnfoldAdminTextareaWidget({"rows": 4, "spellcheck": "false"}),
        help_text="GeoJSON 的 Point、Polygon 或 MultiPolygon，坐标为 [经度, 纬度]；也可以只填下面的经度和纬度",
    )
    longitude = PlainDecimalField(label="经度", required=False)
    latitude = PlainDecimalField(label="纬度", required=False)

    class Meta:
        help_texts: ClassVar[dict[str, str]] = {"datum": "有图形时必填"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.entered = ""
        if self.instance.pk:
            for name in ("area_mu", "due_mu", "developed_mu", "invested_share"):
                self.initial[name] = plain(getattr(self.instance, name))
            if self.instance.geometry is not None:
                self.initial["geometry"] = json.dumps(self.instance.geometry, separators=(",", ":"))

    def clean_geometry(self) -> dict[str, Any] | None:
        text = self.cleaned_data["geometry"].strip()
        try:
            return read_geometry(text) if text else None
        except InvalidGeometryError as error:
            raise ValidationError(str(error), code=error.code) from error

    def clean(self) -> dict[str, Any] | None:
        data = super().clean() or self.cleaned_data
        if given := area_given(data):
            data["area_mu"], self.entered = given
        longitude, latitude = data.get("longitude"), data.get("latitude")
        if (longitude is None) != (latitude is None):
            self.add_error("longitude" if longitude is None else "latitude", "经度和纬度须一并填写")
        elif longitude is not None and latitude is not None:
            if data.get("geometry"):
                self.add_error("longitude", "已填图形时不再填经度和纬度")
            else:
                self._set_point(data, longitude, latitude)
        return data

    def _set_point(self, data: dict[str, Any], longitude: Decimal, latitude: Decimal) -> None:
        try:
            data["geometry"] = point(longitude, latitude)
        except InvalidGeometryError as error:
            self.add_error("longitude", str(error))


class EntryForm(forms.Form):
    """What a disposal and a relapse have in common."""

    confirmed_on = forms.DateField(label="认定日期", widget=UnfoldAdminDateWidget)
    document = forms.CharField(
        label="认定文件",
        max_length=200,
        widget=UnfoldAdminTextInputWidget,
        help_text="文号或文件名，如“潭园区盘活认〔2026〕12 号”",
    )
    area_mu = PlainDecimalField(label="面积")
    area_unit = UnitField()
    field_order = ("confirmed_on", "document", "mode", "area_mu", "area_unit", "reason")

    def __init__(self, *args: Any, modes: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["mode"] = forms.CharField(
            label="处置方式",
            max_length=100,
            widget=UnfoldAdminTextInputWidget({"list": "disposal-modes", "autocomplete": "off"}),
            help_text="增产扩资、政策赋能、专业经营，可写到细类，如“增产扩资/技改扩能”；其他方式照写",
        )
        self.order_fields(self.field_order)
        self.modes = list(dict.fromkeys([*MAIN_MODES, *modes]))
        self.entered = ""

    def clean_area_mu(self) -> Decimal:
        area: Decimal = self.cleaned_data["area_mu"]
        if area <= 0:
            raise ValidationError("面积须大于 0。")
        return area

    def clean(self) -> dict[str, Any] | None:
        data = super().clean() or self.cleaned_data
        if given := area_given(data):
            data["area_mu"], self.entered = given
        return data


class DisposalForm(EntryForm):
    """A disposal confirmed by a document."""


class RelapseForm(EntryForm):
    """A relapse: the area is typed as it is and stored as a negative one."""

    reason = forms.CharField(label="反弹原因", max_length=500, widget=UnfoldAdminTextareaWidget({"rows": 2}))


class StepForm(forms.Form):
    owner = forms.CharField(label="责任单位", required=False, max_length=100, widget=UnfoldAdminTextInputWidget)
    due_on = forms.DateField(label="期限", required=False, widget=UnfoldAdminDateWidget)
    done_on = forms.DateField(label="完成日期", required=False, widget=UnfoldAdminDateWidget)
    document = forms.CharField(label="依据文件", required=False, max_length=200, widget=UnfoldAdminTextInputWidget)
    note = forms.CharField(label="说明", required=False, max_length=500, widget=UnfoldAdminTextareaWidget({"rows": 2}))
    reason = forms.CharField(
        label="变更理由",
        required=False,
        max_length=500,
        widget=UnfoldAdminTextInputWidget,
        help_text="改动已填的期限或完成日期时必填，记入审计",
    )
