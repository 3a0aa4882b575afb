"""The score card of a firm: every number with what it comes from, to be done again with a calculator, and printed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from indicators.admin.figures import NO_DATA
from indicators.domain.numbers import plain, plain_six
from indicators.models import User
from tracker.admin.evaluation_words import grade_names, grade_text, group_words, labels_of, score_text
from tracker.domain.evaluations.card_storage import inputs_from_json
from tracker.domain.evaluations.card_writing import explanation_to_json, items_to_json
from tracker.domain.evaluations.fact_sheets import UNITS
from tracker.domain.evaluations.facts import QUANTITY_NAMES, FirmFacts, Quantity
from tracker.models import Round, ScoreCard
from tracker.queries.evaluations.cards import CardReader
from tracker.queries.evaluations.lists import card_of

FORMULA_NAMES = {"total": "总分", "rank": "位次", "grade": "档次"}
BASELINE = ".baseline"


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemRow:
    """One item as stored; `last_year` is numerator ÷ denominator of a change, else empty."""

    name: str
    numerator: str
    denominator: str
    last_year: str
    value: str
    baseline: str
    weight: str
    score: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CardPage:
    card: ScoreCard
    name: str
    labels: Sequence[str]
    group: str
    items: Sequence[ItemRow]
    has_change: bool
    adjustments: Sequence[tuple[str, str, str]]
    total: str
    score: str
    grade: str
    policies: Sequence[str]
    formulas: Sequence[tuple[str, str, str]]
    years: Sequence[int]
    facts: Sequence[tuple[str, str, Sequence[str]]]
    taxes: Sequence[tuple[str, Sequence[str]]]


def card_view(model_admin: Any, request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """404 for a firm outside the areas of the account, and for one without a card."""
    round = model_admin.found(request, pk)
    assert isinstance(request.user, User)
    card = None if "\0" in code else card_of(round, request.user, code)
    if card is None:
        raise Http404
    page = card_page(round, card)
    context = {
        **model_admin.admin_site.each_context(request),
        "title": f"评分卡：{page.name}",
        "opts": model_admin.opts,
        "original": round,
        "page": page,
    }
    request.current_app = model_admin.admin_site.name
    return TemplateResponse(request, "admin/tracker/scorecard/page.html", context)


def card_page(round: Round, card: ScoreCard) -> CardPage:
    """From the card alone: what it says does not follow the firm's later facts."""
    firm, facts, last_year = inputs_from_json(card.inputs)
    schemes, reader = [card.group.scheme], CardReader()
    written, shown = reader.scheme(card.group.scheme), reader.card(card)
    items = items_to_json(written, shown)
    years = [facts, *([last_year] if last_year else [])]
    return CardPage(
        card=card,
        name=firm.name or card.enterprise.name,
        labels=labels_of(round, schemes),
        group=group_words(card.group.name, card.group.scheme),
        items=[_item(item) for item in items],
        has_change=any(item["last_year"] for item in items),
        adjustments=[_adjustment(each) for each in card.adjustments],
        total=plain_six(card.score) or NO_DATA,
        score=score_text(card.score),
        grade=grade_text(card.grade, grade_names(schemes)),
        policies=shown.policies,
        formulas=[_formula(each, items) for each in explanation_to_json(written, shown)],
        years=[each.year for each in years],
        facts=_facts(years),
        taxes=_taxes(years),
    )


def _item(item: Mapping[str, Any]) -> ItemRow:
    before = [NO_DATA if each is None else each for each in item["last_year"] or ()]
    shown = {name: NO_DATA if item[name] is None else item[name] for name in ("numerator", "denominator", "value")}
    return ItemRow(
        name=item["name"],
        **shown,
        last_year=" ÷ ".join(before),
        baseline=NO_DATA if item["baseline"] is None else item["baseline"],
        weight=item["weight"],
        score=item["score"],
        note=item["note"] or "",
    )


def _adjustment(adjustment: Mapping[str, Any]) -> tuple[str, str, str]:
    """Words, points and the grade from there on."""
    return adjustment["words"], adjustment.get("points") or "", adjustment.get("grade") or ""


def _formula(formula: Mapping[str, str], items: Sequence[Mapping[str, Any]]) -> tuple[str, str, str]:
    """What is explained, in words, with the numbers filled in."""
    names = {f"items.{item['item']}": item["name"] for item in items}
    field = formula["field"]
    name = names.get(field.removesuffix(BASELINE), FORMULA_NAMES.get(field, field))
    return f"{name} 基准值" if field.endswith(BASELINE) else name, formula["words"], formula["symbols"]


def _facts(years: Sequence[FirmFacts]) -> list[tuple[str, str, list[str]]]:
    """Name, unit and the amounts of each year; what no year has is left out."""
    rows = [
        (QUANTITY_NAMES[quantity], UNITS[quantity], [plain(each.quantity(quantity)) for each in years])
        for quantity in Quantity
    ]
    points = [
        (name, "分", [plain(getattr(each, field)) for each in years])
        for field, name in (("bonus", "加分"), ("penalty", "扣分"))
    ]
    return [
        (name, unit, [each or NO_DATA for each in amounts]) for name, unit, amounts in rows + points if any(amounts)
    ]


def _taxes(years: Sequence[FirmFacts]) -> list[tuple[str, list[str]]]:
    components = dict.fromkeys(component for each in years for component in each.taxes)
    return [(name, [plain(each.taxes.get(name)) or NO_DATA for each in years]) for name in components]
