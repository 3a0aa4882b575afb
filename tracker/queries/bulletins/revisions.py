"""What a bulletin would say today: which of its printed numbers have been revised since."""

from collections.abc import Iterable
from dataclasses import replace

from django.db.models import Exists, OuterRef, QuerySet

from indicators.domain.periods import Period
from indicators.models import User
from tracker.choices import BulletinState
from tracker.domain.bulletins.comparison import Change, compared
from tracker.domain.bulletins.composition import compose
from tracker.domain.bulletins.storage import document_from_json
from tracker.models import Bulletin
from tracker.queries.bulletins.access import outdated, sees_numbers_of_today
from tracker.queries.bulletins.collection import collected, with_gaps

IN_CORRECTED_VERSION = "以更正稿为准"


def differences(bulletin: Bulletin) -> list[Change]:
    """What today's figures, projects and land change; nothing where `outdated` does not name it."""
    if not outdated(Bulletin.objects.filter(pk=bulletin.pk)).exists():
        return []
    found = with_gaps(collected(bulletin.definition, Period.parse(bulletin.period)), bulletin.gaps)
    return compared(document_from_json(bulletin.content.document), compose(found.facts))


def differences_for(user: User, bulletin: Bulletin) -> list[Change]:
    """The same as an account may see it: what was printed always, today's numbers where they are its to see."""
    found = differences(bulletin)
    if not found or sees_numbers_of_today(user, bulletin):
        return found
    return [replace(each, today=IN_CORRECTED_VERSION) for each in found]


def outdated_issues(*, but: Iterable[str] = ()) -> QuerySet[Bulletin]:
    """The newest issue of each definition and period, where `outdated` names it; without those of the ids in `but`."""
    newer = Bulletin.objects.filter(
        definition=OuterRef("definition"),
        period=OuterRef("period"),
        version__gt=OuterRef("version"),
        state=BulletinState.ISSUED,
    )
    issued = Bulletin.objects.filter(~Exists(newer), state=BulletinState.ISSUED).exclude(pk__in=but)
    return outdated(issued).select_related("definition", "content").order_by("pk")
