"""Check rules: dated data, so that a return is checked by the rules that were in force for its period."""

from django.db import models
from django.db.models import F, Q

from indicators.choices import CheckKind, Measure, Severity
from indicators.models.areas import CODE_VALIDATOR
from indicators.models.catalogue import Indicator


class CheckRule(models.Model):
    """One check of the cells of a return; its kind says which parameters it reads (`domain/checks/kinds.py`)."""

    code = models.CharField("代码", max_length=64, unique=True, validators=[CODE_VALIDATOR])
    name = models.CharField("名称", max_length=100)
    kind = models.CharField("类型", max_length=20, choices=CheckKind, help_text="保存后不能再改")
    severity = models.CharField("性质", max_length=10, choices=Severity)
    indicator = models.ForeignKey(
        Indicator,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="指标",
        help_text="空：全部指标",
    )
    measure = models.CharField("填报项", max_length=6, choices=Measure, blank=True, help_text="空：数值和公布增速")
    lower = models.DecimalField("下限", max_digits=30, decimal_places=15, null=True, blank=True)
    upper = models.DecimalField("上限", max_digits=30, decimal_places=15, null=True, blank=True)
    digits = models.PositiveSmallIntegerField("最多小数位", null=True, blank=True, help_text="空：按指标目录的小数位")
    threshold = models.DecimalField(
        "容许差或倍数",
        max_digits=30,
        decimal_places=15,
        null=True,
        blank=True,
        help_text="异动：离差的倍数；分项之和：整体的百分之几；公布增速：百分点",
    )
    valid_from = models.DateField("启用日", null=True, blank=True, help_text="以期末日为准；空：一直有效")
    valid_until = models.DateField("停用日", null=True, blank=True, help_text="当日仍有效；空：至今有效")

    class Meta:
        verbose_name = "审核规则"
        verbose_name_plural = "审核规则"
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__gte=F("valid_from")),
                name="check_rule_validity_in_order",
                violation_error_message="停用日不能早于启用日。",
            ),
            models.CheckConstraint(
                condition=Q(upper__gte=F("lower")),
                name="check_rule_range_in_order",
                violation_error_message="上限不能小于下限。",
            ),
        ]

    def __str__(self) -> str:
        return self.name
