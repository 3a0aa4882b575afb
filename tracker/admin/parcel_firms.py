"""Firms on parcels: the links with their form, and the section on the page of a parcel."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from indicators.admin.base import RecordAdmin
from indicators.domain.numbers import plain_rounded
from indicators.models import User
from indicators.services.audit import Actor
from projects.admin.parcel_related import add_parcel_section
from projects.admin.parcel_words import mu_text
from projects.admin.related import Section
from projects.models import Parcel
from tracker.domain.parcel_tax import TaxPerMu
from tracker.models import ParcelFirm
from tracker.queries.parcel_firms import firm_choices, firms_on, links_of, parcel_choices, tax_before_and_after
from tracker.services.parcel_firms import link_key, save_parcel_firm

DIGITS = 2


@admin.register(ParcelFirm)
class ParcelFirmAdmin(RecordAdmin):
    list_display = ("parcel", "enterprise", "valid_from", "valid_until")
    search_fields = ("parcel__code", "parcel__name", "enterprise__code", "enterprise__name")
    search_help_text = "按地块或企业的代码、名称查找"
    ordering = ("parcel__code", "valid_from")
    fixed_fields = ("parcel", "enterprise")
    fieldsets = (
        (None, {"fields": ("parcel", "enterprise", ("valid_from", "valid_until"))}),
        ("变更", {"fields": ("reason",)}),
    )

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[ParcelFirm]:
        assert isinstance(request.user, User)
        return links_of(request.user)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Only what lies inside the account's areas is offered."""
        assert isinstance(request.user, User)
        choices: dict[str, Any] = {"parcel": parcel_choices, "enterprise": firm_choices}
        if db_field.name in choices:
            kwargs["queryset"] = choices[db_field.name](request.user)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def page_context(self, request: HttpRequest, obj: Any) -> dict[str, Any]:
        """Of the form: saving leads to the parcel."""
        on = {"show_save_and_continue": False, "show_save_and_add_another": False}
        return {**super().page_context(request, obj), **on}

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: str | None = None) -> HttpResponse:
        super().response_add(request, obj, post_url_continue)
        return HttpResponseRedirect(reverse("admin:projects_parcel_change", args=[obj.parcel_id]))

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        super().response_change(request, obj)
        return HttpResponseRedirect(reverse("admin:projects_parcel_change", args=[obj.parcel_id]))

    def save_by_service(self, *, obj: Any, actor: Actor, reason: str) -> None:
        save_parcel_firm(link=obj, actor=actor, reason=reason)

    def audit_key(self, obj: Any) -> str:
        return link_key(obj)


def firms_section(parcel: Parcel, user: User) -> Section | None:
    """The firms, and their tax per mu before the first disposal and now; None where there is nothing to do or see."""
    if not user.has_perm("tracker.view_parcelfirm"):
        return None
    links = firms_on(parcel, user)
    may_link = user.has_perm("tracker.add_parcelfirm")
    if not links and not may_link:
        return None
    found = tax_before_and_after(parcel, links)
    context = {
        "links": links,
        "rows": [_row("盘活前一年", found.before), _row("最近一年", found.after)] if links else [],
        "may_change": user.has_perm("tracker.change_parcelfirm"),
        "add_url": f"{reverse('admin:tracker_parcelfirm_add')}?parcel={parcel.pk}" if may_link else "",
    }
    return Section("用地企业和亩均税收", "admin/tracker/parcelfirm/section.html", context)


def _row(name: str, found: TaxPerMu | None) -> dict[str, str]:
    if found is None:
        return {"name": name, "year": "—", "firms": "—", "tax": "—", "land": "—", "value": "—", "left_out": ""}
    return {
        "name": name,
        "year": str(found.year),
        "firms": str(found.firms),
        "tax": mu_text(found.tax) if found.firms else "—",
        "land": mu_text(found.land) if found.firms else "—",
        "value": "—" if found.value is None else plain_rounded(found.value, DIGITS),
        "left_out": "、".join(found.left_out),
    }


add_parcel_section(firms_section)
