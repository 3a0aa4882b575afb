"""Areas as a tree with validity and succession, and peer groups with dated membership."""

from datetime import date

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from tree_queries.models import TreeNode

from indicators.choices import AreaKind
from indicators.domain.codes import CODE_PATTERN, CODE_RULE

CODE_VALIDATOR = RegexValidator(rf"\A{CODE_PATTERN}\Z", f"{CODE_RULE}。")


def valid_on(day: date, prefix: str = "") -> Q:
    """Rows in force on `day`; both ends count, an empty end is open."""
    return (Q(**{f"{prefix}valid_from__isnull": True}) | Q(**{f"{prefix}valid_from__lte": day})) & (
        Q(**{f"{prefix}valid_until__isnull": True}) | Q(**{f"{prefix}valid_until__gte": day})
    )


class Area(TreeNode):
    """A country, province, city, county or park; an area that continues another names it in `succeeds`."""

    code = models.CharField("代码", max_length=64, unique=True, validators=[CODE_VALIDATOR])
    name = models.CharField("名称", max_length=100)
    kind = models.CharField("类别", max_length=10, choices=AreaKind)
    valid_from = models.DateField("启用日", null=True, blank=True, help_text="空：一直有效")
    valid_until = models.DateField("停用日", null=True, blank=True, help_text="当日仍有效；空：至今有效")
    succeeds = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="successor",
        verbose_name="承接自",
        help_text="撤县设市、更名等：数列接续被承接地区",
    )
    area_class = models.CharField("分类", max_length=50, blank=True, help_text="如园区的类别")

    class Meta:
        verbose_name = "地区"
        verbose_name_plural = "地区"
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__gte=F("valid_from")),
                name="area_validity_in_order",
                violation_error_message="停用日不能早于启用日。",
            ),
            models.CheckConstraint(
                condition=~Q(succeeds=F("id")),
                name="area_not_its_own_successor",
                violation_error_message="地区不能承接自身。",
            ),
            models.CheckConstraint(
                condition=~Q(parent=F("id")),
                name="area_not_its_own_parent",
                violation_error_message="地区不能是自己的上级。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class PeerGroup(models.Model):
    """A set of areas that are ranked with one another."""

    code = models.CharField("代码", max_length=64, unique=True, validators=[CODE_VALIDATOR])
    name = models.CharField("名称", max_length=100)
    areas = models.ManyToManyField(Area, through="PeerGroupMember", related_name="peer_groups", verbose_name="成员")

    class Meta:
        verbose_name = "比较组"
        verbose_name_plural = "比较组"
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class PeerGroupMember(models.Model):
    """One area's membership for one span of time."""

    group = models.ForeignKey(PeerGroup, models.CASCADE, related_name="members", verbose_name="比较组")
    area = models.ForeignKey(Area, models.PROTECT, related_name="memberships", verbose_name="地区")
    valid_from = models.DateField("加入日", null=True, blank=True, help_text="空：一直是成员")
    valid_until = models.DateField("退出日", null=True, blank=True, help_text="当日仍是成员；空：至今")

    class Meta:
        verbose_name = "成员"
        verbose_name_plural = "成员"
        ordering = ["group", "area", "valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["group", "area", "valid_from"],
                name="peer_group_member_once",
                nulls_distinct=False,
                violation_error_message="该地区自这一天起已是成员。",
            ),
            models.CheckConstraint(
                condition=Q(valid_until__gte=F("valid_from")),
                name="peer_group_member_validity_in_order",
                violation_error_message="退出日不能早于加入日。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.group} · {self.area}"
