"""Who was sent a bulletin, over which channel, and what became of it."""

from django.db import models
from django.utils import timezone

from indicators.models import User
from tracker.choices import DeliveryChannel, DeliveryState
from tracker.models.bulletins import Bulletin


class BulletinDelivery(models.Model):
    """One bulletin to one recipient over one channel; the log of its sending."""

    bulletin = models.ForeignKey(Bulletin, models.PROTECT, related_name="deliveries", verbose_name="通报")
    channel = models.CharField("渠道", max_length=5, choices=DeliveryChannel)
    recipient = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="收件人")
    address = models.CharField("电子邮箱", max_length=254, blank=True)
    state = models.CharField("状态", max_length=9, choices=DeliveryState, default=DeliveryState.WAITING)
    message_id = models.CharField("Message-ID", max_length=150, blank=True)
    attempts = models.PositiveSmallIntegerField("次数", default=0)
    next_attempt_at = models.DateTimeField("下次尝试", default=timezone.now)
    handed_over_at = models.DateTimeField("交出时间", null=True)
    sent_at = models.DateTimeField("发出时间", null=True)
    fault = models.CharField("未发出的原因", max_length=300, blank=True)

    class Meta:
        verbose_name = "发送记录"
        verbose_name_plural = "发送记录"
        ordering = ["bulletin", "channel", "recipient", "address"]
        constraints = [
            models.UniqueConstraint(
                fields=["bulletin", "channel", "recipient", "address"],
                name="bulletin_delivery_once",
                nulls_distinct=False,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_channel_display()} {self.recipient or self.address}"
