"""Which indicator takes the sum of a fact over the firms of a park or city when a round is published."""

from django.db import models

from indicators.models import Indicator


class RollUp(models.Model):
    """Σ of `quantity` (a fact that can be summed, or `land`) goes to a yearly indicator; ratios follow from those.

    `divisor` brings the facts' unit to the indicator's: 1 keeps 万元, 10000 makes 亿元.
    """

    quantity = models.CharField("数据", max_length=20)
    indicator = models.OneToOneField(Indicator, models.PROTECT, related_name="+", verbose_name="指标")
    divisor = models.DecimalField("换算除数", max_digits=30, decimal_places=15, default=1)

    class Meta:
        verbose_name = "评价汇总指标"
        verbose_name_plural = "评价汇总指标"
        ordering = ["indicator"]
        constraints = [
            models.CheckConstraint(condition=models.Q(divisor__gt=0), name="roll_up_divisor_positive"),
        ]

    def __str__(self) -> str:
        return f"Σ {self.quantity} → {self.indicator}"
