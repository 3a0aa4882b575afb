"""Which bureau supplies which facts of firms, the files it sent, and the rows that no firm was found for."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from indicators.models import AuditEntry, Department
from tracker.choices import AliasKind, UnmatchedState
from tracker.models.enterprises import Enterprise
from tracker.models.evaluations import Round


class FactDuty(models.Model):
    """One fact of firms is supplied by one bureau; `fact` is a column of `enterprise_facts.csv`."""

    department = models.ForeignKey(Department, models.PROTECT, related_name="+", verbose_name="部门")
    fact = models.CharField("数据", max_length=20, unique=True)

    class Meta:
        verbose_name = "部门供数分工"
        verbose_name_plural = "部门供数分工"
        ordering = ["department", "fact"]

    def __str__(self) -> str:
        return f"{self.department} {self.fact}"


class FactFile(models.Model):
    """A workbook that a bureau sent for a round, stored with what became of its rows."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="fact_files", verbose_name="评价批次")
    department = models.ForeignKey(Department, models.PROTECT, related_name="+", verbose_name="部门")
    name = models.CharField("文件名", max_length=200)
    sha256 = models.CharField("SHA-256", max_length=64)
    rows = models.PositiveIntegerField("行数")
    changed = models.PositiveIntegerField("更新户数")
    unmatched = models.PositiveIntegerField("待认领行数")
    uploaded_by = models.CharField("上传人", max_length=150)
    uploaded_at = models.DateTimeField("上传时间", default=timezone.now)
    audit_entry = models.ForeignKey(AuditEntry, models.PROTECT, related_name="+", verbose_name="审计记录")

    class Meta:
        verbose_name = "部门数据文件"
        verbose_name_plural = "部门数据文件"
        ordering = ["-uploaded_at"]

    def __str__(self) -> str:
        return f"{self.round} {self.department} {self.name}"


class UnmatchedRow(models.Model):
    """A row of a bureau that matches no firm. It waits until a person names the firm or sets it aside.

    `facts` are the columns as they stand in the file, by the names of `enterprise_facts.csv`.
    """

    file = models.ForeignKey(FactFile, models.PROTECT, related_name="unmatched_rows", verbose_name="文件")
    row_number = models.PositiveIntegerField("行号")
    code = models.CharField("所填代码", max_length=64, blank=True)
    name = models.CharField("所填名称", max_length=200, blank=True)
    facts = models.JSONField("数据")
    state = models.CharField("状态", max_length=9, choices=UnmatchedState, default=UnmatchedState.WAITING)
    enterprise = models.ForeignKey(
        Enterprise, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="认领企业"
    )
    reason = models.CharField("理由", max_length=500, blank=True)
    decided_by = models.CharField("处理人", max_length=150, blank=True)
    decided_at = models.DateTimeField("处理时间", null=True, blank=True)

    class Meta:
        verbose_name = "待认领数据"
        verbose_name_plural = "待认领数据"
        ordering = ["file", "row_number"]
        constraints = [
            models.UniqueConstraint(fields=["file", "row_number"], name="unmatched_row_once"),
            models.CheckConstraint(
                condition=~Q(state=UnmatchedState.ASSIGNED) | Q(enterprise__isnull=False),
                name="unmatched_row_assigned_to_a_firm",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.file} 第 {self.row_number} 行"


class AliasQuerySet(models.QuerySet):
    def in_force(self) -> Self:
        return self.filter(withdrawn_at__isnull=True)


class EnterpriseAlias(models.Model):
    """Another code or name that a person decided to mean a firm; files that use it match from then on."""

    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="aliases", verbose_name="企业")
    kind = models.CharField("种类", max_length=4, choices=AliasKind)
    text = models.CharField("别名", max_length=200)
    decided_by = models.CharField("认定人", max_length=150)
    decided_at = models.DateTimeField("认定时间", default=timezone.now)
    reason = models.CharField("理由", max_length=500, blank=True)
    withdrawn_at = models.DateTimeField("撤销时间", null=True, blank=True)

    objects = AliasQuerySet.as_manager()

    class Meta:
        verbose_name = "企业别名"
        verbose_name_plural = "企业别名"
        ordering = ["kind", "text"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "text"], condition=Q(withdrawn_at__isnull=True), name="enterprise_alias_one_in_force"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.text} → {self.enterprise}"
