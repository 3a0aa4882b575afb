"""What blocks a project, who settles it and by when."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from projects.choices import IssueAction, IssueLevel
from projects.models.projects import Project


class ProjectIssue(models.Model):
    """A blocked issue as it stands; its way is in the steps."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="issues", verbose_name="项目")
    title = models.CharField("问题", max_length=200)
    detail = models.TextField("情况", blank=True)
    owner = models.CharField("责任单位", max_length=100)
    level = models.CharField("层级", max_length=7, choices=IssueLevel, default=IssueLevel.PROJECT)
    raised_on = models.DateField("提出日期")
    due_on = models.DateField("办结期限")
    resolved_on = models.DateField("办结日期", null=True, blank=True)
    changes = models.PositiveIntegerField("变更次数", default=0)

    class Meta:
        verbose_name = "项目问题"
        verbose_name_plural = "项目问题"
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(due_on__gte=models.F("raised_on")),
                name="issue_days_in_order",
                violation_error_message="办结期限不能早于提出日期。",
            ),
        ]
        indexes = [models.Index(fields=["due_on"], condition=Q(resolved_on__isnull=True), name="issue_open_due")]

    def __str__(self) -> str:
        return self.title


class IssueStep(models.Model):
    """One thing that was done about an issue. Append-only."""

    issue = models.ForeignKey(ProjectIssue, models.PROTECT, related_name="steps", verbose_name="问题")
    action = models.CharField("动作", max_length=9, choices=IssueAction)
    level = models.CharField("层级", max_length=7, choices=IssueLevel)
    due_on = models.DateField("期限")
    note = models.CharField("说明", max_length=1_000, blank=True)
    done_by = models.CharField("经办人", max_length=150)
    done_at = models.DateTimeField("时间", default=timezone.now)

    class Meta:
        verbose_name = "问题处理记录"
        verbose_name_plural = "问题处理记录"
        ordering = ["issue", "pk"]

    def __str__(self) -> str:
        return f"{self.issue} {self.get_action_display()}"
