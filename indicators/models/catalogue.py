"""The catalogue: what is measured, in which unit, by which rules."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from indicators.choices import Direction, Frequency, IndicatorKind
from indicators.models.access import Department
from indicators.models.areas import CODE_VALIDATOR, PeerGroup


class Indicator(models.Model):
    """One indicator. `decimals` and `growth_decimals` are for display and ranking, no limit on input."""

    code = models.CharField("代码", max_length=64, unique=True, validators=[CODE_VALIDATOR])
    name = models.CharField("名称", max_length=100)
    measure_unit = models.CharField("计量单位", max_length=30, blank=True)
    kind = models.CharField("类型", max_length=12, choices=IndicatorKind, help_text="有数据后不能再改")
    direction = models.CharField("方向", max_length=6, choices=Direction, default=Direction.HIGHER)
    frequency = models.CharField("频率", max_length=7, choices=Frequency, help_text="有数据后不能再改")
    decimals = models.PositiveSmallIntegerField("数值小数位", default=2, validators=[MaxValueValidator(15)])
    growth_decimals = models.PositiveSmallIntegerField("增速小数位", default=1, validators=[MaxValueValidator(15)])
    numerator = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="numerator_of", verbose_name="分子"
    )
    denominator = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="denominator_of", verbose_name="分母"
    )
    factor = models.DecimalField(
        "系数",
        max_digits=30,
        decimal_places=15,
        default=1,
        validators=[MinValueValidator(0)],
        help_text="分子 ÷ 分母 × 系数",
    )
    growth_computable = models.BooleanField(
        "可由水平值计算增速", default=False, help_text="不变价增速（如 GDP）只能录入公布数，不得推算"
    )
    department = models.ForeignKey(Department, models.PROTECT, null=True, blank=True, verbose_name="责任部门")
    theme = models.CharField("主题", max_length=100, blank=True)
    definition = models.TextField("指标解释", blank=True)
    partition = models.ForeignKey(
        PeerGroup,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="全域划分",
        help_text="成员合起来就是整体的比较组：上级地区的比值按 Σ 分子 ÷ Σ 分母",
    )

    class Meta:
        verbose_name = "指标"
        verbose_name_plural = "指标目录"
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=(
                    Q(kind=IndicatorKind.RATIO, numerator__isnull=False, denominator__isnull=False)
                    | (~Q(kind=IndicatorKind.RATIO) & Q(numerator__isnull=True, denominator__isnull=True))
                ),
                name="indicator_ratio_has_both_inputs",
                violation_error_message="比值须有分子和分母，其他类型不能有。",
            ),
            models.CheckConstraint(
                condition=Q(factor__gt=0), name="indicator_factor_positive", violation_error_message="系数须大于 0。"
            ),
        ]

    def __str__(self) -> str:
        return self.name
