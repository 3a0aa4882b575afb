"""The form of a rule: it offers what the kind reads, and drops what was typed for another kind before."""

from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError

from indicators.admin.check_words import THRESHOLD_LABELS
from indicators.admin.forms import RecordForm, add_refusal
from indicators.choices import CheckKind
from indicators.domain.checks import kinds
from indicators.domain.checks.kinds import READS
from indicators.domain.numbers import plain
from indicators.models import CheckRule
from indicators.services.checks import rule_faults

PARAMETERS = ("lower", "upper", "threshold", "digits")


def reads(kind: str) -> frozenset[str]:
    """The parameters of a kind; none for what is no kind."""
    return READS.get(kinds.CheckKind(kind), frozenset()) if kind in CheckKind.values else frozenset()


class CheckRuleForm(RecordForm):
    """Numbers without the zeros that the columns pad them with; a hidden parameter counts as empty."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("lower", "upper", "threshold"):
            self.initial[name] = plain(self.initial.get(name))
        if "threshold" in self.fields and self.instance.kind in THRESHOLD_LABELS:
            self.fields["threshold"].label = THRESHOLD_LABELS[kinds.CheckKind(self.instance.kind)]
            self.fields["threshold"].help_text = ""

    def clean(self) -> dict[str, Any] | None:
        data = super().clean() or {}
        _drop_hidden(data, self.instance.kind)
        return data


class TryOutForm(forms.ModelForm):
    """The parameters on the page, saved or not: what a try-out needs of them."""

    class Meta:
        model = CheckRule
        fields = ("kind", "indicator", "measure", *PARAMETERS)

    def __init__(self, data: Any, *, instance: CheckRule) -> None:
        super().__init__(data, instance=instance)
        if instance.pk:
            del self.fields["kind"]

    def clean(self) -> dict[str, Any] | None:
        data = super().clean() or {}
        _drop_hidden(data, self.instance.kind)
        return data

    def rule(self) -> CheckRule | None:
        """The rule to try; None with `errors` where its parameters do not fit."""
        if self.is_valid() and (faults := rule_faults(self.instance)):
            add_refusal(self, ValidationError(faults))
        return None if self.errors else self.instance


def _drop_hidden(data: dict[str, Any], stored_kind: str) -> None:
    """The page hides the parameters of other kinds, so nobody can see or clear what stands in them."""
    for name in set(PARAMETERS).intersection(data) - reads(data.get("kind") or stored_kind):
        data[name] = None


def labelled_errors(form: forms.BaseForm) -> list[tuple[str, str]]:
    """Every error with the label of its field."""
    return [
        ("" if name == NON_FIELD_ERRORS else str(form.fields[name].label), str(message))
        for name, messages in form.errors.items()
        for message in messages
    ]
