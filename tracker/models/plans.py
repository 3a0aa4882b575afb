"""Plans and their targets. A revision is a further row; what was adopted before stays."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q

from indicators.models import Area, Department, Indicator
from indicators.models.areas import CODE_VALIDATOR
from tracker.choices import TargetAttribute, TargetForm, TargetMeasure


class Plan(models.Model):
    """A five-year plan or a yearly one; its base year is the year before it starts unless a target says otherwise."""

    code = models.CharField("代码", max_length=64, unique=True, validators=[CODE_VALIDATOR])
    name = models.CharField("名称", max_length=100)
    start_year = models.PositiveSmallIntegerField("起始年")
    end_year = models.PositiveSmallIntegerField("目标年")
    area = models.ForeignKey(Area, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="地区")
    predecessor = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="successors", verbose_name="上一个规划"
    )

    class Meta:
        verbose_name = "规划"
        verbose_name_plural = "规划与计划"
        ordering = ["-start_year", "code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(end_year__gte=F("start_year")),
                name="plan_ends_after_it_starts",
                violation_error_message="目标年不能早于起始年。",
            ),
            models.CheckConstraint(
                condition=~Q(predecessor=F("id")),
                name="plan_does_not_precede_itself",
                violation_error_message="规划不能是自己的上一个规划。",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def base_year(self) -> int:
        return self.start_year - 1


class AdoptedQuerySet(models.QuerySet):
    def adopted_by(self, day: date) -> Self:
        """Rows adopted on `day` or before; without a date a row has always been in force."""
        return self.filter(Q(adopted_on__isnull=True) | Q(adopted_on__lte=day))


class Target(models.Model):
    """One target of the main-indicator table. Targets of one indicator and area stand on one line of the table.

    The rows of one key (plan, indicator, area, form, measure) are revisions of one another; the newest adopted one
    counts. A revision that says nothing (no value, reference or text) repeals its key.
    """

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="targets", verbose_name="规划")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="+", verbose_name="指标")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name="地区")
    position = models.PositiveIntegerField("顺序", default=0, help_text="在主要指标表中的次序")
    category = models.CharField("类别", max_length=50, blank=True)
    attribute = models.CharField("属性", max_length=8, choices=TargetAttribute)
    form = models.CharField("形式", max_length=14, choices=TargetForm)
    measure = models.CharField("看数值还是增速", max_length=6, choices=TargetMeasure, default=TargetMeasure.VALUE)
    base_year = models.PositiveSmallIntegerField("基期年", null=True, blank=True, help_text="不填为规划前一年")
    base_value = models.DecimalField("基期值", max_digits=30, decimal_places=15, null=True, blank=True)
    value = models.DecimalField("目标值", max_digits=30, decimal_places=15, null=True, blank=True)
    tolerance = models.DecimalField(
        "允许偏差", max_digits=30, decimal_places=15, null=True, blank=True, help_text="“左右”“基本同步”；不填用默认"
    )
    reference = models.ForeignKey(
        Indicator, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="参照指标"
    )
    text = models.CharField(
        "表述", max_length=500, blank=True, help_text="文字目标的原文；其他形式与标准写法不同时的原文"
    )
    adopted_on = models.DateField("通过日期", null=True, blank=True, help_text="不填表示一直有效")
    document = models.CharField("文件", max_length=200, blank=True)
    reason = models.CharField("修订理由", max_length=500, blank=True)
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="责任部门"
    )
    note = models.CharField("说明", max_length=1000, blank=True)

    objects = AdoptedQuerySet.as_manager()

    class Meta:
        verbose_name = "目标"
        verbose_name_plural = "目标"
        ordering = ["plan", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "indicator", "area", "form", "measure", "adopted_on"],
                nulls_distinct=False,
                name="target_once_per_adoption",
                violation_error_message="同一规划、指标、地区、形式在这一通过日期已有目标。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan} {self.indicator} {self.area}"

    @property
    def is_repealed(self) -> bool:
        """Whether this revision takes the target away."""
        return self.value is None and self.reference_id is None and not self.text


class YearlyTarget(models.Model):
    """What a plan asks for in one year; independent of the target for the end year."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="yearly_targets", verbose_name="规划")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="+", verbose_name="指标")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name="地区")
    year = models.PositiveSmallIntegerField("年度")
    form = models.CharField("形式", max_length=14, choices=TargetForm)
    measure = models.CharField("看数值还是增速", max_length=6, choices=TargetMeasure, default=TargetMeasure.VALUE)
    value = models.DecimalField("目标值", max_digits=30, decimal_places=15, null=True, blank=True)
    tolerance = models.DecimalField("允许偏差", max_digits=30, decimal_places=15, null=True, blank=True)
    text = models.CharField("表述", max_length=500, blank=True)
    adopted_on = models.DateField("通过日期", null=True, blank=True)
    document = models.CharField("文件", max_length=200, blank=True)
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="责任部门"
    )

    objects = AdoptedQuerySet.as_manager()

    class Meta:
        verbose_name = "年度目标"
        verbose_name_plural = "年度目标"
        ordering = ["plan", "indicator", "area", "year", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "indicator", "area", "year", "form", "measure", "adopted_on"],
                nulls_distinct=False,
                name="yearly_target_once_per_adoption",
                violation_error_message="同一指标、地区、年度、形式在这一通过日期已有年度目标。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan} {self.indicator} {self.area} {self.year}"
