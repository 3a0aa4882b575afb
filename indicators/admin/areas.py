"""Areas: the tree with validity and succession."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from unfold.contrib.filters.admin import ChoicesDropdownFilter, DropdownFilter
from unfold.decorators import display
from unfold.views import ChangeList

from indicators.admin.base import RecordAdmin
from indicators.models import Area
from indicators.models.areas import valid_on
from indicators.services.areas import save_area
from indicators.services.audit import Actor


class ValidityFilter(DropdownFilter):
    """Areas in force today, or those that are not."""

    title = "有效性"
    parameter_name = "validity"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("valid", "今天有效"), ("other", "已停用或尚未启用")]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet) -> models.QuerySet:
        in_force = valid_on(timezone.localdate())
        if self.value() == "valid":
            return queryset.filter(in_force)
        return queryset.exclude(in_force) if self.value() == "other" else queryset


class TreeChangeList(ChangeList):
    """Lists areas as a tree until the reader orders them by a column."""

    def get_queryset(self, request: HttpRequest, exclude_parameters: Any = None) -> models.QuerySet:
        queryset = super().get_queryset(request, exclude_parameters)
        return queryset if "o" in self.params else queryset.order_by().extra(order_by=["__tree.tree_ordering"])


@admin.register(Area)
class AreaAdmin(RecordAdmin):
    fixed_fields = ("code",)
    list_display = ("tree_name", "code", "kind", "parent_name", "validity", "succeeded", "area_class")
    list_display_links = ("tree_name",)
    list_filter = (("kind", ChoicesDropdownFilter), ValidityFilter)
    list_per_page = 200
    list_select_related = ("parent", "succeeds", "successor")
    search_fields = ("code", "name")
    search_help_text = "按代码或名称查找"
    ordering = ("code",)
    autocomplete_fields = ("parent", "succeeds")
    readonly_fields = ("continued_by",)
    fieldsets = (
        (None, {"fields": ("code", "name", "kind", "parent", "area_class")}),
        (
            "有效期与承接",
            {
                "fields": ("valid_from", "valid_until", "succeeds", "continued_by"),
                "description": "撤县设市、更名：给原地区填停用日，再新建一个承接它的地区，数列自动接续。",
            },
        ),
        ("变更", {"fields": ("reason",)}),
    )

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.name == "parent" and field is not None:
            field.label_from_instance = str  # without the dashes of a tree, which a search box does not show
        return field

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return TreeChangeList

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Area]:
        return super().get_queryset(request).with_tree_fields()

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        # The search box of other forms lists what it finds by code.
        if request.path == reverse("admin:autocomplete"):
            queryset = queryset.without_tree_fields()
        return super().get_search_results(request, queryset, search_term)

    def save_by_service(self, *, obj: Any, actor: Actor, reason: str) -> None:
        save_area(area=obj, actor=actor, reason=reason)

    def audit_key(self, obj: Any) -> str:
        return obj.code

    @display(description="名称", ordering="name")
    def tree_name(self, area: Any) -> SafeString:
        return format_html('<span style="padding-left: {}rem">{}</span>', 1.25 * area.tree_depth, area.name)

    @display(description="上级", ordering="parent__name")
    def parent_name(self, area: Area) -> str | None:
        return area.parent.name if area.parent else None

    @display(description="有效期", ordering="valid_until")
    def validity(self, area: Area) -> str:
        if not area.valid_from and not area.valid_until:
            return "长期"
        return f"{area.valid_from or ''} 至 {area.valid_until or '今'}"

    @display(description="承接关系")
    def succeeded(self, area: Area) -> str | None:
        links = [f"承接 {area.succeeds}"] if area.succeeds else []
        if successor := getattr(area, "successor", None):
            links.append(f"由 {successor} 承接")
        return "；".join(links) or None

    @display(description="由谁承接")
    def continued_by(self, area: Area) -> SafeString | None:
        successor = getattr(area, "successor", None)
        if successor is None:
            return None
        url = reverse("admin:indicators_area_change", args=[successor.pk])
        return format_html('<a href="{}" class="text-link">{}</a>', url, successor)
