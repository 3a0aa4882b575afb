"""When periodic work runs. The work itself is declared in `config.periodic`; changes go through the audit."""

from typing import Any

from celery import current_app
from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django_celery_beat import admin as beat_admin  # noqa: F401 — its registrations come first, to be taken back
from django_celery_beat.models import CrontabSchedule, IntervalSchedule, PeriodicTask
from unfold.contrib.filters.admin import BooleanRadioFilter
from unfold.widgets import UnfoldAdminSelectWidget

from indicators.admin.base import RecordAdmin, actor_of
from indicators.admin.forms import RecordForm
from indicators.services.audit import Actor
from indicators.services.records import delete_record, save_record

for model in (PeriodicTask, IntervalSchedule, CrontabSchedule):
    admin.site.unregister(model)


def calendar_text(schedule: CrontabSchedule) -> str:
    """A calendar schedule in words: month, day, weekday, hour, minute; * is every one."""
    return (
        f"{schedule.month_of_year} 月 {schedule.day_of_month} 日（周 {schedule.day_of_week}）"
        f"{schedule.hour} 时 {schedule.minute} 分"
    )


# The package's own text, “(m/h/dM/MY/d)”, is for programmers and cannot be translated.
CrontabSchedule.__str__ = calendar_text


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
            self._validate_unique = False  # the model would say the same in English
        return data


class ScheduleAdmin(RecordAdmin):
    """Third-party settings, written through the service that keeps the audit."""

    def save_by_service(self, *, obj: Any, actor: Actor, reason: str) -> None:
        save_record(instance=obj, key=self.audit_key(obj), actor=actor, reason=reason)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        delete_record(instance=obj, key=self.audit_key(obj), actor=actor_of(request))

    def audit_key(self, obj: Any) -> str:
        return str(obj)


@admin.register(PeriodicTask)
class PeriodicTaskAdmin(ScheduleAdmin):
    form = PeriodicTaskForm
    list_display = ("name", "enabled", "interval", "crontab", "last_run_at", "total_run_count", "description")
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
                "description": "间隔周期和日历周期选填一项。修改后几秒内生效。",
            },
        ),
        ("运行情况", {"fields": ("last_run_at", "total_run_count")}),
        ("变更", {"fields": ("reason",)}),
    )

    def audit_key(self, obj: Any) -> str:
        return obj.name


@admin.register(IntervalSchedule)
class IntervalScheduleAdmin(ScheduleAdmin):
    list_display = ("__str__", "every", "period")
    fieldsets = ((None, {"fields": ("every", "period", "reason")}),)


@admin.register(CrontabSchedule)
class CrontabScheduleAdmin(ScheduleAdmin):
    list_display = ("__str__", "minute", "hour", "day_of_month", "month_of_year", "day_of_week")
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
