"""Frozen assessments: the list, the page of one with its table and files, and the page that freezes one."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from unfold.contrib.filters.admin import ChoicesDropdownFilter, RelatedDropdownFilter
from unfold.decorators import action, display
from unfold.widgets import UnfoldAdminDateWidget, UnfoldAdminIntegerFieldWidget, UnfoldAdminSelectWidget

from indicators.admin.action_pages import action_page
from indicators.admin.base import ReadOnlyAdmin, actor_of, mark_refused
from indicators.admin.figures import moment_text
from indicators.domain.moments import parse_as_of
from indicators.domain.numbers import plain
from tracker.admin.assessment_rules import THRESHOLDS
from tracker.admin.bulletin_steps import short_text
from tracker.choices import AssessmentKind, FileFormat, Verdict
from tracker.domain.targets.report import assessment_document
from tracker.domain.targets.storage import record_from_json
from tracker.models import Assessment
from tracker.queries.targets.assessments import assessment_file, files_of, latest_year_of, plans_to_assess, versions_of
from tracker.services.targets.assessments import freeze_assessment, notes_of, title_of
from tracker.writers.bulletins.page import bulletin_fragment


@admin.register(Assessment)
class AssessmentAdmin(ReadOnlyAdmin):
    list_display = ("title", "year", "version", "shown_counts", "shown_as_of", "made_by", "shown_made_at")
    list_display_links = ("title",)
    list_filter = (("plan", RelatedDropdownFilter), ("kind", ChoicesDropdownFilter))
    list_select_related = ("plan",)
    search_fields = ("plan__code", "plan__name", "=year")
    search_help_text = "按规划的代码、名称或年度查找"
    ordering = ("-made_at",)
    fieldsets = ((None, {"fields": ("plan",)}),)  # the page has a template of its own
    change_form_template = "admin/tracker/assessment/page.html"
    actions_list = ("make",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Assessments are made, see `make`, not typed."""
        return False

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Assessment]:
        return super().get_queryset(request).select_related("plan__area")

    def get_urls(self) -> list[URLPattern]:
        def view(function: Any) -> Any:
            return self.admin_site.admin_view(lambda request, **given: function(self, request, **given))

        return [
            path("<int:pk>/file/<str:format>/", view(file_view), name="tracker_assessment_file"),
            *super().get_urls(),
        ]

    def page_context(self, request: HttpRequest, obj: Any) -> dict[str, Any]:
        record = record_from_json(obj.content["record"])
        document = assessment_document(record, title_of(obj), notes_of(obj))
        return {
            **super().page_context(request, obj),
            "assessment": obj,
            "counts": [(each.label, obj.counts[each]) for each in Verdict],
            "text": bulletin_fragment(document),
            "files": files_of(obj),
            "thresholds": {name: plain(getattr(record.rules, name)) for name in THRESHOLDS},
            "methods": obj.content["methods"],
            "versions": versions_of(obj),
        }

    def audit_key(self, obj: Any) -> str:
        return obj.key

    def has_make_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("tracker.add_assessment")

    @action(description="编制规划评估", permissions=("make",), url_path="make", icon="inventory")
    def make(self, request: HttpRequest) -> HttpResponse:
        return make_page(self, request)

    @display(description="评估", ordering="plan__code")
    def title(self, assessment: Assessment) -> str:
        return str(assessment)

    @display(description="提前/快于/符合/滞后/暂不评")
    def shown_counts(self, assessment: Assessment) -> str:
        return " / ".join(str(assessment.counts[each]) for each in Verdict)

    @display(description="数据截至", ordering="as_of")
    def shown_as_of(self, assessment: Assessment) -> str:
        return moment_text(assessment.as_of)

    @display(description="编制时间", ordering="made_at")
    def shown_made_at(self, assessment: Assessment) -> str:
        return moment_text(assessment.made_at)


class FreezeForm(forms.Form):
    """What is frozen: one kind of assessment of one plan and year."""

    plan: Any = forms.ModelChoiceField(label="规划", queryset=None, widget=UnfoldAdminSelectWidget)
    kind = forms.ChoiceField(label="种类", choices=AssessmentKind.choices, widget=UnfoldAdminSelectWidget)
    year = forms.IntegerField(label="评估年度", widget=UnfoldAdminIntegerFieldWidget, min_value=1949, max_value=2100)
    as_of = forms.DateField(
        label="数据截至",
        required=False,
        widget=UnfoldAdminDateWidget,
        help_text="只用这一天终了前已公布的数和已通过的目标；不填为此刻",
    )
    reason = short_text("再版原因", "同一年度已有同种评估时必填，印在文中")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["plan"].queryset = plans_to_assess()  # type: ignore[attr-defined]

    def clean_as_of(self) -> datetime | None:
        """The end of the day; of today this moment, as without a day."""
        day: date | None = self.cleaned_data["as_of"]
        if day is None or day == timezone.localdate():
            return None
        try:
            return parse_as_of(day.isoformat())
        except ValueError as error:
            raise ValidationError(str(error)) from error


def make_page(model_admin: AssessmentAdmin, request: HttpRequest) -> HttpResponse:
    """Asks what to freeze; every reason against it stands at its field."""
    form = FreezeForm(request.POST or None, initial=_initial(request.GET.get("plan", "")))
    if request.method == "POST" and form.is_valid():
        try:
            made = freeze_assessment(**form.cleaned_data, actor=actor_of(request))
        except ValidationError as refusal:
            mark_refused(request, "；".join(refusal.messages))
            form.add_error(None, refusal)
        else:
            messages.success(request, "评估已存档，内容和文件不再改动。")
            return HttpResponseRedirect(reverse("admin:tracker_assessment_change", args=[made.pk]))
    return action_page(
        model_admin,
        request,
        obj=None,
        form=form,
        title="编制规划评估",
        submit="存档",
        intro="按现在的判断和改判编制，连同所据的数、标准和方法一并存档；以后数据更正不影响已存档的评估。",
        back=reverse("admin:tracker_assessment_changelist"),
    )


def _initial(plan: str) -> dict[str, Any]:
    """What the link from a plan's page asks for."""
    if not plan.isdecimal() or len(plan) > 18:
        return {}
    return {"plan": plan, "year": latest_year_of(int(plan)), "kind": AssessmentKind.YEAR}


def file_view(model_admin: AssessmentAdmin, request: HttpRequest, pk: int, format: str) -> HttpResponse:
    """One file as it is archived; the page is shown with no right to do anything."""
    if not model_admin.has_view_permission(request):
        raise PermissionDenied
    if format not in FileFormat:
        raise Http404
    file = assessment_file(pk, format)
    if file is None:
        raise Http404
    answer = HttpResponse(bytes(file.content), content_type=FileFormat(file.format).media_type)
    kind = "inline" if file.format == FileFormat.PAGE else "attachment"
    name = f"{file.assessment.key.replace('/', '-')}.{file.format}"
    answer["Content-Disposition"] = f'{kind}; filename="{name}"'
    answer["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'"
    return answer
