"""The filters of the firms on the page of a round."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextInputWidget

from tracker.queries.evaluations.round_page import GradeLine

ALL = ("", "全部")


class CardFilterForm(forms.Form):
    """Park, industry and grade are those that the round has inside the areas of the account."""

    park = forms.ChoiceField(label="园区", required=False, widget=UnfoldAdminSelectWidget)
    industry = forms.ChoiceField(label="行业", required=False, widget=UnfoldAdminSelectWidget)
    grade = forms.ChoiceField(label="档次", required=False, widget=UnfoldAdminSelectWidget)
    name = forms.CharField(label="企业名称或代码", max_length=100, required=False, widget=UnfoldAdminTextInputWidget)

    def __init__(
        self,
        given: Mapping[str, Any],
        *,
        parks: Sequence[GradeLine],
        industries: Sequence[GradeLine],
        grades: Sequence[tuple[str, str]],
    ) -> None:
        super().__init__(given)
        choices = {"park": _keys(parks), "industry": _keys(industries), "grade": grades}
        for name, offered in choices.items():
            self.fields[name].choices = [ALL, *offered]  # type: ignore[attr-defined]


def _keys(lines: Sequence[GradeLine]) -> list[tuple[str, str]]:
    return [(line.key, line.name) for line in lines if line.key]
