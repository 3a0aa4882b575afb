"""Which bulletins an account may read, and what stands against a step: the same for pages, API and services."""

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from indicators.choices import Role
from indicators.models import Area, Observation, User
from indicators.queries.access_areas import areas_of
from tracker.choices import BulletinState, UseLevel
from tracker.domain.bulletins.recipe import FROZEN
from tracker.domain.bulletins.way import Refusal, Situation, State, Step, refusals
from tracker.models import Bulletin, BulletinInput
from tracker.queries.bulletins.frozen import with_other_records

MAKERS = frozenset({Role.PUBLISHER, Role.REVIEWER})
READERS = MAKERS | {Role.ENTRY, Role.VIEWER}


def bulletins_for(user: User) -> QuerySet[Bulletin]:
    """Those who make bulletins see all; others the issued ones after the embargo, internal ones as recipients."""
    rows = Bulletin.objects.select_related("definition")
    if user.role in MAKERS:
        return rows
    if user.role not in READERS:
        return rows.none()
    now = timezone.now()
    released = Q(state=BulletinState.ISSUED) & (Q(embargo_until=None) | Q(embargo_until__lte=now))
    own = Q(use_level=UseLevel.PUBLIC) | Q(pk__in=Bulletin.objects.filter(definition__recipients=user).values("pk"))
    return rows.filter(released & own)


def sees_numbers_of_today(user: User, bulletin: Bulletin) -> bool:
    """Figures are for every reader; today's projects and land are for those whose areas they lie in, and for makers."""
    if user.role in MAKERS:
        return True
    shown = {each["area"] for each in bulletin.content.recipe.get("sections", ()) if each["kind"] in FROZEN}
    return shown <= set(Area.objects.filter(pk__in=areas_of(user)).values_list("code", flat=True))


def refusals_against(step: Step, user: User | None, bulletin: Bulletin) -> list[Refusal]:
    """Every reason why the account may not take the step; an operator or a task (None) counts as nobody's role."""
    now = Situation(
        state=State(bulletin.state),
        person=user.pk if user else None,
        drafter=bulletin.drafter_id,
        checker=bulletin.checked_by_id,
        is_publisher=user is not None and user.is_active and user.role == Role.PUBLISHER,
        is_reviewer=user is not None and user.is_active and user.role == Role.REVIEWER,
        is_latest=step != Step.REISSUE or not _newer(bulletin).exists(),
        outdated=step in (Step.CHECK, Step.ISSUE) and outdated(Bulletin.objects.filter(pk=bulletin.pk)).exists(),
    )
    return list(refusals(step, now))


def outdated(bulletins: QuerySet[Bulletin]) -> QuerySet[Bulletin]:
    """Those that read a figure which was published again, withdrawn, or came only afterwards, or that show projects or
    land which are otherwise today.
    """
    current = Observation.objects.current().filter(
        indicator=OuterRef("indicator"), area=OuterRef("area"), period=OuterRef("period")
    )
    arrived = BulletinInput.objects.filter(bulletin=OuterRef("pk"), observation=None).filter(Exists(current.figures()))
    revised = BulletinInput.objects.filter(bulletin=OuterRef("pk"), observation__superseded_at__isnull=False)
    return bulletins.filter(Exists(arrived) | Exists(revised) | Q(pk__in=with_other_records(bulletins)))


def _newer(bulletin: Bulletin) -> QuerySet[Bulletin]:
    same = Bulletin.objects.filter(definition=bulletin.definition_id, period=bulletin.period)
    return same.exclude(state=BulletinState.DISCARDED).filter(version__gt=bulletin.version)
