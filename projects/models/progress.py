"""A project's yearly plan and its monthly progress. Every earlier version is kept. Money 万元."""

from typing import Self

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone

from indicators.models import AuditEntry
from projects.models.projects import Project


class ProjectPlan(models.Model):
    """The investment planned for a year, as adopted on a day; a later day is a later version."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="plans", verbose_name="项目")
    year = models.PositiveSmallIntegerField("年度")
    planned = models.DecimalField(
        "计划投资", max_digits=30, decimal_places=15, validators=[MinValueValidator(0)], help_text="万元"
    )
    adopted_on = models.DateField("下达日期")

    class Meta:
        verbose_name = "年度计划"
        verbose_name_plural = "年度计划"
        ordering = ["project", "year", "adopted_on"]
        constraints = [
            models.UniqueConstraint(fields=["project", "year", "adopted_on"], name="project_plan_version_once"),
            models.CheckConstraint(condition=Q(planned__gte=0), name="project_plan_not_negative"),
        ]
        indexes = [models.Index(fields=["year", "project"], name="project_plan_year")]

    def __str__(self) -> str:
        return f"{self.project} {self.year}"


class CurrentQuerySet(models.QuerySet):
    def current(self) -> Self:
        """The newest version of every project and month."""
        return self.filter(superseded_at__isnull=True)


class ProjectProgress(models.Model):
    """Invested since 1 January, by the end of `period` (`2025-10`): a dispatch figure, no statistical investment."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="progress", verbose_name="项目")
    period = models.CharField("月份", max_length=7)
    invested_ytd = models.DecimalField(
        "年内累计投资", max_digits=30, decimal_places=15, validators=[MinValueValidator(0)], help_text="万元"
    )
    note = models.CharField("说明", max_length=1_000, blank=True)
    version = models.PositiveIntegerField("版次", default=0)
    recorded_at = models.DateTimeField("入库时间", default=timezone.now)
    superseded_at = models.DateTimeField("被取代时间", null=True, blank=True)
    audit_entry = models.ForeignKey(AuditEntry, models.PROTECT, related_name="+", verbose_name="审计记录")

    objects = CurrentQuerySet.as_manager()

    class Meta:
        verbose_name = "项目进度"
        verbose_name_plural = "项目进度"
        ordering = ["project", "period", "version"]
        constraints = [
            models.UniqueConstraint(fields=["project", "period", "version"], name="project_progress_version_once"),
            models.UniqueConstraint(
                fields=["project", "period"],
                condition=Q(superseded_at__isnull=True),
                name="project_progress_one_current",
            ),
            models.CheckConstraint(condition=Q(invested_ytd__gte=0), name="project_progress_not_negative"),
        ]
        indexes = [models.Index(fields=["period", "project"], name="project_progress_period")]

    def __str__(self) -> str:
        return f"{self.project} {self.period}"
