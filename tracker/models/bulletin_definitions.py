"""What a bulletin is made of, for whom and when: definitions with their sections, and the offices' Word templates."""

from datetime import time

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django_celery_beat.models import PeriodicTask

from indicators.choices import Frequency
from indicators.models import Area, Indicator, PeerGroup, User
from indicators.models.areas import CODE_VALIDATOR
from tracker.choices import Basis, ComparedWith, PeriodRule, ScheduleKind, SectionKind, UseLevel
from tracker.models.plans import Plan


class BulletinTemplate(models.Model):
    """A Word file of an office: red head, number, signature, and the places for what the product fills in."""

    name = models.CharField("名称", max_length=100, unique=True)
    content = models.BinaryField("文件", editable=False)
    sha256 = models.CharField("SHA-256", max_length=64, editable=False)
    placeholders = models.JSONField("占位符", default=list, editable=False)
    uploaded_at = models.DateTimeField("上传时间", default=timezone.now, editable=False)
    is_active = models.BooleanField("可选用", default=True)

    class Meta:
        verbose_name = "公文模板"
        verbose_name_plural = "公文模板"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class BulletinDefinition(models.Model):
    """One kind of bulletin, made again for every period."""

    code = models.CharField("代码", max_length=64, unique=True, validators=[CODE_VALIDATOR])
    title = models.CharField("标题", max_length=150, help_text="“{期别}”处填入期别，如“2024年上半年”")
    office = models.CharField("发文机关", max_length=100)
    peer_group = models.ForeignKey(PeerGroup, models.PROTECT, related_name="+", verbose_name="比较组")
    focus_area = models.ForeignKey(
        Area,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="关注地区",
        help_text="各部分先说这个地区，表中加粗；不填则一视同仁",
    )
    frequency = models.CharField("频率", max_length=7, choices=Frequency, default=Frequency.QUARTER)
    use_level = models.CharField("使用范围", max_length=8, choices=UseLevel, default=UseLevel.INTERNAL)
    template = models.ForeignKey(
        BulletinTemplate,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="公文模板",
        help_text="红头和发文字号只出自模板；不选则按公文版式排印，没有红头",
    )
    note = models.TextField("附注", blank=True, help_text="印在文末，如数据口径；演示数据须在此注明")
    schedule = models.CharField("定时", max_length=12, choices=ScheduleKind, default=ScheduleKind.NONE)
    month_day = models.PositiveSmallIntegerField(
        "每月几日", null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(28)]
    )
    days_after = models.PositiveSmallIntegerField(
        "期末后第几天", null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(180)]
    )
    run_at = models.TimeField("几时生成", default=time(9))
    cron = models.CharField("自定时间", max_length=100, blank=True, help_text="分 时 日 月 周，如“0 9 20 1,4,7,10 *”")
    period_rule = models.CharField("定时生成哪一期", max_length=16, choices=PeriodRule, default=PeriodRule.LATEST_OVER)
    starts_with = models.CharField("自哪一期起定时", max_length=7, blank=True, help_text="如 2026-Q3；不填不限")
    embargo_days = models.PositiveSmallIntegerField(
        "期末后第几天解禁", null=True, blank=True, help_text="解禁前签发的通报不发送，收件人看不到；不填则签发即发"
    )
    embargo_at = models.TimeField("解禁时刻", default=time(0))
    recipients = models.ManyToManyField(User, blank=True, related_name="+", verbose_name="收件人")
    addresses = models.TextField("其他电子邮箱", blank=True, help_text="每行一个，只限“公开”的通报")
    is_active = models.BooleanField("启用", default=True)
    periodic_task = models.OneToOneField(
        PeriodicTask, models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )

    class Meta:
        verbose_name = "通报定义"
        verbose_name_plural = "通报定义"
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(schedule=ScheduleKind.MONTHLY) | Q(month_day__isnull=False),
                name="bulletin_monthly_has_a_day",
                violation_error_message="“每月某日”须填几日。",
            ),
            models.CheckConstraint(
                condition=~Q(schedule=ScheduleKind.AFTER_PERIOD) | Q(days_after__isnull=False),
                name="bulletin_after_period_has_days",
                violation_error_message="“期末后第几天”须填天数。",
            ),
        ]

    def __str__(self) -> str:
        return self.title.replace("{期别}", "")


WITHOUT_SUBJECT = [SectionKind.CARD, SectionKind.PROJECTS, SectionKind.LAND]


class BulletinSection(models.Model):
    """One part of a definition, in order. Which fields count depends on `kind`."""

    definition = models.ForeignKey(BulletinDefinition, models.CASCADE, related_name="sections", verbose_name="通报")
    position = models.PositiveSmallIntegerField("顺序", default=0)
    kind = models.CharField("内容", max_length=10, choices=SectionKind)
    title = models.CharField("标题", max_length=100, blank=True, help_text="不填则按内容拟定")
    indicator = models.ForeignKey(
        Indicator,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="指标",
        help_text="指标卡、目标进度、项目进度、盘活不填",
    )
    plan = models.ForeignKey(
        Plan, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="规划", help_text="只有目标进度选"
    )
    basis = models.CharField("依据", max_length=6, choices=Basis, default=Basis.GROWTH)
    peer_group = models.ForeignKey(
        PeerGroup,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="另用比较组",
        help_text="不填用通报的比较组",
    )
    area = models.ForeignKey(
        Area,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="地区",
        help_text="指标卡、项目进度、盘活的地区；不填用关注地区",
    )
    count = models.PositiveSmallIntegerField(
        "取几位", default=3, validators=[MinValueValidator(1), MaxValueValidator(20)]
    )
    years = models.PositiveSmallIntegerField(
        "平均几年", default=3, validators=[MinValueValidator(1), MaxValueValidator(10)]
    )
    whole_years = models.BooleanField("按整年", default=True, help_text="年均增速到最近一个整年；不选则按各年同期")
    compared_with = models.CharField("升降对比", max_length=8, choices=ComparedWith, default=ComparedWith.PREVIOUS)
    lag = models.PositiveSmallIntegerField(
        "滞后期数", default=0, validators=[MaxValueValidator(12)], help_text="如财务数据晚一个月出，月度指标填 1"
    )

    class Meta:
        verbose_name = "部分"
        verbose_name_plural = "各部分"
        ordering = ["definition", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=WITHOUT_SUBJECT, indicator__isnull=True, plan__isnull=True)
                | Q(kind=SectionKind.TARGETS, indicator__isnull=True, plan__isnull=False)
                | (
                    ~Q(kind__in=[*WITHOUT_SUBJECT, SectionKind.TARGETS]) & Q(indicator__isnull=False, plan__isnull=True)
                ),
                name="bulletin_section_subject",
                violation_error_message="排名、升降和年均增速须选指标，目标进度须选规划，指标卡、项目进度、盘活都不选。",
            ),
        ]

    def __str__(self) -> str:
        of = self.indicator or self.area
        return f"{self.position} {self.get_kind_display()}" + (f"：{of.name}" if of else "")
