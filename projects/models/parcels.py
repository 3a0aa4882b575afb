"""Parcels of land and their disposals; 亩."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q

from indicators.models import Area
from indicators.models.areas import CODE_VALIDATOR
from projects.choices import Datum, LandLedger, ParcelStepKind


class Parcel(models.Model):
    """One parcel in one ledger. Whether it is idle is computed on a date: `domain/idle.py`."""

    code = models.CharField("代码", max_length=64, unique=True, validators=[CODE_VALIDATOR])
    park = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name="园区")
    name = models.CharField("名称", max_length=200)
    ledger = models.CharField("台账", max_length=11, choices=LandLedger)
    area_mu = models.DecimalField("面积", max_digits=30, decimal_places=15, help_text="亩")
    holder = models.CharField("使用权人", max_length=200, blank=True)
    agreed_start = models.DateField("约定动工日期", null=True, blank=True)
    started_on = models.DateField("动工日期", null=True, blank=True)
    due_mu = models.DecimalField(
        "应动工面积",
        max_digits=30,
        decimal_places=15,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
        help_text="亩",
    )
    developed_mu = models.DecimalField(
        "已动工面积",
        max_digits=30,
        decimal_places=15,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
        help_text="亩",
    )
    invested_share = models.DecimalField(
        "已投资比例",
        max_digits=30,
        decimal_places=15,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
        help_text="%",
    )
    stopped_on = models.DateField("停工日期", null=True, blank=True)
    geometry = models.JSONField("图形", null=True, blank=True, help_text="GeoJSON：Point、Polygon 或 MultiPolygon")
    datum = models.CharField("坐标系", max_length=8, choices=Datum, blank=True)

    class Meta:
        verbose_name = "地块"
        verbose_name_plural = "地块"
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(area_mu__gt=0), name="parcel_has_an_area", violation_error_message="面积须大于 0。"
            ),
            models.CheckConstraint(
                condition=Q(geometry__isnull=True) | ~Q(datum=""),
                name="parcel_geometry_has_a_datum",
                violation_error_message="有图形时须注明坐标系。",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Disposal(models.Model):
    """A disposal confirmed by a document, or, negative and with a reason, a relapse. Append-only.

    At the end of every day the disposals of a parcel lie between 0 and its area; the database refuses others.
    """

    parcel = models.ForeignKey(Parcel, models.PROTECT, related_name="disposals", verbose_name="地块")
    confirmed_on = models.DateField("认定日期")
    area_mu = models.DecimalField("处置面积", max_digits=30, decimal_places=15, help_text="亩，反弹为负")
    mode = models.CharField("处置方式", max_length=100)
    document = models.CharField("认定文件", max_length=200)
    reason = models.CharField("原因", max_length=500, blank=True, help_text="反弹必填")

    class Meta:
        verbose_name = "盘活处置"
        verbose_name_plural = "盘活处置"
        ordering = ["parcel", "confirmed_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["parcel", "confirmed_on", "document", "mode"], name="disposal_once"),
            models.CheckConstraint(condition=~Q(area_mu=0), name="disposal_not_zero"),
            models.CheckConstraint(condition=Q(area_mu__gt=0) | ~Q(reason=""), name="relapse_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.parcel} {self.confirmed_on}"


class ParcelStep(models.Model):
    """A step of a parcel's way: who does it, by when, and when it was done."""

    parcel = models.ForeignKey(Parcel, models.PROTECT, related_name="steps", verbose_name="地块")
    step = models.CharField("步骤", max_length=9, choices=ParcelStepKind)
    owner = models.CharField("责任单位", max_length=100, blank=True)
    due_on = models.DateField("期限", null=True, blank=True)
    done_on = models.DateField("完成日期", null=True, blank=True)
    document = models.CharField("依据文件", max_length=200, blank=True)
    note = models.CharField("说明", max_length=500, blank=True)

    class Meta:
        verbose_name = "地块进展"
        verbose_name_plural = "地块进展"
        ordering = ["parcel", "pk"]
        constraints = [models.UniqueConstraint(fields=["parcel", "step"], name="parcel_step_once")]

    def __str__(self) -> str:
        return f"{self.parcel} {self.get_step_display()}"
