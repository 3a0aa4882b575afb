"""The dated stages of a project, its documents, preliminaries and milestones."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from indicators.models import AuditEntry
from projects.choices import PreliminaryKind, ProjectStage
from projects.models.projects import Project


class StageChange(models.Model):
    """A project reached a stage on a day, by a document, or went back with a reason. Append-only."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="stage_changes", verbose_name="项目")
    from_stage = models.CharField("原阶段", max_length=10, choices=ProjectStage)
    to_stage = models.CharField("新阶段", max_length=10, choices=ProjectStage)
    changed_on = models.DateField("日期")
    document = models.CharField("依据文件", max_length=200, blank=True)
    reason = models.CharField("原因", max_length=500, blank=True, help_text="退回前一阶段必填")
    recorded_at = models.DateTimeField("入库时间", default=timezone.now)
    audit_entry = models.ForeignKey(AuditEntry, models.PROTECT, related_name="+", verbose_name="审计记录")

    class Meta:
        verbose_name = "阶段变更"
        verbose_name_plural = "阶段变更"
        ordering = ["project", "changed_on", "pk"]
        indexes = [models.Index(fields=["project", "changed_on"], name="stage_change_day")]

    def __str__(self) -> str:
        return f"{self.project} {self.changed_on} {self.get_to_stage_display()}"


class ProjectDocument(models.Model):
    """A document of a project, with or without its file; `about` says what it belongs to. Never changed."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="documents", verbose_name="项目")
    title = models.CharField("名称", max_length=200)
    number = models.CharField("文号", max_length=100, blank=True)
    about = models.CharField("所属事项", max_length=200, blank=True)
    file_name = models.CharField("文件名", max_length=200, blank=True)
    content = models.BinaryField("内容", null=True)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True)
    uploaded_by = models.CharField("上传人", max_length=150)
    uploaded_at = models.DateTimeField("上传时间", default=timezone.now)

    class Meta:
        verbose_name = "项目文件"
        verbose_name_plural = "项目文件"
        ordering = ["project", "-uploaded_at"]

    def __str__(self) -> str:
        return self.title


class Preliminary(models.Model):
    """A preliminary procedure, or one of the site's needs (要素保障), with its days."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="preliminaries", verbose_name="项目")
    kind = models.CharField("种类", max_length=11, choices=PreliminaryKind)
    name = models.CharField("事项", max_length=100)
    is_needed = models.BooleanField("需要办理", default=True)
    authority = models.CharField("办理部门", max_length=100, blank=True)
    due_on = models.DateField("要求办结日期", null=True, blank=True)
    applied_on = models.DateField("受理日期", null=True, blank=True)
    done_on = models.DateField("办结日期", null=True, blank=True)
    document = models.CharField("批文", max_length=200, blank=True)
    note = models.CharField("说明", max_length=500, blank=True)

    class Meta:
        verbose_name = "前期事项"
        verbose_name_plural = "前期事项"
        ordering = ["project", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["project", "kind", "name"], name="preliminary_once"),
            models.CheckConstraint(
                condition=Q(done_on__isnull=True) | Q(is_needed=True),
                name="preliminary_done_was_needed",
                violation_error_message="不需要办理的事项没有办结日期。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project} {self.name}"


class Milestone(models.Model):
    """A day by which something is to be reached. `first_due_on` is the day that was named first."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="milestones", verbose_name="项目")
    name = models.CharField("节点", max_length=100)
    first_due_on = models.DateField("最初期限")
    due_on = models.DateField("现期限")
    reached_on = models.DateField("完成日期", null=True, blank=True)
    note = models.CharField("说明", max_length=500, blank=True)

    class Meta:
        verbose_name = "节点"
        verbose_name_plural = "节点"
        ordering = ["project", "due_on", "pk"]
        constraints = [models.UniqueConstraint(fields=["project", "name"], name="milestone_once")]

    def __str__(self) -> str:
        return f"{self.project} {self.name}"
