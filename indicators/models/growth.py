"""Growth of current figures: a derived table, rebuilt by `services.growth`, never edited."""

from django.db import models
from django.db.models import Q

from indicators.choices import GrowthUnit
from indicators.models.areas import Area
from indicators.models.catalogue import Indicator
from indicators.models.observations import Observation


class Growth(models.Model):
    """Published growth and, beside it, what levels say. Numbers are unrounded (40 decimals of a 60-digit quotient).

    The widest legal inputs, 15 digits on either side of the point for figures and factor, give quotients below 10¹⁵⁰.
    """

    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="growth_rows", verbose_name="指标")
    area = models.ForeignKey(Area, models.CASCADE, related_name="+", verbose_name="地区")
    period = models.CharField("期别", max_length=7)
    period_end = models.DateField("期末")
    observation = models.ForeignKey(
        Observation,
        models.CASCADE,
        null=True,
        related_name="+",
        verbose_name="所据数据",
        help_text="只有推算比值的行没有",
    )
    value = models.DecimalField("公布数值", max_digits=30, decimal_places=15, null=True)
    published = models.DecimalField("公布增速", max_digits=30, decimal_places=15, null=True)
    computed = models.DecimalField("推算增速", max_digits=200, decimal_places=40, null=True)
    computed_unit = models.CharField("推算增速单位", max_length=7, choices=GrowthUnit, blank=True)
    single_period = models.DecimalField("当期值", max_digits=31, decimal_places=15, null=True)
    computed_value = models.DecimalField("推算比值", max_digits=200, decimal_places=40, null=True)
    reason = models.CharField("无推算增速的原因", max_length=30, blank=True)
    method = models.CharField("方法版本", max_length=20)

    class Meta:
        verbose_name = "增速"
        verbose_name_plural = "增速"
        ordering = ["indicator", "area", "period"]
        constraints = [
            models.UniqueConstraint(fields=["indicator", "area", "period"], name="growth_once"),
            models.CheckConstraint(condition=Q(computed__isnull=True) | Q(reason=""), name="growth_computed_or_reason"),
        ]
        indexes = [
            models.Index(fields=["indicator", "period"], name="growth_indicator_period"),
            models.Index(fields=["period_end"], name="growth_period_end"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.area} {self.period}"
