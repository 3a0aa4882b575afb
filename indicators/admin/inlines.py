"""Rows inside the page of another object: those there are, and apart from them those that are new."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from unfold.admin import TabularInline


class StoredRowsInline(TabularInline):
    """What is stored: it may change where the permissions say so; new rows have a part of their own."""

    extra = 0
    hide_title = True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class NewRowsInline(TabularInline):
    """Empty rows alone. Apart from the stored ones, so that a long list needs no search box in every row."""

    extra = 1
    hide_title = True

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        return super().get_queryset(request).none()

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_add_permission(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
