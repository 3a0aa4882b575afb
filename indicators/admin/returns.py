"""Returns: the list with its bulk actions, and the page of one return with its grid and the steps one may take."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from unfold.contrib.filters.admin import ChoicesDropdownFilter, RelatedDropdownFilter
from unfold.decorators import action, display

from indicators.admin.base import ReadOnlyAdmin, actor_of
from indicators.admin.csv_export import CsvExportMixin
from indicators.admin.figures import moment_text
from indicators.admin.filters import PeriodFilter
from indicators.admin.return_board import board_view
from indicators.admin.return_bulk import approve_in_bulk, remind_in_bulk, send_back_in_bulk
from indicators.admin.return_drafts import save_form_of_page
from indicators.admin.return_pages import STATE_COLOURS, STEPS, deadline_text, return_page
from indicators.admin.return_steps import step_view
from indicators.admin.return_workbooks import download_view, upload_view
from indicators.models import Return, User
from indicators.queries.returns.access import return_for, returns_of


@admin.register(Return)
class ReturnAdmin(CsvExportMixin, ReadOnlyAdmin):
    list_display = ("form", "unit", "shown_period", "shown_state", "deadline", "submitted", "clerk")
    list_display_links = ("form", "unit")
    list_filter = (
        ("form", RelatedDropdownFilter),
        PeriodFilter,
        ("state", ChoicesDropdownFilter),
    )
    list_select_related = ("form", "unit", "clerk")
    search_fields = ("form__name", "form__code", "unit__name", "=period")
    search_help_text = "按报表、填报单位或期别查找"
    ordering = ("-period_end", "form__code", "unit__code")
    actions = ("approve_selected", "send_back_selected", "remind_selected")
    actions_list = ("open_board",)
    csv_columns = (
        ("报表", lambda row: row.form.name),
        ("填报单位", lambda row: row.unit.name),
        ("期别", lambda row: row.period),
        ("状态", lambda row: row.get_state_display()),
        ("截止日", lambda row: row.window.closes_on),
        ("报送时间", lambda row: moment_text(row.submitted_at)),
        ("填报人", lambda row: row.clerk or ""),
    )

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Return]:
        assert isinstance(request.user, User)
        return returns_of(request.user)

    def get_actions(self, request: HttpRequest) -> Any:
        """A clerk takes no step in bulk."""
        return super().get_actions(request) if request.user.has_perm("indicators.remind_return") else {}

    def get_urls(self) -> list[URLPattern]:
        def view(function: Any, **fixed: Any) -> Any:
            return self.admin_site.admin_view(lambda request, **given: function(self, request, **given, **fixed))

        return [
            path("board/", view(board_view), name="indicators_return_board"),
            path("<int:pk>/workbook.xlsx", view(download_view), name="indicators_return_workbook"),
            path("<int:pk>/upload/", view(upload_view), name="indicators_return_upload"),
            *(
                path(f"<int:pk>/{step}/", view(step_view, step=step), name=f"indicators_return_{step}")
                for step in STEPS
            ),
            *super().get_urls(),
        ]

    def found(self, request: HttpRequest, pk: int) -> Return:
        """The return of an address: 404 outside the account's areas, 403 for the wrong role or department."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        assert isinstance(request.user, User)
        try:
            return return_for(request.user, pk)
        except Return.DoesNotExist as error:
            raise Http404 from error

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The page of a return; without scripts its form is sent here."""
        if not object_id.isdecimal() or len(object_id) > 18:
            raise Http404
        of = self.found(request, int(object_id))
        attempt = None
        if request.method == "POST":
            attempt = save_form_of_page(request, of, actor_of(request))
            if attempt.saved:
                messages.success(request, attempt.message)
                return HttpResponseRedirect(reverse("admin:indicators_return_change", args=[of.pk]))
            messages.error(request, attempt.message)
            of = self.found(request, of.pk)
        context = {
            **self.admin_site.each_context(request),
            "title": str(of),
            "opts": self.opts,
            "original": of,
            "media": self.media,
            "page": return_page(request, of, attempt.typed if attempt else {}),
        }
        request.current_app = self.admin_site.name
        status = 200 if attempt is None else 409
        return TemplateResponse(request, "admin/indicators/return/page.html", context, status=status)

    def audit_key(self, obj: Any) -> str:
        return obj.key

    @display(description="期别", ordering="period_end")
    def shown_period(self, row: Return) -> SafeString:
        """With the version of the row, so that a bulk step is taken on what the list showed."""
        return format_html('{}<input type="hidden" name="seen-{}" value="{}">', row.period_words, row.pk, row.version)

    @display(description="状态", ordering="state", label=STATE_COLOURS)
    def shown_state(self, row: Return) -> str:
        return row.get_state_display()

    @display(description="截止")
    def deadline(self, row: Return) -> str:
        return deadline_text(row, timezone.localdate())

    @display(description="报送时间", ordering="submitted_at")
    def submitted(self, row: Return) -> str:
        return moment_text(row.submitted_at)

    @action(description="报送情况", permissions=("view",), url_path="open-board", icon="fact_check")
    def open_board(self, request: HttpRequest) -> HttpResponse:
        return HttpResponseRedirect(reverse("admin:indicators_return_board"))

    @action(description="批量审核通过")
    def approve_selected(self, request: HttpRequest, queryset: models.QuerySet[Return]) -> None:
        approve_in_bulk(self, request, queryset)

    @action(description="批量退回（写明理由）")
    def send_back_selected(self, request: HttpRequest, queryset: models.QuerySet[Return]) -> HttpResponse | None:
        return send_back_in_bulk(self, request, queryset)

    @action(description="催报")
    def remind_selected(self, request: HttpRequest, queryset: models.QuerySet[Return]) -> None:
        remind_in_bulk(self, request, queryset)
