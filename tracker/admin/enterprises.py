"""Firms under evaluation inside the areas of the account: the list, and the facts of every year with their versions."""

from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from unfold.contrib.filters.admin import ChoicesDropdownFilter

from indicators.admin.base import ReadOnlyAdmin
from indicators.admin.figures import NO_DATA, moment_text
from indicators.domain.numbers import plain
from indicators.models import User
from tracker.admin.evaluation_round_page import card_url
from tracker.admin.evaluation_words import grade_names, grade_text, labels_of, score_text
from tracker.admin.score_cards import UNITS
from tracker.choices import SizeClass
from tracker.domain.evaluation_tables import MARKS
from tracker.domain.evaluations.facts import QUANTITY_NAMES, Quantity
from tracker.models import Enterprise, EnterpriseFact, EnterpriseTax
from tracker.queries.evaluations.access import enterprises_of
from tracker.queries.evaluations.firms import cards_of_firm, versions_of_facts, versions_of_taxes

# `land` is computed, see the score card.
FACT_NAMES = {
    **{each.value: f"{name}（{UNITS[each]}）" for each, name in QUANTITY_NAMES.items() if each is not Quantity.LAND},
    "bonus": "加分",
    "penalty": "扣分",
    "veto": "一票否决",
    "size_class": "当年规模",
    "exempt_reason": "当年不参评原因",
    "promotion": "升档",
    "grade_cap": "限档",
}


@admin.register(Enterprise)
class EnterpriseAdmin(ReadOnlyAdmin):
    list_display = ("name", "code", "park", "area", "industry", "size_class", "exempt_reason")
    list_filter = (("size_class", ChoicesDropdownFilter),)
    list_select_related = ("park", "area")
    search_fields = ("code", "name", "industry", "park__name", "area__name")
    search_help_text = "按企业的代码、名称、行业、园区或地区查找"
    ordering = ("code",)
    fieldsets = (
        (
            None,
            {
                "fields": (
                    ("code", "name"),
                    ("park", "area"),
                    ("industry", "size_class"),
                    ("in_production_from", "exempt_reason"),
                )
            },
        ),
    )
    change_form_template = "admin/tracker/enterprise/page.html"

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Enterprise]:
        assert isinstance(request.user, User)
        return enterprises_of(request.user).select_related("park", "area")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Firms come with a data package."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def page_context(self, request: HttpRequest, obj: Any) -> dict[str, Any]:
        """Nothing of it for the page of a new firm, which there is not."""
        facts, taxes = versions_of_facts(obj), versions_of_taxes(obj)
        return {
            **super().page_context(request, obj),
            "versions": [(each, moment_text(each.recorded_at)) for each in facts],
            "facts": _fact_rows(facts),
            "taxes": [(each, plain(each.amount) or NO_DATA, _fate(each)) for each in taxes],
            "cards": [_card(each) for each in cards_of_firm(obj)],
        }

    def audit_key(self, obj: Any) -> str:
        return obj.code


def _fact_rows(versions: Sequence[EnterpriseFact]) -> list[tuple[str, list[str]]]:
    """One line a quantity or mark that any version has, one cell a version."""
    rows = []
    for name, words in FACT_NAMES.items():
        cells = [_cell(name, getattr(each, name)) for each in versions]
        if any(cell != NO_DATA for cell in cells):
            rows.append((words, cells))
    return rows


def _cell(name: str, value: Any) -> str:
    if name == "veto":
        return "是" if value else NO_DATA
    if name in MARKS:
        return str(SizeClass(value).label if name == "size_class" and value else value) or NO_DATA
    return plain(value) or NO_DATA


def _fate(tax: EnterpriseTax) -> str:
    at = moment_text(tax.recorded_at)
    return f"{at}，现行" if tax.superseded_at is None else f"{at}，已被取代"


def _card(card: Any) -> tuple[Any, ...]:
    """Round, labels, address, rank, score and grade of a card."""
    grade = grade_text(card.grade, grade_names([card.scheme]))
    labels = "；".join(labels_of(card.round, [card.scheme]))
    return card, labels, card_url(card.round, card.enterprise.code), score_text(card.score), grade
