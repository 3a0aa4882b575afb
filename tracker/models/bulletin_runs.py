"""Runs: each attempt to make a bulletin, with its progress and what it was refused for."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from indicators.models import User
from tracker.choices import RunKind, RunState
from tracker.models.bulletin_definitions import BulletinDefinition
from tracker.models.bulletins import Bulletin


class BulletinRun(models.Model):
    """One attempt for one definition and period; at most one is under way."""

    definition = models.ForeignKey(BulletinDefinition, models.CASCADE, related_name="runs", verbose_name="通报定义")
    period = models.CharField("期别", max_length=7)
    kind = models.CharField("事项", max_length=7, choices=RunKind, default=RunKind.DRAFT)
    state = models.CharField("状态", max_length=7, choices=RunState, default=RunState.WAITING)
    requested_by = models.CharField("发起", max_length=150)
    requester = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="发起账号")
    accepts_gaps = models.BooleanField("接受缺口", default=False)
    gaps_reason = models.CharField("接受缺口的理由", max_length=200, blank=True)
    reason = models.CharField("更正原因", max_length=200, blank=True)
    step = models.PositiveSmallIntegerField("已完成步数", default=0)
    steps = models.PositiveSmallIntegerField("总步数", default=1)
    message = models.CharField("进度", max_length=300, blank=True)
    refusals = models.JSONField("未生成的原因", default=list, help_text="每项有 code 和 message")
    bulletin = models.ForeignKey(Bulletin, models.SET_NULL, null=True, related_name="runs", verbose_name="通报")
    created_at = models.DateTimeField("发起时间", default=timezone.now)
    heartbeat_at = models.DateTimeField("最近进展", default=timezone.now)
    finished_at = models.DateTimeField("结束时间", null=True)

    class Meta:
        verbose_name = "生成记录"
        verbose_name_plural = "生成记录"
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["definition", "period"],
                condition=Q(state__in=[RunState.WAITING, RunState.RUNNING]),
                name="bulletin_run_one_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.definition.code} {self.period} {self.get_state_display()}"

    @property
    def is_open(self) -> bool:
        return self.state in (RunState.WAITING, RunState.RUNNING)

    @property
    def percent(self) -> int:
        return 100 * self.step // self.steps
