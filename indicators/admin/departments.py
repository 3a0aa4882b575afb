"""Departments, as the catalogue and the accounts name them."""

from typing import Any

from django.contrib import admin

from indicators.admin.base import RecordAdmin
from indicators.models import Department
from indicators.services.audit import Actor
from indicators.services.catalogue import save_department


@admin.register(Department)
class DepartmentAdmin(RecordAdmin):
    list_display = ("name",)
    search_fields = ("name",)
    search_help_text = "按名称查找"
    fieldsets = ((None, {"fields": ("name", "reason")}),)

    def save_by_service(self, *, obj: Any, actor: Actor, reason: str) -> None:
        save_department(department=obj, actor=actor, reason=reason)

    def audit_key(self, obj: Any) -> str:
        return obj.name
