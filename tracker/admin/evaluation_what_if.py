"""Trying a scheme on the facts of a round: which firms change grade and in which direction, on a page and as a file."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.template.response import TemplateResponse
from unfold.widgets import UnfoldAdminSelectWidget

from indicators.admin.csv_export import Column, csv_response
from indicators.models import User
from tracker.admin.evaluation_words import grade_names, grade_text, labels_of, score_text
from tracker.domain.evaluations.scorecard import ScoreCard as Card
from tracker.models import Round, Scheme
from tracker.queries.evaluations.schemes import rounds_to_try
from tracker.queries.evaluations.what_if import Direction, WhatIf, what_if

DIRECTIONS = {Direction.UP: "升档", Direction.DOWN: "降档", Direction.OTHER: "变为或不再是未定档、不参评"}


class RoundForm(forms.Form):
    round = forms.ChoiceField(label="批次", widget=UnfoldAdminSelectWidget)

    def __init__(self, given: Any, *, rounds: Mapping[str, Round]) -> None:
        super().__init__(given)
        self.fields["round"].choices = [(code, str(round)) for code, round in rounds.items()]  # type: ignore[attr-defined]


def what_if_view(model_admin: Any, request: HttpRequest, pk: int) -> HttpResponseBase:
    """Scores in memory; nothing is stored. `file=csv` gives the firms that change as a file."""
    if not request.user.has_perm("tracker.change_scheme"):
        raise PermissionDenied
    scheme = model_admin.found(request, pk)
    assert isinstance(request.user, User)
    rounds = {round.code: round for round in rounds_to_try(scheme)}
    form = RoundForm(request.GET if "round" in request.GET else None, rounds=rounds)
    context: dict[str, Any] = {}
    if form.is_valid():
        round = rounds[form.cleaned_data["round"]]
        found = what_if(scheme, round, request.user)
        names = grade_names([*round.schemes.all(), scheme])
        if request.GET.get("file") == "csv":
            labels = labels_of(round, [scheme])
            return csv_response(f"what-if-{scheme.code}-{round.code}", _columns(labels, names), found.changes)
        context = _tried(scheme, round, found, names)
    context |= {
        **model_admin.admin_site.each_context(request),
        "title": f"试算：{scheme}",
        "opts": model_admin.opts,
        "original": scheme,
        "form": form,
        "no_rounds": not rounds,
    }
    request.current_app = model_admin.admin_site.name
    return TemplateResponse(request, "admin/tracker/scheme/what_if.html", context)


def _tried(scheme: Scheme, round: Round, found: WhatIf, names: Mapping[str, str]) -> dict[str, Any]:
    def count(direction: Direction) -> int:
        return sum(change.direction is direction for change in found.changes)

    return {
        "round": round,
        "labels": labels_of(round, [scheme]),
        "found": found,
        "directions": [(words, count(direction)) for direction, words in DIRECTIONS.items() if count(direction)],
        "counts": [
            (grade_text(grade, names), found.before.get(grade, 0), found.after.get(grade, 0))
            for grade in names
            if grade in found.before or grade in found.after
        ],
        "rows": [
            (each, DIRECTIONS[each.direction], _result(each.before, names), _result(each.after, names))
            for each in found.changes
        ],
    }


def _result(card: Card, names: Mapping[str, str]) -> tuple[str, str]:
    return score_text(card.total), grade_text(card.grade or "", names)


def _columns(labels: Sequence[str], names: Mapping[str, str]) -> list[Column]:
    """Columns that read a change."""
    said = "；".join(labels)
    return [
        ("统一社会信用代码", lambda each: each.code),
        ("企业", lambda each: each.name),
        ("变动", lambda each: DIRECTIONS[each.direction]),
        *(
            column
            for side, words in (("before", "现"), ("after", "试算"))
            for column in (
                (f"{words}得分", lambda each, side=side: score_text(getattr(each, side).total)),
                (f"{words}位次", lambda each, side=side: getattr(each, side).rank or ""),
                (f"{words}档次", lambda each, side=side: grade_text(getattr(each, side).grade or "", names)),
            )
        ),
        ("说明", lambda each: said),
    ]
