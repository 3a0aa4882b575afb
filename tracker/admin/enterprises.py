"""Firms under evaluation inside the areas of the account: list, file, form, and every version of their facts."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from unfold.contrib.filters.admin import ChoicesDropdownFilter

from indicators.admin.base import RecordAdmin, actor_of
from indicators.admin.csv_export import Column, CsvExportMixin
from indicators.admin.figures import NO_DATA, moment_text
from indicators.admin.object_pages import ObjectAdmin
from indicators.admin.return_pages import version_in
from indicators.domain.numbers import plain
from indicators.models import User
from tracker.admin.enterprise_facts import facts_view
from tracker.admin.enterprise_filters import FactsFilter, IndustryFilter, ParkFilter
from tracker.admin.enterprise_words import FACT_TITLES, fact_text
from tracker.admin.evaluation_round_page import card_url
from tracker.admin.evaluation_words import grade_names, grade_text, labels_of, score_text
from tracker.models import Enterprise, EnterpriseFact, EnterpriseTax
from tracker.queries.evaluations.access import enterprises_of
from tracker.queries.evaluations.firms import (
    areas_offered,
    cards_of_firm,
    has_figures,
    parks_offered,
    versions_of_facts,
    versions_of_taxes,
)
from tracker.queries.evaluations.newest_changes import firm_version
from tracker.services.evaluations.firms import add_firm, change_firm

CSV_COLUMNS: Sequence[Column] = (
    ("统一社会信用代码", lambda firm: firm.code),
    ("名称", lambda firm: firm.name),
    ("园区代码", lambda firm: firm.park.code if firm.park else ""),
    ("园区", lambda firm: firm.park.name if firm.park else ""),
    ("地区代码", lambda firm: firm.area.code),
    ("地区", lambda firm: firm.area.name),
    ("行业", lambda firm: firm.industry),
    ("规模", lambda firm: firm.get_size_class_display()),
    ("投产日期", lambda firm: firm.in_production_from or ""),
    ("不参评原因", lambda firm: firm.exempt_reason),
)


@admin.register(Enterprise)
class EnterpriseAdmin(CsvExportMixin, ObjectAdmin[Enterprise], RecordAdmin):
    list_display = ("name", "code", "park", "area", "industry", "size_class", "exempt_reason")
    list_filter = (ParkFilter, IndustryFilter, ("size_class", ChoicesDropdownFilter), FactsFilter)
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
        ("变更", {"fields": ("reason",)}),
    )
    change_form_template = "admin/tracker/enterprise/page.html"
    list_before_template = "admin/tracker/enterprise/list_empty.html"
    csv_columns: ClassVar[Sequence[Column]] = CSV_COLUMNS

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Enterprise]:
        assert isinstance(request.user, User)
        return enterprises_of(request.user).select_related("park", "area")

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(lambda request, pk: facts_view(self, request, pk))
        return [path("<int:pk>/facts/", view, name="tracker_enterprise_facts"), *super().get_urls()]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """The code is fixed once facts are stored under it."""
        fixed = ("code",) if obj is not None and has_figures(obj) else ()
        return (*super().get_readonly_fields(request, obj), *fixed)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)
        assert isinstance(request.user, User)
        for name, offered in (("area", areas_offered), ("park", parks_offered)):
            if name in form.base_fields:
                form.base_fields[name].queryset = offered(request.user, obj)  # type: ignore[attr-defined]
        return form

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """The version is read before the form, so that what is shown is never older than it says."""
        firm = self.get_object(request, unquote(object_id)) if object_id else None
        seen = request.POST.get("seen", firm_version(firm)) if isinstance(firm, Enterprise) else ""
        return super().changeform_view(request, object_id, form_url, {**(extra_context or {}), "seen": seen})

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        given = {"firm": obj, "actor": actor_of(request), "reason": form.cleaned_data.get("reason", "")}
        if change:
            change_firm(**given, seen=version_in(request.POST.get("seen")))
        else:
            add_firm(**given)

    def page_context(self, request: HttpRequest, obj: Any) -> dict[str, Any]:
        """Nothing of it for the page of a new firm."""
        context = super().page_context(request, obj)
        if obj is None:
            return context
        facts, taxes = versions_of_facts(obj), versions_of_taxes(obj)
        return {
            **context,
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
    for name, words in FACT_TITLES.items():
        cells = [fact_text(name, getattr(each, name)) for each in versions]
        if any(cell != NO_DATA for cell in cells):
            rows.append((words, cells))
    return rows


def _fate(tax: EnterpriseTax) -> str:
    at = moment_text(tax.recorded_at)
    return f"{at}，现行" if tax.superseded_at is None else f"{at}，已被取代"


def _card(card: Any) -> tuple[Any, ...]:
    """Round, labels, address, rank, score and grade of a card."""
    grade = grade_text(card.grade, grade_names([card.group.scheme]))
    labels = "；".join(labels_of(card.round, [card.group.scheme]))
    return card, labels, card_url(card.round, card.enterprise.code), score_text(card.score), grade
