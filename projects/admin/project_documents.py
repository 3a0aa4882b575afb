"""The download of a project's document, for those who may see the project."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header

from projects.domain.documents import CONTENT_TYPES, suffix_of
from projects.queries.project_page import document_of


def file_view(model_admin: Any, request: HttpRequest, pk: int, item: int) -> HttpResponse:
    """Always as an attachment, of the type its content was checked to be."""
    document = document_of(model_admin.found(request, pk), item)
    if document is None or document.content is None:
        raise Http404
    return HttpResponse(
        bytes(document.content),
        content_type=CONTENT_TYPES[suffix_of(document.file_name)],
        headers={
            "Content-Disposition": content_disposition_header(True, document.file_name) or "attachment",
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private, no-store",
        },
    )
