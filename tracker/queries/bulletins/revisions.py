"""What a bulletin would say today: which of its printed numbers have been revised since."""

from django.db.models import Exists, OuterRef, QuerySet

from indicators.domain.periods import Period
from tracker.choices import BulletinState
from tracker.domain.bulletins.comparison import Change, compared
from tracker.domain.bulletins.composition import compose
from tracker.domain.bulletins.storage import document_from_json
from tracker.models import Bulletin
from tracker.queries.bulletins.access import outdated
from tracker.queries.bulletins.collection import collected, with_gaps


def differences(bulletin: Bulletin) -> list[Change]:
    """What today's figures change; nothing where no figure it read was published again or came later."""
    if not outdated(Bulletin.objects.filter(pk=bulletin.pk)).exists():
        return []
    found = with_gaps(collected(bulletin.definition, Period.parse(bulletin.period)), bulletin.gaps)
    return compared(document_from_json(bulletin.content.document), compose(found.facts))


def outdated_issues() -> QuerySet[Bulletin]:
    """The newest issue of each definition and period, where it read a figure that was revised or came later."""
    newer = Bulletin.objects.filter(
        definition=OuterRef("definition"),
        period=OuterRef("period"),
        version__gt=OuterRef("version"),
        state=BulletinState.ISSUED,
    )
    issued = Bulletin.objects.filter(~Exists(newer), state=BulletinState.ISSUED)
    return outdated(issued).select_related("definition", "content").order_by("pk")
