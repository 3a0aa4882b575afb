"""The dated settings of dispatch and of revitalised land."""

from django.db import models
from django.db.models import Q

from indicators.models import Indicator
from projects.choices import CountedWhen, LandLedger


class LandSetting(models.Model):
    """From `valid_from` on, disposals confirmed then count on this day."""

    valid_from = models.DateField("自何日起", unique=True)
    counted_when = models.CharField("何时计入", max_length=9, choices=CountedWhen)
    document = models.CharField("依据", max_length=200, blank=True)

    class Meta:
        verbose_name = "盘活计入口径"
        verbose_name_plural = "盘活计入口径"
        ordering = ["-valid_from"]

    def __str__(self) -> str:
        return f"{self.valid_from} {self.get_counted_when_display()}"


class LandIndicator(models.Model):
    """The counter indicator that follows the disposals of one ledger; ledgers are never added."""

    ledger = models.CharField("台账", max_length=11, choices=LandLedger, unique=True)
    indicator = models.OneToOneField(Indicator, models.PROTECT, related_name="+", verbose_name="指标")

    class Meta:
        verbose_name = "盘活指标"
        verbose_name_plural = "盘活指标"
        ordering = ["ledger"]

    def __str__(self) -> str:
        return f"{self.get_ledger_display()} → {self.indicator}"


class DispatchRule(models.Model):
    """Lights of the monthly dispatch from `valid_from` on, by points ahead of the time gone."""

    valid_from = models.DateField("自何日起", unique=True)
    green_from = models.DecimalField("绿灯不低于", max_digits=10, decimal_places=2, help_text="超序时进度百分点")
    yellow_from = models.DecimalField("黄灯不低于", max_digits=10, decimal_places=2, help_text="再低为红灯")

    class Meta:
        verbose_name = "调度亮灯标准"
        verbose_name_plural = "调度亮灯标准"
        ordering = ["-valid_from"]
        constraints = [
            models.CheckConstraint(
                condition=Q(green_from__gt=models.F("yellow_from")),
                name="dispatch_lights_in_order",
                violation_error_message="绿灯的界限须高于黄灯。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.valid_from} 起"
