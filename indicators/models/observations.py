"""The append-only ledger of published figures. The database refuses to change or delete what was recorded."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from indicators.choices import Vintage
from indicators.models.areas import Area
from indicators.models.audit import AuditEntry
from indicators.models.catalogue import Indicator


class ObservationQuerySet(models.QuerySet["Observation"]):
    def current(self) -> Self:
        """The newest published row of every key, withdrawals included."""
        return self.filter(superseded_at__isnull=True)

    def as_of(self, moment: datetime) -> Self:
        """The row of every key that was the newest published one at `moment`."""
        return self.filter(published_at__lte=moment).filter(Q(superseded_at__isnull=True) | Q(superseded_at__gt=moment))

    def history(self, indicator: Indicator, area: Area, period: str) -> Self:
        """Every publication of one key with who recorded it, oldest first."""
        rows = self.filter(indicator=indicator, area=area, period=period)
        return rows.select_related("indicator", "area", "audit_entry").order_by("published_at")

    def figures(self) -> Self:
        """Without withdrawals: rows that say something."""
        return self.exclude(vintage=Vintage.WITHDRAWN)


class Observation(models.Model):
    """One published figure of one vintage; value and growth belong together.

    A row counts from `published_at` until `superseded_at`, the `published_at` of the next row of the same key.
    """

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="observations", verbose_name="指标")
    area = models.ForeignKey(Area, models.PROTECT, related_name="observations", verbose_name="地区")
    period = models.CharField("期别", max_length=7)
    period_end = models.DateField("期末")
    value = models.DecimalField("数值", max_digits=30, decimal_places=15, null=True, blank=True)
    growth = models.DecimalField("公布增速", max_digits=30, decimal_places=15, null=True, blank=True)
    vintage = models.CharField("版本", max_length=12, choices=Vintage)
    revision = models.PositiveIntegerField("更正次数", help_text="0 为首次发布")
    published_at = models.DateTimeField("发布时间")
    published_as = models.CharField("发布时间（原文）", max_length=40, help_text="导出时照原样写出")
    superseded_at = models.DateTimeField("被取代时间", null=True, blank=True)
    note = models.TextField("说明", blank=True)
    recorded_at = models.DateTimeField("入库时间", default=timezone.now)
    audit_entry = models.OneToOneField(AuditEntry, models.PROTECT, related_name="observation", verbose_name="审计记录")

    objects = ObservationQuerySet.as_manager()

    class Meta:
        verbose_name = "数据"
        verbose_name_plural = "数据台账"
        ordering = ["indicator", "area", "period", "published_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "area", "period", "published_at"],
                name="observation_once_per_publication",
                violation_error_message="同一指标、地区、期别在这一发布时间已有数据。",
            ),
            models.UniqueConstraint(
                fields=["indicator", "area", "period"],
                condition=Q(superseded_at__isnull=True),
                name="observation_one_current",
                violation_error_message="同一指标、地区、期别已有现行数据。",
            ),
            models.CheckConstraint(
                condition=(
                    Q(vintage=Vintage.WITHDRAWN, value__isnull=True, growth__isnull=True)
                    | (~Q(vintage=Vintage.WITHDRAWN) & (Q(value__isnull=False) | Q(growth__isnull=False)))
                ),
                name="observation_says_something",
                violation_error_message="数值和增速不能都空（撤销除外）。",
            ),
        ]
        indexes = [
            models.Index(fields=["period_end"], name="observation_period_end"),
            models.Index(fields=["recorded_at"], name="observation_recorded_at"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.area} {self.period}"
