"""Rankings as records: derived tables, rebuilt by `services.rankings`, never edited."""

from django.db import models
from django.db.models import Q

from indicators.models import Area, Indicator, Observation, PeerGroup
from tracker.choices import Basis, FigureSource


class Ranking(models.Model):
    """One indicator, period, basis and peer group; `of` is N, the members that have a figure."""

    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="+", verbose_name="指标")
    period = models.CharField("期别", max_length=7)
    period_end = models.DateField("期末")
    peer_group = models.ForeignKey(PeerGroup, models.CASCADE, related_name="+", verbose_name="比较组")
    basis = models.CharField("依据", max_length=6, choices=Basis)
    source = models.CharField("数据来源", max_length=9, choices=FigureSource)
    direction = models.CharField("方向", max_length=6)
    digits = models.PositiveSmallIntegerField("取舍小数位")
    of = models.PositiveIntegerField("参排个数")
    method = models.CharField("方法版本", max_length=20)

    class Meta:
        verbose_name = "排名"
        verbose_name_plural = "排名"
        ordering = ["indicator", "-period_end", "peer_group", "basis"]
        constraints = [
            models.UniqueConstraint(fields=["indicator", "period", "peer_group", "basis"], name="ranking_once"),
            models.CheckConstraint(condition=Q(of__gt=0), name="ranking_has_a_figure"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.period} {self.peer_group} {self.get_basis_display()}"


class RankingPlace(models.Model):
    """One member's place; a member without a figure stands here without a place."""

    ranking = models.ForeignKey(Ranking, models.CASCADE, related_name="places", verbose_name="排名")
    area = models.ForeignKey(Area, models.CASCADE, related_name="+", verbose_name="地区")
    observation = models.ForeignKey(
        Observation,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="所据数据",
        help_text="推算数的依据见增速",
    )
    value = models.DecimalField("参排数值", max_digits=200, decimal_places=40, null=True, help_text="取舍后")
    place = models.PositiveIntegerField("位次", null=True)
    previous_place = models.PositiveIntegerField("上期位次", null=True)
    year_ago_place = models.PositiveIntegerField("上年同期位次", null=True)

    class Meta:
        verbose_name = "位次"
        verbose_name_plural = "位次"
        ordering = ["ranking", "place", "area"]
        constraints = [
            models.UniqueConstraint(fields=["ranking", "area"], name="ranking_place_once"),
            models.CheckConstraint(
                condition=Q(place__isnull=False, value__isnull=False) | Q(place__isnull=True, value__isnull=True),
                name="ranking_place_needs_a_figure",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.area} {self.place or '—'}"
