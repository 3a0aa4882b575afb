"""Pages beside the list: finding the object of an address, its page to read, and the form of a record at `edit/`."""

from typing import Any, Generic, TypeVar

from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse

from indicators.admin.base import PageAdmin, RecordAdmin

Row = TypeVar("Row", bound=models.Model)


class ObjectAdmin(PageAdmin, Generic[Row]):
    """Has addresses of its own that name an object."""

    def found(self, request: HttpRequest, pk: Any) -> Row:
        """The object of an address: 403 for the wrong role, 404 outside the account's areas as where there is none."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        row = self.get_object(request, str(pk))
        if row is None:
            raise Http404
        return row

    def page_url(self, row: Row) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[row.pk])


class ObjectPageAdmin(ObjectAdmin[Row]):
    """Has a page to read in place of the form; its template is `admin/<app>/<model>/page.html`."""

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        row = self.found(request, object_id)
        context = {
            **self.admin_site.each_context(request),
            "title": str(row),
            "opts": self.opts,
            "original": row,
            **self.shown_on_page(request, row),
        }
        request.current_app = self.admin_site.name
        template = f"admin/{self.opts.app_label}/{self.opts.model_name}/page.html"
        return TemplateResponse(request, template, context)

    def shown_on_page(self, request: HttpRequest, row: Row) -> dict[str, Any]:
        """What the template reads beside `original`."""
        raise NotImplementedError


class RecordPageAdmin(ObjectPageAdmin[Row], RecordAdmin):
    """The form of the record's own fields has an address of its own, `edit/`, and leads back to the page."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.edit_view)
        name = f"{self.opts.app_label}_{self.opts.model_name}_edit"
        return [path("<int:pk>/edit/", view, name=name), *super().get_urls()]

    def edit_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not self.has_change_permission(request):
            raise PermissionDenied
        return self.changeform_view(request, str(self.found(request, pk).pk))

    def page_context(self, request: HttpRequest, obj: Any) -> dict[str, Any]:
        """Of the form: saving leads to the page."""
        on = {"show_save_and_continue": False, "show_save_and_add_another": False}
        return {**super().page_context(request, obj), **on}

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: str | None = None) -> HttpResponse:
        super().response_add(request, obj, post_url_continue)
        return HttpResponseRedirect(self.page_url(obj))

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        super().response_change(request, obj)
        return HttpResponseRedirect(self.page_url(obj))
