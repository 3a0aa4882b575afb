"""The rows of a list as a CSV file, with the filter and the order that the list shows."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, ClassVar

from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ERROR_FLAG
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect, StreamingHttpResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.http import content_disposition_header

from indicators.writers.spreadsheets import csv_lines

Column = tuple[str, Callable[[Any], object]]
CHUNK = 2_000


def csv_response(name: str, columns: Sequence[Column], rows: Iterable[Any]) -> StreamingHttpResponse:
    """A download that is written while it is read."""
    lines = csv_lines([title for title, _ in columns], ([cell(row) for _, cell in columns] for row in rows))
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    file_name = f"{name}-{timezone.localdate():%Y%m%d}.csv"
    response["Content-Disposition"] = content_disposition_header(True, file_name)
    return response


class CsvExportMixin:
    """Adds “导出 CSV” to a list; `csv_columns` are titles with what they read from a row."""

    csv_columns: ClassVar[Sequence[Column]] = ()
    change_list_template = "admin/exportable_change_list.html"
    opts: Any
    admin_site: Any

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.export_view)
        name = f"{self.opts.app_label}_{self.opts.model_name}_export"
        return [path("export.csv", view, name=name), *super().get_urls()]  # type: ignore[misc]

    def export_view(self, request: HttpRequest) -> HttpResponseBase:
        if not self.has_view_permission(request):  # type: ignore[attr-defined]
            raise PermissionDenied
        try:
            listed: models.QuerySet = self.get_changelist_instance(request).queryset  # type: ignore[attr-defined]
        except IncorrectLookupParameters:
            return HttpResponseRedirect(f"./?{ERROR_FLAG}=1")
        return csv_response(self.opts.model_name, self.csv_columns, listed.iterator(chunk_size=CHUNK))
