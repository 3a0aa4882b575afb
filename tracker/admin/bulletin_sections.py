"""The sections of a definition, inside its page: those there are, and apart from them those that are new."""

from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS
from django.db import models
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from unfold.admin import StackedInline
from unfold.decorators import display
from unfold.forms import PaginationInlineFormSet

from indicators.admin.figures import NO_DATA
from indicators.admin.inlines import NewRowsInline, StoredRowsInline
from tracker.admin.section_words import settings_words
from tracker.choices import SectionKind
from tracker.models import BulletinSection
from tracker.queries.bulletins.definitions import sections_of_page
from tracker.services.bulletins.definition_faults import section_faults

WHAT = ("title", "peer_group", "area")
HOW = ("count", "compared_with", "years", "lag", "whole_years")


class SectionFormSet(PaginationInlineFormSet):
    """Says at the field of the section what the service would refuse above the whole page."""

    def clean(self) -> None:
        super().clean()
        for form in self.forms:
            unused = form.empty_permitted and not form.has_changed()
            if unused or self._should_delete_form(form) or form.errors.keys() - {NON_FIELD_ERRORS}:
                continue
            # The constraint of the table says it at no field, and the page would not show it.
            form.errors.pop(NON_FIELD_ERRORS, None)
            for field, words in section_faults(form.instance):
                form.add_error(field if field in form.fields else None, words)


class SectionInline(StackedInline, StoredRowsInline):
    """What a section shows of which indicator is fixed; how it shows it may change."""

    model = BulletinSection
    formset = SectionFormSet
    fields = (("position", "shown_kind", "shown_indicator", "basis"), WHAT, HOW)
    readonly_fields = ("shown_kind", "shown_indicator", "shown_settings")
    autocomplete_fields = ("peer_group", "area")
    ordering = ("position", "pk")
    verbose_name_plural = "各部分"
    classes = ("bulletin-sections",)

    class Media:
        css = {"all": ("tracker/bulletin_sections.css",)}

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[BulletinSection]:
        return sections_of_page(super().get_queryset(request))

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Who may only look reads the settings of the kind in one line."""
        if self.has_change_permission(request, obj):
            return super().get_fields(request, obj)
        return (("position", "shown_kind", "shown_indicator"), "shown_settings")

    @display(description="内容")
    def shown_kind(self, section: BulletinSection) -> SafeString:
        """With the kind for the style sheet, which hides what the kind does not read."""
        return format_html('<span data-kind="{}">{}</span>', section.kind, section.get_kind_display())

    @display(description="指标")
    def shown_indicator(self, section: BulletinSection) -> str:
        if section.plan:
            return f"{section.plan.name}主要指标"
        if section.kind in (SectionKind.PROJECTS, SectionKind.LAND):
            return NO_DATA
        return section.indicator.name if section.indicator else "全部有数的指标"

    @display(description="设置")
    def shown_settings(self, section: BulletinSection) -> str:
        return settings_words(section)


class NewSectionInline(StackedInline, NewRowsInline):
    """Rows for new sections."""

    model = BulletinSection
    formset = SectionFormSet
    fields = (("position", "kind", "indicator", "basis"), ("plan",), WHAT, HOW)
    autocomplete_fields = ("indicator", "plan", "peer_group", "area")
    verbose_name_plural = "新增部分"
    classes = ("bulletin-sections",)

    def formfield_for_choice_field(self, db_field: models.Field, request: HttpRequest, **kwargs: Any) -> Any:
        """The theme would choose the first kind, and a row that nobody touched would count as filled in."""
        if db_field.name == "kind":
            kwargs["choices"] = [("", "请选择"), *SectionKind.choices]
        return super().formfield_for_choice_field(db_field, request, **kwargs)
