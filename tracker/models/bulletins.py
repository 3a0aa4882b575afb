"""Bulletins as they were made: their text, figures and files. Once issued the database keeps them so."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from indicators.domain.period_words import period_text
from indicators.domain.periods import Period
from indicators.models import Area, Indicator, Observation, User
from tracker.choices import BulletinState, FileFormat, UseLevel
from tracker.models.bulletin_definitions import BulletinDefinition, BulletinTemplate


class Bulletin(models.Model):
    """One version of one definition for one period: 拟稿 → 核稿 → 签发, then frozen."""

    definition = models.ForeignKey(
        BulletinDefinition, models.PROTECT, related_name="bulletins", verbose_name="通报定义"
    )
    period = models.CharField("期别", max_length=7)
    period_end = models.DateField("期末")
    version = models.PositiveSmallIntegerField("版次", default=1)
    reason = models.CharField("更正原因", max_length=200, blank=True)
    title = models.CharField("标题", max_length=200)
    state = models.CharField("状态", max_length=9, choices=BulletinState, default=BulletinState.DRAFT)
    use_level = models.CharField("使用范围", max_length=8, choices=UseLevel)
    embargo_until = models.DateTimeField("解禁时间", null=True, blank=True)
    document_number = models.CharField("发文字号", max_length=50, blank=True)
    template = models.ForeignKey(
        BulletinTemplate, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="公文模板"
    )
    gaps = models.JSONField("已接受的缺口", default=list)
    gaps_reason = models.CharField("接受缺口的理由", max_length=200, blank=True)
    drafted_at = models.DateTimeField("拟稿时间", default=timezone.now)
    drafted_by = models.CharField("拟稿人", max_length=150, help_text="账号、定时任务或命令行")
    drafter = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="拟稿账号")
    checked_at = models.DateTimeField("核稿时间", null=True)
    checked_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="核稿人")
    sent_back_reason = models.CharField("退回理由", max_length=200, blank=True)
    issued_at = models.DateTimeField("签发时间", null=True)
    issued_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="签发人")
    changes = models.PositiveIntegerField("改动次数", default=0, help_text="每一步加一，使各步按所见的稿件办理")

    class Meta:
        verbose_name = "通报"
        verbose_name_plural = "通报"
        ordering = ["-period_end", "definition", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["definition", "period", "version"],
                condition=~Q(state=BulletinState.DISCARDED),
                name="bulletin_once",
            ),
            models.UniqueConstraint(
                fields=["definition", "period"],
                condition=Q(state__in=[BulletinState.DRAFT, BulletinState.CHECKED]),
                name="bulletin_one_open",
            ),
            models.CheckConstraint(
                condition=~Q(state=BulletinState.ISSUED) | Q(issued_at__isnull=False, issued_by__isnull=False),
                name="bulletin_issued_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(checked_by__isnull=True) | Q(issued_by__isnull=True) | ~Q(checked_by=F("issued_by")),
                name="bulletin_two_people",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}（第 {self.version} 版）" if self.version > 1 else self.title

    @property
    def key(self) -> str:
        """How the audit trail and files name it."""
        return f"{self.definition.code}/{self.period}/v{self.version}"

    @property
    def issued_on(self) -> date | None:
        """成文日期: the day of 签发."""
        return timezone.localdate(self.issued_at) if self.issued_at else None

    @property
    def period_words(self) -> str:
        return period_text(Period.parse(self.period), "flow_ytd")


class BulletinContent(models.Model):
    """What the bulletin was composed of and what came out, as JSON: the numbers can be computed from it for ever.

    `recipe` (groups, members, indicators, sections as they were), `inputs` (every figure with vintage and moment),
    `derivations` (what computed growth and ratios were computed from), `document` (the text with each number bound to
    its figure); `methods` are the versions of the rules.
    """

    bulletin = models.OneToOneField(Bulletin, models.CASCADE, primary_key=True, related_name="content")
    recipe = models.JSONField("构成")
    inputs = models.JSONField("所据数据")
    derivations = models.JSONField("推算所据", default=list)
    document = models.JSONField("正文")
    methods = models.JSONField("方法版本")
    sha256 = models.CharField("SHA-256", max_length=64)

    class Meta:
        verbose_name = "通报内容"
        verbose_name_plural = "通报内容"

    def __str__(self) -> str:
        return str(self.bulletin)


class BulletinFile(models.Model):
    """One file of a bulletin, kept in the database: it is stored and backed up with the record it belongs to."""

    bulletin = models.ForeignKey(Bulletin, models.CASCADE, related_name="files", verbose_name="通报")
    format = models.CharField("格式", max_length=4, choices=FileFormat)
    content = models.BinaryField("文件")
    sha256 = models.CharField("SHA-256", max_length=64)
    size = models.PositiveIntegerField("字节数")

    class Meta:
        verbose_name = "文件"
        verbose_name_plural = "文件"
        ordering = ["bulletin", "format"]
        constraints = [models.UniqueConstraint(fields=["bulletin", "format"], name="bulletin_file_once")]

    def __str__(self) -> str:
        return f"{self.bulletin.key}.{self.format}"


class BulletinInput(models.Model):
    """A figure a bulletin read, or looked for in vain: what tells that it was revised, or came later."""

    bulletin = models.ForeignKey(Bulletin, models.CASCADE, related_name="inputs", verbose_name="通报")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="+", verbose_name="指标")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name="地区")
    period = models.CharField("期别", max_length=7)
    observation = models.ForeignKey(Observation, models.PROTECT, null=True, related_name="+", verbose_name="数据")

    class Meta:
        verbose_name = "所据数据"
        verbose_name_plural = "所据数据"
        constraints = [
            models.UniqueConstraint(fields=["bulletin", "indicator", "area", "period"], name="bulletin_input_once")
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.area} {self.period}"
