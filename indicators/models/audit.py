"""The one audit trail. Both tables refuse UPDATE and DELETE in the database itself (see the migration)."""

from django.db import models
from django.utils import timezone

from indicators.choices import AuditAction
from indicators.models.access import User


class AuditEntry(models.Model):
    """Who did what to what, when, old and new values, and why. Written in the transaction of the change."""

    at = models.DateTimeField("时间", default=timezone.now, db_index=True)
    actor = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="账号")
    actor_name = models.CharField(
        "操作人", max_length=320, help_text="当时的用户名，代岗时含被代岗人；命令行与任务以其名称记录"
    )
    action = models.CharField("操作", max_length=20, choices=AuditAction)
    object_type = models.CharField("对象类别", max_length=50)
    object_key = models.CharField("对象", max_length=300, db_index=True)
    old = models.JSONField("原值", null=True, blank=True)
    new = models.JSONField("新值", null=True, blank=True)
    reason = models.TextField("理由", blank=True)

    class Meta:
        verbose_name = "审计记录"
        verbose_name_plural = "审计记录"
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.get_action_display()} {self.object_key}"


class AuditSeal(models.Model):
    """One link of the hash chain: SHA-256 over the link before and the sealed entry. Numbers run without a gap."""

    number = models.PositiveBigIntegerField("序号", primary_key=True)
    entry = models.OneToOneField(AuditEntry, models.PROTECT, related_name="seal", verbose_name="审计记录")
    digest = models.CharField("摘要", max_length=64)
    sealed_at = models.DateTimeField("封存时间", default=timezone.now)

    class Meta:
        verbose_name = "封存"
        verbose_name_plural = "封存"
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.number} {self.digest[:12]}"
