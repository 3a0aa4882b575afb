"""E-mails of a bulletin that failed or may not have arrived: one item in each publisher's inbox until all are sent."""

from django.db.models import Count

from indicators.choices import InboxKind, Role
from indicators.models import User
from indicators.services.inbox import settle_object, tell_people
from tracker.choices import DeliveryState
from tracker.models import Bulletin, BulletinDelivery
from tracker.queries.bulletins.deliveries import has_newer_issue
from tracker.services.bulletins.handing_over import ASK_FIRST

LABEL = "tracker.bulletin"
SENDER = "定时任务"
WORDS = {DeliveryState.FAILED: "发送失败", DeliveryState.UNCERTAIN: "不知是否已送达"}


def tell_undelivered(bulletin: Bulletin) -> None:
    """Whether to send again is a person's to decide; not of an older version, of which nothing is sent any more."""
    counts = _undelivered(bulletin)
    if not counts or has_newer_issue(bulletin):
        return
    said = "、".join(f"{counts[state]} 封邮件{words}" for state, words in WORDS.items() if state in counts)
    advice = ASK_FIRST if DeliveryState.UNCERTAIN in counts else "原因见发送记录，可在那里重发。"
    tell_people(
        people=User.objects.filter(role=Role.PUBLISHER, is_active=True).order_by("username"),
        kind=InboxKind.NOTICE,
        label=LABEL,
        key=str(bulletin.pk),
        text=f"《{bulletin.title}》有 {said}。{advice}",
        sender=SENDER,
    )


def settle_delivered(bulletin: Bulletin) -> None:
    """After a mail was sent: the item is done where nothing else of the bulletin failed."""
    if not _undelivered(bulletin):
        settle_object(label=LABEL, key=str(bulletin.pk), kinds=[InboxKind.NOTICE])


def settle_earlier_versions(bulletin: Bulletin) -> None:
    """The bulletin takes the place of the earlier versions: nothing waits for anybody about them any more."""
    earlier = Bulletin.objects.filter(
        definition=bulletin.definition_id, period=bulletin.period, version__lt=bulletin.version
    )
    for pk in earlier.values_list("pk", flat=True):
        settle_object(label=LABEL, key=str(pk), kinds=list(InboxKind))


def _undelivered(bulletin: Bulletin) -> dict[str, int]:
    """How many deliveries are in each of the states that need a person; a state without any is absent."""
    lines = BulletinDelivery.objects.filter(bulletin=bulletin, state__in=WORDS).order_by()
    return dict(lines.values_list("state").annotate(count=Count("pk")))
