"""Addresses below a plan: its table, yearly targets, parts and projects, each a page for editing."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path

from tracker.admin.decomposition import parts_view
from tracker.admin.plan_projects import projects_view
from tracker.admin.plan_table import table_view
from tracker.admin.yearly_targets import yearly_view

PAGES: tuple[tuple[str, Callable[..., HttpResponse]], ...] = (
    ("table", table_view),
    ("yearly", yearly_view),
    ("parts", parts_view),
    ("projects", projects_view),
)


def extra_urls(model_admin: Any) -> list[URLPattern]:
    """`tracker_plan_table` and its like, each with the key of the plan."""

    def view(page: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        def answer(request: HttpRequest, pk: int) -> HttpResponse:
            return page(model_admin, request, pk)

        return model_admin.admin_site.admin_view(answer)

    return [path(f"<int:pk>/{name}/", view(page), name=f"tracker_plan_{name}") for name, page in PAGES]
