"""Parcels: the list with its filters, the page of one, the form of its facts, and what leads to the other pages."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.db import models
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils import timezone
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import display

from indicators.admin.base import actor_of
from indicators.admin.csv_export import CsvExportMixin
from indicators.admin.object_pages import RecordPageAdmin
from indicators.domain.moments import parse_date
from indicators.domain.numbers import plain
from indicators.models import User
from projects.admin.land_board import board_view
from projects.admin.land_workbooks import download_view, upload_view
from projects.admin.parcel_filters import DisposedFilter, IdleFilter, LateFilter, ParkFilter
from projects.admin.parcel_forms import ParcelForm
from projects.admin.parcel_page import parcel_page
from projects.admin.parcel_steps import dispose_view, step_view
from projects.admin.parcel_words import line_text, mu_text, with_entered
from projects.domain.idle import idleness
from projects.domain.parcel_way import next_step
from projects.models import Parcel
from projects.queries.parcel_facts import own_parks, parcels_with_disposed, state_of, way_of, with_way
from projects.services.parcels import save_parcel


def idle_today(parcel: Parcel) -> bool:
    return idleness(state_of(parcel), timezone.localdate()).is_idle


def next_today(parcel: Parcel) -> str:
    return line_text(next_step(way_of(parcel, timezone.localdate())))


@admin.register(Parcel)
class ParcelAdmin(CsvExportMixin, RecordPageAdmin[Parcel]):
    form = ParcelForm
    fixed_fields = ("code",)
    change_list_template = "admin/projects/parcel/list.html"
    list_display = ("name", "code", "park", "ledger", "shown_area", "shown_disposed", "shown_left", "idle", "following")
    list_filter = (ParkFilter, ("ledger", ChoicesDropdownFilter), IdleFilter, DisposedFilter, LateFilter)
    search_fields = ("code", "name", "holder", "park__name")
    search_help_text = "按地块的代码、名称、使用权人或园区查找"
    ordering = ("code",)
    fieldsets = (
        (
            None,
            {
                "fields": (
                    ("code", "name"),
                    ("park", "ledger"),
                    ("area_mu", "area_unit"),
                    "holder",
                )
            },
        ),
        (
            "动工与停工",
            {
                "fields": (
                    ("agreed_start", "started_on", "stopped_on"),
                    ("due_mu", "developed_mu", "invested_share"),
                )
            },
        ),
        ("位置", {"fields": ("geometry", ("longitude", "latitude"), "datum")}),
        ("变更", {"fields": ("reason",)}),
    )
    csv_columns = (
        ("代码", lambda parcel: parcel.code),
        ("名称", lambda parcel: parcel.name),
        ("园区", lambda parcel: parcel.park.name),
        ("台账", lambda parcel: parcel.get_ledger_display()),
        ("面积（亩）", lambda parcel: plain(parcel.area_mu)),
        ("已处置（亩）", lambda parcel: plain(parcel.disposed_mu)),
        ("剩余（亩）", lambda parcel: plain(parcel.left_mu)),
        ("使用权人", lambda parcel: parcel.holder),
        ("今天是否闲置", lambda parcel: "是" if idle_today(parcel) else "否"),
        ("判定依据", lambda parcel: idleness(state_of(parcel), timezone.localdate()).words),
        ("下一步", next_today),
    )

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Parcel]:
        assert isinstance(request.user, User)
        return with_way(parcels_with_disposed(request.user))

    def get_urls(self) -> list[URLPattern]:
        def view(function: Callable[..., HttpResponse], **more: Any) -> Any:
            return self.admin_site.admin_view(lambda request, **given: function(self, request, **given, **more))

        return [
            path("board/", view(board_view), name="projects_parcel_board"),
            path("workbook.xlsx", view(download_view), name="projects_parcel_workbook"),
            path("upload/", view(upload_view), name="projects_parcel_upload"),
            path("<int:pk>/dispose/", view(dispose_view, relapse=False), name="projects_parcel_dispose"),
            path("<int:pk>/relapse/", view(dispose_view, relapse=True), name="projects_parcel_relapse"),
            path("<int:pk>/step/<str:step>/", view(step_view), name="projects_parcel_step"),
            *super().get_urls(),
        ]

    def shown_on_page(self, request: HttpRequest, row: Parcel) -> dict[str, Any]:
        """The parcel as judged on the day that is asked for, else today."""
        assert isinstance(request.user, User)
        on = None
        if text := request.GET.get("date", ""):
            try:
                on = parse_date(text)
            except ValueError as error:
                messages.warning(request, f"{error}，已按今天判定。")
        return {"page": parcel_page(request.user, row, on)}

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Only the areas given to the account are offered."""
        if db_field.name == "park":
            assert isinstance(request.user, User)
            kwargs["queryset"] = own_parks(request.user)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save_model(self, request: HttpRequest, obj: Any, form: ModelForm, change: bool) -> None:
        assert isinstance(form, ParcelForm)
        entered = form.entered if "area_mu" in form.changed_data else ""
        given = form.cleaned_data.get("reason", "")
        # A reason has to be given by a person; how the area was typed is none.
        reason = with_entered(given, entered) if given.strip() or not change else given
        save_parcel(parcel=obj, actor=actor_of(request), reason=reason)

    def audit_key(self, obj: Any) -> str:
        return obj.code

    @display(description="面积（亩）", ordering="area_mu")
    def shown_area(self, parcel: Parcel) -> str:
        return mu_text(parcel.area_mu)

    @display(description="已处置", ordering="disposed_mu")
    def shown_disposed(self, parcel: Any) -> str:
        return mu_text(parcel.disposed_mu)

    @display(description="剩余", ordering="left_mu")
    def shown_left(self, parcel: Any) -> str:
        return mu_text(parcel.left_mu)

    @display(description="今天闲置", boolean=True)
    def idle(self, parcel: Parcel) -> bool:
        return idle_today(parcel)

    @display(description="下一步")
    def following(self, parcel: Parcel) -> str:
        return next_today(parcel)
