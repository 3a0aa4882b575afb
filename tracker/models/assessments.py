"""What became of the targets: current verdicts (derived), overrides by evaluators, and frozen assessments."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from indicators.models import User
from tracker.choices import AssessmentKind, FileFormat, Verdict
from tracker.models.plans import Plan, Target


class AssessmentRule(models.Model):
    """Thresholds and tolerances in force from a day on."""

    valid_from = models.DateField("自何日起", unique=True)
    ahead_from = models.DecimalField("快于预期：完成与应完成之比不低于", max_digits=6, decimal_places=4)
    on_course_from = models.DecimalField("基本符合预期：之比不低于", max_digits=6, decimal_places=4)
    binding_on_course_from = models.DecimalField("约束性指标基本符合预期：之比不低于", max_digits=6, decimal_places=4)
    about_points = models.DecimalField("“左右”：增速和比率允许偏差（百分点）", max_digits=8, decimal_places=4)
    about_percent = models.DecimalField("“左右”：水平允许偏差（目标的百分之几）", max_digits=8, decimal_places=4)
    with_points = models.DecimalField("“基本同步”：最多低多少（百分点）", max_digits=8, decimal_places=4)
    document = models.CharField("依据", max_length=200, blank=True)

    class Meta:
        verbose_name = "评估标准"
        verbose_name_plural = "评估标准"
        ordering = ["-valid_from"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ahead_from__gte=models.F("on_course_from"))
                & Q(ahead_from__gte=models.F("binding_on_course_from"))
                & Q(on_course_from__gt=0)
                & Q(binding_on_course_from__gt=0),
                name="assessment_rule_in_order",
                violation_error_message="“快于预期”的标准不能低于“基本符合预期”的标准，标准须大于 0。",
            ),
            models.CheckConstraint(
                condition=Q(about_points__gte=0, about_percent__gte=0, with_points__gte=0),
                name="assessment_rule_tolerances",
                violation_error_message="允许偏差不能为负。",
            ),
        ]

    def __str__(self) -> str:
        return f"自 {self.valid_from} 起"


class TargetVerdict(models.Model):
    """The verdict on a target for one year by the current figures; derived, rebuilt by `services.verdicts`."""

    target = models.ForeignKey(Target, models.CASCADE, related_name="verdicts", verbose_name="目标")
    year = models.PositiveSmallIntegerField("年度")
    actual = models.DecimalField("实际", max_digits=200, decimal_places=40, null=True)
    expected = models.DecimalField("应达到", max_digits=200, decimal_places=40, null=True)
    share_done = models.DecimalField("完成进度", max_digits=200, decimal_places=40, null=True)
    share_expected = models.DecimalField("序时进度", max_digits=200, decimal_places=40, null=True)
    needed = models.DecimalField("以后每年还需", max_digits=200, decimal_places=40, null=True)
    verdict = models.CharField("判断", max_length=12, choices=Verdict)
    reason = models.CharField("原因", max_length=30, blank=True)
    method = models.CharField("方法版本", max_length=20)

    class Meta:
        verbose_name = "目标进度"
        verbose_name_plural = "目标进度"
        ordering = ["target", "year"]
        constraints = [models.UniqueConstraint(fields=["target", "year"], name="target_verdict_once")]

    def __str__(self) -> str:
        return f"{self.target} {self.year}"


class VerdictOverride(models.Model):
    """An evaluator's verdict beside the computed one, with its reason. The newest row counts; an empty one lifts it."""

    target = models.ForeignKey(Target, models.PROTECT, related_name="overrides", verbose_name="目标")
    year = models.PositiveSmallIntegerField("年度")
    verdict = models.CharField("改判为", max_length=12, choices=Verdict, blank=True)
    computed = models.CharField("系统判断", max_length=12, choices=Verdict)
    reason = models.CharField("理由", max_length=500)
    made_by = models.CharField("改判人", max_length=150)
    maker = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="改判账号")
    made_at = models.DateTimeField("改判时间", default=timezone.now)

    class Meta:
        verbose_name = "改判"
        verbose_name_plural = "改判"
        ordering = ["target", "year", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""), name="override_has_a_reason", violation_error_message="改判须写明理由。"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.target} {self.year} {self.get_verdict_display()}"


class Assessment(models.Model):
    """A frozen table of verdicts: what was known at `as_of`, by which rules; its numbers can be computed again."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="assessments", verbose_name="规划")
    kind = models.CharField("种类", max_length=9, choices=AssessmentKind)
    year = models.PositiveSmallIntegerField("评估年度")
    version = models.PositiveSmallIntegerField("版次", default=1)
    as_of = models.DateTimeField("数据截至")
    content = models.JSONField("内容", help_text="表的各行、所据的数及其版本、标准和方法")
    sha256 = models.CharField("SHA-256", max_length=64)
    counts = models.JSONField("各类判断个数")
    reason = models.CharField("再版原因", max_length=500, blank=True)
    made_by = models.CharField("编制人", max_length=150)
    maker = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="编制账号")
    made_at = models.DateTimeField("编制时间", default=timezone.now)

    class Meta:
        verbose_name = "规划评估"
        verbose_name_plural = "规划评估"
        ordering = ["plan", "-year", "kind", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "kind", "year", "version"], name="assessment_once_per_version"),
        ]

    def __str__(self) -> str:
        return f"{self.plan} {self.year} 年{self.get_kind_display()}"

    @property
    def key(self) -> str:
        return f"{self.plan.code}/{self.kind}/{self.year}/{self.version}"


class AssessmentFile(models.Model):
    """A document of a frozen assessment."""

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="files", verbose_name="规划评估")
    format = models.CharField("格式", max_length=4, choices=FileFormat)
    content = models.BinaryField("文件")
    sha256 = models.CharField("SHA-256", max_length=64)

    class Meta:
        verbose_name = "评估文件"
        verbose_name_plural = "评估文件"
        ordering = ["assessment", "format"]
        constraints = [models.UniqueConstraint(fields=["assessment", "format"], name="assessment_file_once")]

    def __str__(self) -> str:
        return f"{self.assessment} {self.get_format_display()}"
