"""The register of projects: the list, the page of one, the form of its own fields, and the pages of every change."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.contrib import admin
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.html import format_html
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import display

from indicators.admin.csv_export import Column, CsvExportMixin
from indicators.admin.figures import NO_DATA, figure_cell
from indicators.admin.filters import AreaFilter
from indicators.admin.object_pages import RecordPageAdmin
from indicators.domain.numbers import plain
from indicators.models import User
from indicators.services.audit import Actor
from projects.admin.project_documents import file_view
from projects.admin.project_filters import KindFilter, LeadFilter, LightFilter, StatisticsFilter, ThemeFilter
from projects.admin.project_forms import ProjectForm
from projects.admin.project_page import project_page
from projects.admin.project_steps import step_urls
from projects.admin.project_words import light_text, money_text, share_text
from projects.models import Project
from projects.queries.access import projects_of
from projects.queries.project_numbers import latest_month, project_months
from projects.queries.project_offers import areas_for_projects
from projects.services.register import save_project

CSV_COLUMNS: Sequence[Column] = (
    ("代码", lambda project: project.code),
    ("国家项目代码", lambda project: project.national_code),
    ("名称", lambda project: project.name),
    ("地区代码", lambda project: project.area.code),
    ("地区", lambda project: project.area.name),
    ("类别", lambda project: project.kind),
    ("阶段", lambda project: project.get_stage_display()),
    ("年度分类", lambda project: project.get_category_display()),
    ("总投资（万元）", lambda project: plain(project.total_investment) or ""),
    ("计划开工日期", lambda project: project.starts_on or ""),
    ("计划竣工日期", lambda project: project.ends_on or ""),
    ("实际开工日期", lambda project: project.started_on or ""),
    ("实际竣工日期", lambda project: project.completed_on or ""),
    ("专题", lambda project: project.theme),
    ("牵头单位", lambda project: project.lead),
    ("纳统日期", lambda project: project.statistics_registered_on or ""),
    ("未纳统原因", lambda project: project.not_registered_reason),
)


@admin.register(Project)
class ProjectAdmin(CsvExportMixin, RecordPageAdmin[Project]):
    form = ProjectForm
    list_display = ("name", "code", "area_name", "kind", "stage", "category", "invested", "done", "light", "statistics")
    list_filter = (
        AreaFilter,
        KindFilter,
        ("stage", ChoicesDropdownFilter),
        ("category", ChoicesDropdownFilter),
        ThemeFilter,
        LeadFilter,
        LightFilter,
        StatisticsFilter,
    )
    search_fields = ("code", "national_code", "name", "lead", "theme")
    search_help_text = "按项目的代码、名称、牵头单位或专题查找"
    ordering = ("code",)
    fixed_fields = ("code", "stage")
    fieldsets = (
        (
            None,
            {
                "fields": (
                    ("code", "national_code"),
                    "name",
                    ("area", "kind"),
                    ("stage", "category"),
                    ("total_investment", "lead"),
                    ("starts_on", "ends_on"),
                    ("started_on", "completed_on"),
                    "theme",
                    ("longitude", "latitude"),
                )
            },
        ),
        ("变更", {"fields": ("reason",)}),
    )
    list_before_template = "admin/projects/project/list_before.html"
    csv_columns: ClassVar[Sequence[Column]] = CSV_COLUMNS

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Project]:
        assert isinstance(request.user, User)
        return projects_of(request.user).select_related("area")

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        file = view(lambda request, pk, item: file_view(self, request, pk, item))
        return [
            path("<int:pk>/document/<int:item>/file", file, name="projects_project_document_file"),
            *step_urls(self),
            *super().get_urls(),
        ]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        month = latest_month(self.get_queryset(request)) if self.has_view_permission(request) else None
        return super().changelist_view(request, {**(extra_context or {}), "month": month})

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """The rows of the page carry the month they are shown with, read at once."""
        changelist = super().get_changelist_instance(request)
        own = self.get_queryset(request)
        month = latest_month(own)
        keys = [project.pk for project in changelist.result_list]
        months = project_months(own.filter(pk__in=keys), month) if month else {}
        for project in changelist.result_list:
            project.month = months.get(project.pk)
        return changelist

    def shown_on_page(self, request: HttpRequest, row: Project) -> dict[str, Any]:
        assert isinstance(request.user, User)
        return {
            "project": row,
            "page": project_page(row, request.user, timezone.localdate()),
            "editing": self.has_change_permission(request, row),
        }

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)
        assert isinstance(request.user, User)
        if "area" in form.base_fields:
            form.base_fields["area"].queryset = areas_for_projects(request.user, obj)  # type: ignore[attr-defined]
        return form

    def save_by_service(self, *, obj: Any, actor: Actor, reason: str) -> None:
        save_project(project=obj, actor=actor, reason=reason)

    def audit_key(self, obj: Any) -> str:
        return obj.code

    @display(description="地区", ordering="area__code")
    def area_name(self, project: Project) -> str:
        return project.area.name

    @display(description="累计投资（万元）")
    def invested(self, project: Any) -> str:
        return figure_cell(money_text(project.month.invested) if project.month else NO_DATA)

    @display(description="完成率")
    def done(self, project: Any) -> str:
        return figure_cell(share_text(project.month.completion) if project.month else NO_DATA)

    @display(description="灯")
    def light(self, project: Any) -> str:
        light = light_text(project.month.light if project.month else None)
        return format_html('<span class="light-{}">{} {}</span>', light.name, light.sign, light.words)

    @display(description="纳统", ordering="statistics_registered_on")
    def statistics(self, project: Project) -> str:
        return str(project.statistics_registered_on or "未纳统")
