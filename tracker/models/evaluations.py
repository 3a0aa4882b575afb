"""亩产论英雄: schemes, rounds, and the score card of every firm of a round."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone

from indicators.models import User
from indicators.models.areas import CODE_VALIDATOR
from tracker.choices import RoundState, ScoringState, SizeClass
from tracker.models.enterprises import Enterprise


class Scheme(models.Model):
    """How firms of one size class are evaluated in one year; `content` is the scheme as `schemes.json` writes it.

    A scheme that a round uses stays as it is; a copy under another code is the next version.
    """

    code = models.CharField("代码", max_length=64, unique=True, validators=[CODE_VALIDATOR])
    name = models.CharField("名称", max_length=200)
    year = models.PositiveSmallIntegerField("年度")
    size_class = models.CharField("规模", max_length=7, choices=SizeClass)
    official = models.BooleanField("正式标准", default=False, help_text="不选则权重只作演示，各处都注明")
    content = models.JSONField("内容")
    copied_from = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="copies", verbose_name="上一版"
    )

    class Meta:
        verbose_name = "评价标准"
        verbose_name_plural = "评价标准"
        ordering = ["-year", "code"]

    def __str__(self) -> str:
        return self.name


class Round(models.Model):
    """One evaluation of one year, by one scheme a size class."""

    code = models.CharField("代码", max_length=64, unique=True, validators=[CODE_VALIDATOR])
    name = models.CharField("名称", max_length=200)
    year = models.PositiveSmallIntegerField("年度")
    schemes = models.ManyToManyField(Scheme, related_name="rounds", verbose_name="评价标准")
    trial = models.BooleanField("试评", default=False, help_text="试评不与政策挂钩，各处都注明")
    state = models.CharField("状态", max_length=10, choices=RoundState, default=RoundState.COLLECTING)
    locked_at = models.DateTimeField("锁定时间", null=True, blank=True)
    scored_at = models.DateTimeField("评分时间", null=True, blank=True)
    published_at = models.DateTimeField("发布时间", null=True, blank=True)
    finalised_at = models.DateTimeField("定案时间", null=True, blank=True)
    counts = models.JSONField("各档户数", default=dict)
    sha256 = models.CharField("结果的 SHA-256", max_length=64, blank=True)
    changes = models.PositiveIntegerField("变更次数", default=0)

    class Meta:
        verbose_name = "评价批次"
        verbose_name_plural = "评价批次"
        ordering = ["-year", "code"]

    def __str__(self) -> str:
        return f"{self.name}（试评）" if self.trial else self.name


class ScoringRun(models.Model):
    """One scoring of a round by the worker, with its progress."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="runs", verbose_name="评价批次")
    state = models.CharField("状态", max_length=9, choices=ScoringState, default=ScoringState.WAITING)
    step = models.PositiveSmallIntegerField("步骤", default=0)
    steps = models.PositiveSmallIntegerField("共几步", default=1)
    message = models.CharField("进展", max_length=200, blank=True)
    refusals = models.JSONField("原因", default=list)
    requested_by = models.CharField("发起人", max_length=150)
    requester = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="发起账号")
    requested_at = models.DateTimeField("发起时间", default=timezone.now)
    heartbeat_at = models.DateTimeField("最近进展", default=timezone.now)
    finished_at = models.DateTimeField("结束时间", null=True, blank=True)

    class Meta:
        verbose_name = "评分记录"
        verbose_name_plural = "评分记录"
        ordering = ["-requested_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["round"],
                condition=Q(state__in=[ScoringState.WAITING, ScoringState.RUNNING]),
                name="scoring_run_one_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round} {self.requested_at:%Y-%m-%d %H:%M}"


class ScoreGroup(models.Model):
    """Firms of a round that are ranked together, and what their items were scored against (`group_items`)."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="groups", verbose_name="评价批次")
    scheme = models.ForeignKey(Scheme, models.PROTECT, related_name="+", verbose_name="评价标准")
    name = models.CharField("分组", max_length=300)
    of = models.PositiveIntegerField("参排户数")
    items = models.JSONField("各项尺度")
    method = models.CharField("方法版本", max_length=20)

    class Meta:
        verbose_name = "评价分组"
        verbose_name_plural = "评价分组"
        ordering = ["round", "name"]
        constraints = [models.UniqueConstraint(fields=["round", "scheme", "name"], name="score_group_once")]

    def __str__(self) -> str:
        return f"{self.round} {self.name}"


class ScoreCard(models.Model):
    """The result of one firm in one round; all cards of a round are replaced together.

    `score` and `item_scores`, in the order of the scheme, are exact to six decimals; class T has none. `inputs` are the
    facts it was scored from, as they were. With its group they give every number of the card (`stored_cards`).
    """

    # The database holds both together: a card is of the round of its group (0015).
    round = models.ForeignKey(
        Round, models.CASCADE, related_name="cards", db_constraint=False, db_index=False, verbose_name="评价批次"
    )
    group = models.ForeignKey(
        ScoreGroup, models.CASCADE, related_name="cards", db_constraint=False, db_index=False, verbose_name="评价分组"
    )
    enterprise = models.ForeignKey(
        Enterprise, models.PROTECT, related_name="cards", db_index=False, verbose_name="企业"
    )
    score = models.DecimalField("得分", max_digits=30, decimal_places=6, null=True)
    rank = models.PositiveIntegerField("位次", null=True)
    grade = models.CharField("档次", max_length=64, blank=True)
    item_scores = ArrayField(models.DecimalField(max_digits=30, decimal_places=6), verbose_name="各项得分")
    adjustments = models.JSONField("调整")
    inputs = models.JSONField("所据数据")

    class Meta:
        verbose_name = "评分卡"
        verbose_name_plural = "评分卡"
        ordering = ["round", "rank", "pk"]
        constraints = [models.UniqueConstraint(fields=["enterprise", "round"], name="score_card_once")]
        indexes = [models.Index(fields=["round", "group", "grade"], name="score_card_group")]

    def __str__(self) -> str:
        return f"{self.round} {self.enterprise}"
