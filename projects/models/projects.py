"""The register of projects."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from indicators.models import Area, Indicator
from indicators.models.areas import CODE_VALIDATOR
from projects.choices import ProjectCategory, ProjectStage


class Project(models.Model):
    """One project. `statistics_registered_on` is its entry into the statistics (纳统), apart from dispatch."""

    code = models.CharField("代码", max_length=64, unique=True, validators=[CODE_VALIDATOR])
    national_code = models.CharField("国家项目代码", max_length=64, blank=True)
    name = models.CharField("名称", max_length=200)
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name="地区")
    kind = models.CharField("类别", max_length=100, blank=True)
    stage = models.CharField("阶段", max_length=10, choices=ProjectStage)
    category = models.CharField("年度分类", max_length=10, choices=ProjectCategory, blank=True)
    total_investment = models.DecimalField(
        "总投资",
        max_digits=30,
        decimal_places=15,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
        help_text="万元",
    )
    starts_on = models.DateField("计划开工日期", null=True, blank=True)
    ends_on = models.DateField("计划竣工日期", null=True, blank=True)
    started_on = models.DateField("实际开工日期", null=True, blank=True)
    completed_on = models.DateField("实际竣工日期", null=True, blank=True)
    theme = models.CharField("专题", max_length=200, blank=True, help_text="几个专题以“；”隔开")
    lead = models.CharField("牵头单位", max_length=100, blank=True)
    longitude = models.DecimalField(
        "经度",
        max_digits=30,
        decimal_places=15,
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
    )
    latitude = models.DecimalField(
        "纬度",
        max_digits=30,
        decimal_places=15,
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
    )
    statistics_registered_on = models.DateField("纳统日期", null=True, blank=True)
    not_registered_reason = models.CharField("未纳统原因", max_length=500, blank=True)
    indicators = models.ManyToManyField(Indicator, blank=True, related_name="+", verbose_name="关联指标")

    class Meta:
        verbose_name = "项目"
        verbose_name_plural = "项目"
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="project_days_in_order",
                violation_error_message="计划竣工日期不能早于计划开工日期。",
            ),
            models.CheckConstraint(
                condition=Q(completed_on__gte=F("started_on")),
                name="project_actual_days_in_order",
                violation_error_message="实际竣工日期不能早于实际开工日期。",
            ),
            models.CheckConstraint(
                condition=Q(longitude__isnull=True, latitude__isnull=True)
                | Q(longitude__isnull=False, latitude__isnull=False),
                name="project_point_whole",
                violation_error_message="经度和纬度须一并填写。",
            ),
        ]

    def __str__(self) -> str:
        return self.name
