"""The outbox of work that published figures leave behind, and the number of the present state of published data."""

from django.db import models
from django.utils import timezone

from indicators.choices import DataTopic
from indicators.models.areas import Area
from indicators.models.catalogue import Indicator


class PendingCalculation(models.Model):
    """What has to be calculated again: one figure, or all of an indicator, or (indicator empty) everything."""

    indicator = models.ForeignKey(Indicator, models.CASCADE, null=True, related_name="+")
    area = models.ForeignKey(Area, models.CASCADE, null=True, related_name="+")
    period = models.CharField(max_length=7, blank=True)
    requested_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "待计算"
        verbose_name_plural = "待计算"
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.indicator or '全部'} {self.area or ''} {self.period}"


class DataVersion(models.Model):
    """A number that grows in every transaction that changes its topic: what readers see, or the definitions."""

    topic = models.CharField(max_length=20, primary_key=True, choices=DataTopic)
    number = models.PositiveBigIntegerField(default=0)

    class Meta:
        verbose_name = "数据版本"
        verbose_name_plural = "数据版本"

    def __str__(self) -> str:
        return f"{self.topic} {self.number}"
