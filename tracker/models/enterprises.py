"""Firms under evaluation and their yearly facts. Every earlier value is kept: a change is a further version."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from indicators.models import Area, AuditEntry
from tracker.choices import SizeClass


def _quantity(label: str) -> models.DecimalField:
    """A figure that may be absent; 15 digits on either side of the point."""
    return models.DecimalField(label, max_digits=30, decimal_places=15, null=True, blank=True)


class Enterprise(models.Model):
    """One firm. Size class and exemption hold unless the facts of a year say otherwise."""

    code = models.CharField("统一社会信用代码", max_length=18, unique=True)
    name = models.CharField("名称", max_length=200)
    park = models.ForeignKey(Area, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="园区")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name="地区")
    industry = models.CharField("行业", max_length=100, blank=True)
    size_class = models.CharField("规模", max_length=7, choices=SizeClass)
    in_production_from = models.DateField("投产日期", null=True, blank=True)
    exempt_reason = models.CharField("不参评原因", max_length=200, blank=True)

    class Meta:
        verbose_name = "企业"
        verbose_name_plural = "企业"
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class CurrentQuerySet(models.QuerySet):
    def current(self) -> Self:
        """The newest version of every key."""
        return self.filter(superseded_at__isnull=True)


class EnterpriseFact(models.Model):
    """The facts of a firm for one year: money 万元, land 亩, energy 吨标准煤, electricity 万千瓦时, emissions 吨."""

    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="facts", verbose_name="企业")
    year = models.PositiveSmallIntegerField("年度")
    tax = _quantity("税收")
    land_owned = _quantity("自有用地")
    land_leased_in = _quantity("租入用地")
    land_leased_out = _quantity("租出用地")
    revenue = _quantity("营业收入")
    value_added = _quantity("增加值")
    fixed_investment = _quantity("固定资产投资")
    energy = _quantity("能耗")
    emissions = _quantity("污染物排放")
    electricity = _quantity("用电量")
    staff = _quantity("从业人员")
    rd_spending = _quantity("研发投入")
    bonus = _quantity("加分")
    penalty = _quantity("扣分")
    veto = models.BooleanField("一票否决", default=False)
    size_class = models.CharField("当年规模", max_length=7, choices=SizeClass, blank=True)
    exempt_reason = models.CharField("当年不参评原因", max_length=200, blank=True)
    promotion = models.CharField("升档", max_length=64, blank=True)
    grade_cap = models.CharField("限档", max_length=64, blank=True)
    version = models.PositiveIntegerField("版次", default=0)
    recorded_at = models.DateTimeField("入库时间", default=timezone.now)
    superseded_at = models.DateTimeField("被取代时间", null=True, blank=True)
    audit_entry = models.ForeignKey(AuditEntry, models.PROTECT, related_name="+", verbose_name="审计记录")

    objects = CurrentQuerySet.as_manager()

    class Meta:
        verbose_name = "企业年度数据"
        verbose_name_plural = "企业年度数据"
        ordering = ["enterprise", "year", "version"]
        constraints = [
            models.UniqueConstraint(fields=["enterprise", "year", "version"], name="enterprise_fact_version_once"),
            models.UniqueConstraint(
                fields=["enterprise", "year"],
                condition=Q(superseded_at__isnull=True),
                name="enterprise_fact_one_current",
            ),
        ]
        indexes = [models.Index(fields=["year", "enterprise"], name="enterprise_fact_year")]

    def __str__(self) -> str:
        return f"{self.enterprise} {self.year}"


class EnterpriseTax(models.Model):
    """One component of a firm's taxes of one year, as paid into the treasury; 万元."""

    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="taxes", verbose_name="企业")
    year = models.PositiveSmallIntegerField("年度")
    component = models.CharField("税种", max_length=64)
    amount = models.DecimalField("入库金额", max_digits=30, decimal_places=15, null=True)
    source = models.CharField("来源", max_length=200, blank=True)
    version = models.PositiveIntegerField("版次", default=0)
    recorded_at = models.DateTimeField("入库时间", default=timezone.now)
    superseded_at = models.DateTimeField("被取代时间", null=True, blank=True)
    audit_entry = models.ForeignKey(AuditEntry, models.PROTECT, related_name="+", verbose_name="审计记录")

    objects = CurrentQuerySet.as_manager()

    class Meta:
        verbose_name = "分税种税收"
        verbose_name_plural = "分税种税收"
        ordering = ["enterprise", "year", "component", "version"]
        constraints = [
            models.UniqueConstraint(
                fields=["enterprise", "year", "component", "version"], name="enterprise_tax_version_once"
            ),
            models.UniqueConstraint(
                fields=["enterprise", "year", "component"],
                condition=Q(superseded_at__isnull=True),
                name="enterprise_tax_one_current",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enterprise} {self.year} {self.component}"
