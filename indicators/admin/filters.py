"""Filters that lists of figures share. Input that means nothing is said so and finds nothing."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList
from django.db import models
from django.http import HttpRequest
from unfold.admin import ModelAdmin
from unfold.contrib.filters.admin import AutocompleteSelectFilter, TextFilter
from unfold.contrib.filters.forms import AutocompleteDropdownForm
from unfold.widgets import INPUT_CLASSES, UnfoldAdminSelectWidget

from indicators.domain.kinds import Frequency
from indicators.domain.moments import parse_as_of, parse_moment
from indicators.domain.periods import InvalidPeriodError, Period
from indicators.queries.areas import area_and_below, area_with_id

THIS_AREA, AND_BELOW = "this", "below"


class SearchSelectForm(AutocompleteDropdownForm):
    """The theme's search box for a related object, with the Chinese texts of select2."""

    class Media:
        js = (
            "admin/js/vendor/jquery/jquery.min.js",
            "admin/js/vendor/select2/select2.full.js",
            "admin/js/vendor/select2/i18n/zh-CN.js",
            "admin/js/jquery.init.js",
            "unfold/js/select2.init.js",
        )
        css = {"screen": ("admin/css/vendor/select2/select2.css", "admin/css/autocomplete.css")}


class SearchSelectFilter(AutocompleteSelectFilter):
    """One related object, searched for by typing."""

    form_class = SearchSelectForm


class AreaForm(SearchSelectForm):
    """An area, alone or with everything below it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.fields["area_scope"] = forms.ChoiceField(
            label="地区范围",
            required=False,
            choices=[(THIS_AREA, "仅本级"), (AND_BELOW, "本级及以下")],
            widget=UnfoldAdminSelectWidget,
        )


class AreaFilter(admin.ListFilter):
    """`area` (id) with `area_scope`: only itself, or everything below it as well."""

    title = "地区"
    template = "unfold/filters/filters_field.html"
    form_class = AreaForm

    def __init__(
        self, request: HttpRequest, params: dict[str, Any], model: type[models.Model], model_admin: ModelAdmin
    ) -> None:
        super().__init__(request, params, model, model_admin)
        self.request, self.model, self.model_admin = request, model, model_admin
        for name in ("area", "area_scope"):
            if values := params.pop(name, None):
                self.used_parameters[name] = values[-1]

    def has_output(self) -> bool:
        return True

    def expected_parameters(self) -> list[str | None]:
        return ["area", "area_scope"]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet) -> models.QuerySet:
        chosen = str(self.used_parameters.get("area") or "")
        if not chosen:
            return queryset
        area = area_with_id(int(chosen)) if re.fullmatch(r"[0-9]{1,18}", chosen) else None
        if area is None:
            raise IncorrectLookupParameters
        if self.used_parameters.get("area_scope") == AND_BELOW:
            return queryset.filter(area_id__in=area_and_below(area))
        return queryset.filter(area=area)

    def choices(self, changelist: ChangeList) -> Iterator[dict[str, Any]]:
        yield {
            "form": self.form_class(
                request=self.request,
                name="area",
                label=self.title,
                choices=(),
                field=self.model._meta.get_field("area"),
                model_admin=self.model_admin,
                data={"area_scope": THIS_AREA, **self.used_parameters},
            )
        }


class PeriodFilter(TextFilter):
    """`period`: one period, or a year for every period in it."""

    title = "期别（2024、2024-Q2、2024-09；年份含当年各期）"
    parameter_name = "period"

    def queryset(self, request: HttpRequest, queryset: models.QuerySet) -> models.QuerySet:
        text = (self.value() or "").strip()
        if not text:
            return queryset
        try:
            period = Period.parse(text)
        except InvalidPeriodError as error:
            messages.error(request, str(error))
            return queryset.none()
        if period.frequency == Frequency.YEAR:
            return queryset.filter(period_end__range=(date(period.year, 1, 1), date(period.year, 12, 31)))
        return queryset.filter(period=str(period))


class DateForm(forms.Form):
    """One date, picked with the browser's own calendar."""

    def __init__(self, name: str, label: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        widget = forms.DateInput({"type": "date", "class": " ".join(INPUT_CLASSES)})
        self.fields[name] = forms.CharField(label=label, required=False, widget=widget)


class AsOfFilter(TextFilter):
    """`as_of`: the figures as they were known at the end of that day; without it the current ones."""

    title = "截至日期（显示当日所知的数据）"
    parameter_name = "as_of"
    form_class = DateForm

    def queryset(self, request: HttpRequest, queryset: Any) -> models.QuerySet:
        text = (self.value() or "").strip()
        if not text:
            return queryset.current()
        try:
            return queryset.as_of(parse_as_of(text))
        except (ValueError, OverflowError) as error:
            messages.error(request, str(error))
            return queryset.none()


class DayRangeForm(forms.Form):
    """The first and the last day, both included."""

    def __init__(self, names: tuple[str, str], title: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        for name, label in zip(names, (f"{title}，自", f"{title}，至（含当日）"), strict=True):
            widget = forms.DateInput({"type": "date", "class": " ".join(INPUT_CLASSES)})
            self.fields[name] = forms.CharField(label=label, required=False, widget=widget)


class DayRangeFilter(admin.ListFilter):
    """`<moment>_from` and `<moment>_to`, days in local time; a subclass names the moment."""

    template = "unfold/filters/filters_field.html"
    title = ""
    moment = ""

    def __init__(
        self, request: HttpRequest, params: dict[str, Any], model: type[models.Model], model_admin: ModelAdmin
    ) -> None:
        super().__init__(request, params, model, model_admin)
        self.first, self.last = f"{self.moment}_from", f"{self.moment}_to"
        for name in (self.first, self.last):
            if values := params.pop(name, None):
                self.used_parameters[name] = values[-1]

    def has_output(self) -> bool:
        return True

    def expected_parameters(self) -> list[str | None]:
        return [self.first, self.last]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet) -> models.QuerySet:
        first, last = (str(self.used_parameters.get(name) or "") for name in (self.first, self.last))
        try:
            if first:
                queryset = queryset.filter(**{f"{self.moment}__gte": parse_moment(first)})
            if last:
                queryset = queryset.filter(**{f"{self.moment}__lte": parse_as_of(last)})
        except (ValueError, OverflowError) as error:
            messages.error(request, str(error))
            return queryset.none()
        return queryset

    def choices(self, changelist: ChangeList) -> Iterator[dict[str, Any]]:
        yield {"form": DayRangeForm(names=(self.first, self.last), title=self.title, data=self.used_parameters)}
