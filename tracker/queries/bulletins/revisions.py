"""What a bulletin would say today: which of its printed numbers have been revised since."""

from dataclasses import dataclass
from itertools import zip_longest

from django.db.models import Exists, OuterRef, QuerySet

from indicators.domain.periods import Period
from tracker.choices import BulletinState
from tracker.domain.bulletins.composition import compose
from tracker.domain.bulletins.document import lines_of, text_of
from tracker.domain.bulletins.storage import document_from_json
from tracker.models import Bulletin
from tracker.queries.bulletins.access import outdated
from tracker.queries.bulletins.collection import collected, with_gaps


@dataclass(frozen=True, slots=True)
class Difference:
    """One line or cell that would read otherwise."""

    place: str
    printed: str
    today: str


def differences(bulletin: Bulletin) -> list[Difference]:
    """Every line that today's figures change; nothing where no figure it read was published again or came later."""
    if not outdated(Bulletin.objects.filter(pk=bulletin.pk)).exists():
        return []
    found = with_gaps(collected(bulletin.definition, Period.parse(bulletin.period)), bulletin.gaps)
    before = lines_of(document_from_json(bulletin.content.document))
    after = lines_of(compose(found.facts))
    changed = []
    for old, new in zip_longest(before, after):
        printed, today = (text_of(each.parts) if each else "" for each in (old, new))
        if printed != today:
            changed.append(Difference((old or new).place, printed or "—", today or "—"))
    return changed


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
