"""Where a project's money comes from, and what of it arrived; 万元."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone

from indicators.models import AuditEntry
from projects.models.projects import Project


class Funding(models.Model):
    """The money planned from one source over the whole project."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="funding", verbose_name="项目")
    source = models.CharField("资金来源", max_length=100)
    planned = models.DecimalField(
        "计划资金", max_digits=30, decimal_places=15, validators=[MinValueValidator(0)], help_text="万元"
    )

    class Meta:
        verbose_name = "资金来源"
        verbose_name_plural = "资金来源"
        ordering = ["project", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["project", "source"], name="funding_source_once"),
            models.CheckConstraint(condition=Q(planned__gte=0), name="funding_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.project} {self.source}"


class FundingArrival(models.Model):
    """Money of a source that arrived on a day; negative with a reason: taken back. Append-only."""

    funding = models.ForeignKey(Funding, models.PROTECT, related_name="arrivals", verbose_name="资金来源")
    arrived_on = models.DateField("到位日期")
    amount = models.DecimalField("到位资金", max_digits=30, decimal_places=15, help_text="万元，收回为负")
    document = models.CharField("凭证", max_length=200, blank=True)
    reason = models.CharField("原因", max_length=500, blank=True, help_text="收回必填")
    recorded_at = models.DateTimeField("入库时间", default=timezone.now)
    audit_entry = models.ForeignKey(AuditEntry, models.PROTECT, related_name="+", verbose_name="审计记录")

    class Meta:
        verbose_name = "到位资金"
        verbose_name_plural = "到位资金"
        ordering = ["funding", "arrived_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(amount=0), name="funding_arrival_not_zero"),
            models.CheckConstraint(condition=Q(amount__gt=0) | ~Q(reason=""), name="funding_back_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.funding} {self.arrived_on}"
