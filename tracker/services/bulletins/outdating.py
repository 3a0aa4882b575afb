"""After a revision: the publishers learn which issued bulletins printed what is no longer so."""

from django.db import transaction

from indicators.choices import InboxKind, Role
from indicators.models import InboxItem, User
from indicators.services.inbox import tell_people
from tracker.queries.bulletins.revisions import differences, outdated_issues

LABEL = "tracker.bulletin"
SYSTEM = "系统"


def tell_outdated() -> int:
    """One notice for each newest issue whose printed numbers today's figures change; returns how many are new.

    An issue is told of once; a corrected version takes its place.
    """
    told = InboxItem.objects.filter(object_label=LABEL, kind=InboxKind.OUTDATED).values_list("object_key", flat=True)
    count = 0
    for bulletin in outdated_issues(but=set(told)):
        changed = [each for each in differences(bulletin) if not each.moved]
        if not changed:
            continue
        text = f"“{bulletin}”所据数据已更正，印出的内容有 {len(changed)} 处不同，可出更正稿"
        people = list(User.objects.filter(is_active=True, role=Role.PUBLISHER))
        with transaction.atomic():
            tell_people(
                people=people, kind=InboxKind.OUTDATED, label=LABEL, key=str(bulletin.pk), text=text, sender=SYSTEM
            )
        count += 1
    return count
