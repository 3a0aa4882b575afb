"""The inbox (待办) of each account, and who stands in for whom."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from indicators.choices import InboxKind
from indicators.models.access import User
from indicators.models.returns import Return


class InboxItem(models.Model):
    """Something that waits for one person; done when what it is about has moved on or the person says so.

    It is about a return, or about an object of an app above, which is named by its model and its key.
    """

    recipient = models.ForeignKey(User, models.CASCADE, related_name="inbox", verbose_name="收件人")
    kind = models.CharField("事项", max_length=12, choices=InboxKind)
    about = models.ForeignKey(
        Return, models.CASCADE, null=True, blank=True, related_name="inbox_items", verbose_name="填报表"
    )
    object_label = models.CharField("所涉对象的类别", max_length=60, blank=True, help_text="如 tracker.bulletin")
    object_key = models.CharField("所涉对象", max_length=40, blank=True)
    text = models.TextField("内容")
    due_on = models.DateField("办理期限", null=True, blank=True)
    created_at = models.DateTimeField("时间", default=timezone.now)
    created_by = models.CharField("发出人", max_length=150)
    done_at = models.DateTimeField("办结时间", null=True, blank=True)
    mailed_at = models.DateTimeField("邮件发出时间", null=True, blank=True)
    mail_fault = models.CharField("邮件被拒的原因", max_length=200, blank=True)

    class Meta:
        verbose_name = "待办"
        verbose_name_plural = "待办"
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["recipient", "about", "kind"],
                condition=Q(done_at__isnull=True),
                name="inbox_item_open_once",
            ),
            models.UniqueConstraint(
                fields=["recipient", "object_label", "object_key", "kind"],
                condition=Q(done_at__isnull=True) & ~Q(object_key=""),
                name="inbox_item_open_once_about_object",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}：{self.text}"


class StandIn(models.Model):
    """For a span of days `deputy` may do with returns what `principal` may; both have the same role."""

    principal = models.ForeignKey(User, models.PROTECT, related_name="stand_ins", verbose_name="被代岗人")
    deputy = models.ForeignKey(User, models.PROTECT, related_name="stands_in_for", verbose_name="代岗人")
    valid_from = models.DateField("起")
    valid_until = models.DateField("止", help_text="当日仍有效")
    reason = models.CharField("理由", max_length=200)
    arranged_at = models.DateTimeField("办理时间", default=timezone.now, editable=False)

    class Meta:
        verbose_name = "代岗"
        verbose_name_plural = "代岗"
        ordering = ["-valid_until", "principal"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__gte=F("valid_from")),
                name="stand_in_validity_in_order",
                violation_error_message="结束日不能早于开始日。",
            ),
            models.CheckConstraint(
                condition=~Q(principal=F("deputy")),
                name="stand_in_two_people",
                violation_error_message="不能自己代自己。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.deputy} 代 {self.principal}"
