"""What links plans and firms with projects and parcels."""

from django.db import models
from django.db.models import F, Q

from projects.models import Parcel, Project
from tracker.models.enterprises import Enterprise
from tracker.models.plans import Plan


class PlanProject(models.Model):
    """A project serves a plan."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="+", verbose_name="规划")
    project = models.ForeignKey(Project, models.PROTECT, related_name="+", verbose_name="项目")
    note = models.CharField("说明", max_length=200, blank=True)

    class Meta:
        verbose_name = "规划项目"
        verbose_name_plural = "规划项目"
        ordering = ["plan", "project"]
        constraints = [models.UniqueConstraint(fields=["plan", "project"], name="plan_project_once")]

    def __str__(self) -> str:
        return f"{self.plan} {self.project}"


class ParcelFirm(models.Model):
    """A firm uses a parcel from a day on, up to and including another."""

    parcel = models.ForeignKey(Parcel, models.PROTECT, related_name="+", verbose_name="地块")
    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="+", verbose_name="企业")
    valid_from = models.DateField("自")
    valid_until = models.DateField("至", null=True, blank=True)

    class Meta:
        verbose_name = "地块用地企业"
        verbose_name_plural = "地块用地企业"
        ordering = ["parcel", "valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["parcel", "enterprise", "valid_from"], name="parcel_firm_once"),
            models.CheckConstraint(
                condition=Q(valid_until__gte=F("valid_from")),
                name="parcel_firm_days_in_order",
                violation_error_message="截止日期不能早于开始日期。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.parcel} {self.enterprise}"
