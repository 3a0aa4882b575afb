"""Bulletins: the list, the page of one with its text, files, sources and log, and the steps one may take."""

from typing import Any

from django.contrib import admin, messages
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from unfold.contrib.filters.admin import ChoicesDropdownFilter, DropdownFilter, RelatedDropdownFilter
from unfold.decorators import display

from indicators.admin.base import ReadOnlyAdmin
from indicators.admin.figures import moment_text
from indicators.admin.filters import PeriodFilter
from indicators.admin.object_pages import ObjectAdmin
from indicators.models import User
from tracker.admin.bulletin_page import STATE_COLOURS, bulletin_page
from tracker.admin.bulletin_pdf import pdf_of
from tracker.admin.bulletin_runs import make_view
from tracker.admin.bulletin_steps import STEP_PAGES, resend_view, step_view
from tracker.choices import FileFormat
from tracker.models import Bulletin
from tracker.queries.bulletins.access import bulletins_for, outdated
from tracker.queries.bulletins.lists import bulletin_file
from tracker.writers.bulletins.pdf import PdfUnavailableError


class OutdatedFilter(DropdownFilter):
    """Bulletins whose figures, projects or land were revised, or came later."""

    title = "所据数据"
    parameter_name = "outdated"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("yes", "已更正或补报")]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet) -> models.QuerySet:
        return outdated(queryset) if self.value() == "yes" else queryset


@admin.register(Bulletin)
class BulletinAdmin(ObjectAdmin[Bulletin], ReadOnlyAdmin):
    list_display = ("title", "shown_period", "version", "shown_state", "use_level", "drafted_by", "issued")
    list_display_links = ("title",)
    list_filter = (
        ("definition", RelatedDropdownFilter),
        PeriodFilter,
        ("state", ChoicesDropdownFilter),
        ("use_level", ChoicesDropdownFilter),
        OutdatedFilter,
    )
    list_select_related = ("definition",)
    search_fields = ("title", "definition__code", "=period", "document_number")
    search_help_text = "按标题、代码、期别或发文字号查找"
    ordering = ("-period_end", "definition__code", "-version")
    fieldsets = ((None, {"fields": ("title",)}),)  # the page has a template of its own
    change_form_template = "admin/tracker/bulletin/page.html"

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Bulletin]:
        assert isinstance(request.user, User)
        return bulletins_for(request.user)

    def get_urls(self) -> list[URLPattern]:
        def view(function: Any, **fixed: Any) -> Any:
            return self.admin_site.admin_view(lambda request, **given: function(self, request, **given, **fixed))

        return [
            path("make/", view(make_view), name="tracker_bulletin_make"),
            path("<int:pk>/file/<str:format>/", view(file_view), name="tracker_bulletin_file"),
            path("<int:pk>/pdf/", view(pdf_view), name="tracker_bulletin_pdf"),
            path("<int:pk>/resend/<int:delivery>/", view(resend_view), name="tracker_bulletin_resend"),
            *(
                path(f"<int:pk>/{step}/", view(step_view, step=step), name=f"tracker_bulletin_{step}")
                for step in STEP_PAGES
            ),
            *super().get_urls(),
        ]

    def page_context(self, request: HttpRequest, obj: Any) -> dict[str, Any]:
        assert isinstance(request.user, User)
        return {**super().page_context(request, obj), "page": bulletin_page(request.user, obj)}

    def audit_key(self, obj: Any) -> str:
        return obj.key

    @display(description="期别", ordering="period_end")
    def shown_period(self, bulletin: Bulletin) -> str:
        return bulletin.period_words

    @display(description="状态", ordering="state", label=STATE_COLOURS)
    def shown_state(self, bulletin: Bulletin) -> str:
        return bulletin.get_state_display()

    @display(description="签发", ordering="issued_at")
    def issued(self, bulletin: Bulletin) -> str:
        return moment_text(bulletin.issued_at)


def file_view(model_admin: BulletinAdmin, request: HttpRequest, pk: int, format: str) -> HttpResponse:
    """One file as it is archived; the page is shown with no right to do anything."""
    bulletin = model_admin.found(request, pk)
    assert isinstance(request.user, User)
    file = bulletin_file(request.user, bulletin.pk, format)
    if file is None:
        raise Http404
    answer = HttpResponse(bytes(file.content), content_type=FileFormat(file.format).media_type)
    kind = "inline" if file.format == FileFormat.PAGE else "attachment"
    name = f"{bulletin.key.replace('/', '-')}.{file.format}"
    answer["Content-Disposition"] = f'{kind}; filename="{name}"'
    answer["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'"
    return answer


def pdf_view(model_admin: BulletinAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    """The archived page on paper, made when asked for; where that is not possible one sentence says what is missing."""
    bulletin = model_admin.found(request, pk)
    assert isinstance(request.user, User)
    page = bulletin_file(request.user, bulletin.pk, FileFormat.PAGE)
    if page is None:
        raise Http404
    try:
        content = pdf_of(page)
    except PdfUnavailableError as missing:
        messages.warning(request, str(missing))
        return HttpResponseRedirect(reverse("admin:tracker_bulletin_change", args=[bulletin.pk]))
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{bulletin.key.replace("/", "-")}.pdf"'
    return answer
