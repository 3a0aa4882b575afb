"""When periodic work runs. The work itself is declared in `config.periodic`; changes go through the audit."""

from typing import Any

from celery import current_app
from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django_celery_beat import admin as beat_admin  # noqa: F401 — its registrations come first, to be taken back
from django_celery_beat.models import CrontabSchedule, IntervalSchedule, PeriodicTask
from unfold.contrib.filters.admin import BooleanRadioFilter
from unfold.decorators import display
from unfold.widgets import UnfoldAdminSelectWidget

from config.schedule_words import calendar_words, words_of
from config.schedules import delete_periodic_task, save_periodic_task, save_schedule
from indicators.admin.account_forms import ConfirmForm
from indicators.admin.action_pages import action_page
from indicators.admin.base import RecordAdmin, actor_of
from indicators.admin.forms import RecordForm, add_refusal
from indicators.services.audit import Actor

for model in (PeriodicTask, IntervalSchedule, CrontabSchedule):
    admin.site.unregister(model)


def task_names() -> list[tuple[str, str]]:
    """The tasks of our own that a schedule may name."""
    current_app.loader.import_default_modules()
    return [(name, name) for name in sorted(current_app.tasks) if not name.startswith("celery.")]


class PeriodicTaskForm(RecordForm):
    """One of our tasks with exactly one schedule."""

    task = forms.ChoiceField(label="任务", choices=task_names, widget=UnfoldAdminSelectWidget)

    def clean(self) -> dict[str, Any] | None:
        data = super().clean() or {}
        if bool(data.get("interval")) == bool(data.get("crontab")):
            self.add_error("interval", "间隔周期和日历周期须填一项，也只能填一项。")
        return data

    def validate_unique(self) -> None:
        """Once `clean` has said it, the model does not say it again in English."""
        if not self.has_error("interval"):
            super().validate_unique()


class ScheduleAdmin(RecordAdmin):
    """Settings of the scheduler's package, called by our words wherever it would show its own."""

    def page_context(self, request: HttpRequest, obj: models.Model | None) -> dict[str, Any]:
        return {**super().page_context(request, obj), "subtitle": obj and words_of(obj)}

    def message_user(
        self, request: HttpRequest, message: Any, level: int | str = messages.INFO, *args: Any, **kwargs: Any
    ) -> None:
        text = "已保存。" if level == messages.SUCCESS else message
        super().message_user(request, text, level, *args, **kwargs)

    def save_by_service(self, *, obj: Any, actor: Actor, reason: str) -> None:
        save_schedule(schedule=obj, actor=actor, reason=reason)

    def audit_key(self, obj: Any) -> str:
        return str(obj.pk)


@admin.register(PeriodicTask)
class PeriodicTaskAdmin(ScheduleAdmin):
    form = PeriodicTaskForm
    list_display = ("name", "enabled", "interval", "calendar", "last_run_at", "total_run_count", "description")
    list_filter = (("enabled", BooleanRadioFilter),)
    list_select_related = ("interval", "crontab")
    search_fields = ("name", "task")
    search_help_text = "按名称或任务查找"
    readonly_fields = ("last_run_at", "total_run_count")
    fieldsets = (
        (None, {"fields": ("name", "task", "enabled", "description")}),
        (
            "何时运行",
            {
                "fields": ("interval", "crontab", "start_time", "one_off"),
                "description": "间隔周期和日历周期选填一项，几秒内生效。系统自身的任务可以改周期，不能停用或删除。",
            },
        ),
        ("运行情况", {"fields": ("last_run_at", "total_run_count")}),
        ("变更", {"fields": ("reason",)}),
    )

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if field is not None:
            field.label_from_instance = words_of
        return field

    def save_by_service(self, *, obj: Any, actor: Actor, reason: str) -> None:
        save_periodic_task(task=obj, actor=actor, reason=reason)

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """Asks first; what the service refuses stands on the same page."""
        task: Any = self.get_object(request, object_id)
        if not self.has_delete_permission(request, task):
            raise PermissionDenied
        if task is None:
            raise Http404
        form = ConfirmForm(request.POST if request.method == "POST" else None)
        if form.is_valid():
            try:
                delete_periodic_task(task=task, actor=actor_of(request))
            except ValidationError as refusal:
                add_refusal(form, refusal)
            else:
                messages.success(request, f"已删除定时任务“{task.name}”。")
                return HttpResponseRedirect(reverse("admin:django_celery_beat_periodictask_changelist"))
        title, intro = f"删除定时任务：{task.name}", "删除后不再运行。"
        return action_page(self, request, obj=task, form=form, title=title, submit="删除", intro=intro, danger=True)

    def audit_key(self, obj: Any) -> str:
        return obj.name

    @display(description="日历周期", ordering="crontab")
    def calendar(self, task: PeriodicTask) -> str | None:
        return calendar_words(task.crontab) if task.crontab else None


@admin.register(IntervalSchedule)
class IntervalScheduleAdmin(ScheduleAdmin):
    list_display = ("__str__", "every", "period")
    fieldsets = ((None, {"fields": ("every", "period", "reason")}),)


@admin.register(CrontabSchedule)
class CrontabScheduleAdmin(ScheduleAdmin):
    list_display = ("words", "minute", "hour", "day_of_month", "month_of_year", "day_of_week")
    fieldsets = (
        (
            None,
            {
                "fields": (
                    *("minute", "hour", "day_of_month", "month_of_year", "day_of_week"),
                    "reason",
                )
            },
        ),
    )

    @display(description="日历周期")
    def words(self, schedule: CrontabSchedule) -> str:
        return calendar_words(schedule)
