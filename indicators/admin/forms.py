"""Forms whose writing is done by a service: what the service refuses is shown at the field it concerns."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from unfold.widgets import UnfoldAdminTextareaWidget, UnfoldAdminTextInputWidget

from indicators.domain.numbers import InvalidNumberError, parse_decimal


def add_refusal(form: forms.BaseForm, refusal: ValidationError) -> None:
    """Put every reason at its field; reasons for fields the form does not show stand above it."""
    faults = refusal.error_dict if hasattr(refusal, "error_dict") else {NON_FIELD_ERRORS: refusal.error_list}
    for field, errors in faults.items():
        form.add_error(field if field in form.fields else None, errors)


class RecordForm(forms.ModelForm):
    """A definition with the reason of its change. `refusal` is what the service answered to the same input."""

    refusal: ValidationError | None = None

    reason = forms.CharField(
        label="变更理由", required=False, widget=UnfoldAdminTextareaWidget({"rows": 2}), help_text="记入审计"
    )

    def clean(self) -> dict[str, Any] | None:
        data = super().clean()
        if self.refusal:
            add_refusal(self, self.refusal)
        return data


class PlainDecimalField(forms.CharField):
    """A plain decimal with all its digits, read by the same rule as files and the API."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=UnfoldAdminTextInputWidget({"inputmode": "decimal", "autocomplete": "off"}), **kwargs)

    def clean(self, value: Any) -> Decimal | None:
        text = super().clean(value)
        if not text:
            return None
        try:
            return parse_decimal(text)
        except InvalidNumberError as error:
            raise ValidationError(str(error), code=error.code) from error
