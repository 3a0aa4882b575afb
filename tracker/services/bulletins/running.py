"""A run makes one bulletin of a definition for a period, however often it is asked to and wherever it dies."""

import logging
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import OperationalError, transaction
from django.utils import timezone

from indicators.choices import AuditAction, Frequency, InboxKind, Role
from indicators.domain.kinds import Frequency as DomainFrequency
from indicators.domain.period_words import period_text
from indicators.domain.periods import InvalidPeriodError, Period
from indicators.models import User
from indicators.models.advisory import AdvisoryLock, hold
from indicators.queries.access import publishes
from indicators.services.audit import Actor, record
from indicators.services.inbox import settle_object, tell_people
from tracker.choices import BulletinState, RunKind, RunState
from tracker.domain.bulletins.composition import PERIOD_PLACE
from tracker.domain.bulletins.way import Refusal
from tracker.models import Bulletin, BulletinDefinition, BulletinRun
from tracker.queries.bulletins.collection import Collected, collected, with_gaps
from tracker.queries.bulletins.missing import gaps_of, has_any_figure
from tracker.services.bulletins.errors import BulletinRefusedError
from tracker.services.bulletins.proofreading import ProofReadingError, proof_read
from tracker.services.bulletins.storing import (
    imprint_of,
    rendered,
    store_content,
    store_files,
)
from tracker.services.calculations import drain_pending_calculations

logger = logging.getLogger(__name__)
STEPS = ("补算待计算的数", "取数、核对缺口、排印、校对并存档")
LOST_AFTER = timedelta(minutes=1)
OPEN = (BulletinState.DRAFT, BulletinState.CHECKED)
LABEL = "tracker.bulletin"
DEFINITION_LABEL = "tracker.bulletindefinition"


@transaction.atomic
def request_run(
    *,
    definition: BulletinDefinition,
    period: str,
    actor: Actor,
    kind: RunKind = RunKind.DRAFT,
    accepts_gaps: bool = False,
    gaps_reason: str = "",
    reason: str = "",
) -> BulletinRun:
    """Ask for a bulletin; the run under way for the same definition and period is given back where there is one.

    Raises `BulletinRefusedError` with every reason. `perform_run` does the work.
    """
    faults = _faults(definition, period, kind, accepts_gaps, gaps_reason, reason)
    if actor.user and not publishes(actor.user):
        faults.append(Refusal("not_your_role", "通报由审定发布岗生成"))
    if faults:
        raise BulletinRefusedError(faults)
    BulletinDefinition.objects.select_for_update().get(pk=definition.pk)
    under_way = definition.runs.filter(period=period, state__in=[RunState.WAITING, RunState.RUNNING]).first()
    if under_way:
        return under_way
    return BulletinRun.objects.create(
        definition=definition,
        period=period,
        kind=kind,
        requested_by=actor.name,
        requester=actor.user,
        accepts_gaps=accepts_gaps,
        gaps_reason=gaps_reason.strip(),
        reason=reason.strip(),
        steps=len(STEPS),
    )


def _faults(
    definition: BulletinDefinition, period: str, kind: RunKind, accepts_gaps: bool, gaps_reason: str, reason: str
) -> list[Refusal]:
    faults = []
    try:
        parsed = Period.parse(period)
    except InvalidPeriodError as error:
        return [Refusal("invalid_period", str(error))]
    if parsed.frequency != DomainFrequency(definition.frequency):
        label = Frequency(definition.frequency).label
        faults.append(Refusal("wrong_frequency", f"“{definition}”按{label}编制，{period} 不是这种期别"))
    if parsed.last_day >= timezone.localdate():
        faults.append(Refusal("not_over", f"{period} 还没有结束"))
    if not definition.sections.exists():
        faults.append(Refusal("no_sections", "通报还没有内容，请先在定义中加上各部分"))
    if accepts_gaps and not gaps_reason.strip():
        faults.append(Refusal("gaps_reason_required", "接受缺口须写明理由，理由和缺口都会存档，缺口印在文末"))
    if kind == RunKind.REISSUE and not reason.strip():
        faults.append(Refusal("reason_required", "出更正稿须写明原因，原因印在文中"))
    for name, text in (("接受缺口的理由", gaps_reason), ("更正原因", reason)):
        if len(text) > 200:
            faults.append(Refusal("too_long", f"{name}超过 200 字"))
    return faults


def perform_run(*, pk: int) -> BulletinRun:
    """Do the work of a run; done already, nothing is done. A killed run is done again from its beginning."""
    run = BulletinRun.objects.select_related("definition", "requester").get(pk=pk)
    if not run.is_open:
        return run
    try:
        _advance(run, 0)
        drain_pending_calculations()
        _advance(run, 1)
        _make(run)
    except OperationalError:
        raise  # the database is away: the run stays open and is done again
    except BulletinRefusedError as refusal:
        _finish(run, RunState.REFUSED, refusals=[[each.code, each.message] for each in refusal.refusals])
        _tell_refused(run)
    except ProofReadingError as error:
        logger.error("Bulletin run %s did not pass proof-reading: %s", run.pk, error)
        _finish(run, RunState.FAILED, refusals=[["proof_reading", each] for each in error.faults])
        _tell_refused(run)
    except Exception as error:
        logger.exception("Bulletin run %s failed", run.pk)
        _finish(run, RunState.FAILED, refusals=[["failed", f"生成时出错（{type(error).__name__}），已记入日志"]])
        _tell_refused(run)
        raise
    return run


def lost_runs() -> list[int]:
    """Runs without progress for a minute: their worker died, or the broker lost them."""
    since = timezone.now() - LOST_AFTER
    waiting = BulletinRun.objects.filter(state__in=[RunState.WAITING, RunState.RUNNING], heartbeat_at__lt=since)
    return list(waiting.values_list("pk", flat=True))


def _advance(run: BulletinRun, step: int) -> None:
    """Progress is stored at once, so that the page shows it while the work goes on."""
    run.state, run.step, run.message, run.heartbeat_at = RunState.RUNNING, step, STEPS[step], timezone.now()
    run.save(update_fields=["state", "step", "message", "heartbeat_at"])


def _finish(run: BulletinRun, state: RunState, *, refusals: list[list[str]] | None = None) -> None:
    run.state, run.refusals, run.finished_at = state, refusals or [], timezone.now()
    run.message = "" if state == RunState.DONE else RunState(state).label
    run.step = run.steps if state == RunState.DONE else run.step
    run.save(update_fields=["state", "refusals", "finished_at", "message", "step", "bulletin"])


def _make(run: BulletinRun) -> None:
    """Compose and store in one transaction, or give back the bulletin there is.

    Run and computed numbers stand still meanwhile: a run that is delivered twice is done once, and the bulletin says
    what the ledger says.
    """
    with transaction.atomic():
        hold(AdvisoryLock.CALCULATIONS)
        if not BulletinRun.objects.select_for_update().get(pk=run.pk).is_open:
            run.refresh_from_db()
            return
        newest = _newest(run)
        if run.kind == RunKind.DRAFT and newest is not None:
            run.bulletin = newest
            _finish(run, RunState.DONE)
            return
        if against := _against_kind(run, newest):
            raise BulletinRefusedError([against])
        found = _collected(run)
        gaps = gaps_of(found.facts)
        if gaps and not (run.accepts_gaps and has_any_figure(found.facts)):
            raise BulletinRefusedError(gaps)
        found = with_gaps(found, [each.message for each in gaps])
        bulletin = _open_bulletin(run, newest, [each.message for each in gaps])
        document = store_content(bulletin=bulletin, found=found)
        template = bytes(bulletin.template.content) if bulletin.template else None
        files = rendered(document, imprint_of(bulletin), template)
        proof_read(document, found.facts, files)
        store_files(bulletin=bulletin, files=files)
        run.bulletin = bulletin
        _finish(run, RunState.DONE)
        _tell_drafted(bulletin, run)


def _collected(run: BulletinRun) -> Collected:
    """What the bulletin reads; read again where figures were published meanwhile that nothing was computed from yet."""
    while True:
        found = collected(run.definition, Period.parse(run.period))
        if not drain_pending_calculations():
            return found


def _against_kind(run: BulletinRun, newest: Bulletin | None) -> Refusal | None:
    """Why what the run asks for no longer fits: the bulletin has moved on since."""
    if run.kind == RunKind.REDRAFT and (newest is None or newest.state not in OPEN):
        return Refusal("not_open", "稿件已签发或作废，不能重新生成；已签发的请出更正稿")
    if run.kind == RunKind.REISSUE and (newest is None or newest.state != BulletinState.ISSUED):
        return Refusal("not_issued", "这一期没有已签发的通报，或更正稿已在拟，不能再出更正稿")
    return None


def _newest(run: BulletinRun) -> Bulletin | None:
    made = Bulletin.objects.filter(definition=run.definition, period=run.period)
    rows = made.exclude(state=BulletinState.DISCARDED).order_by("-version")
    return rows.select_for_update(of=("self",)).select_related("definition").first()


def _open_bulletin(run: BulletinRun, newest: Bulletin | None, gaps: list[str]) -> Bulletin:
    """The draft to write into: the one there is, or the next version; with its audit entry."""
    definition = run.definition
    again = newest if newest is not None and newest.state in OPEN else None
    bulletin = again or Bulletin(
        definition=definition,
        period=run.period,
        period_end=Period.parse(run.period).last_day,
        version=newest.version + 1 if newest else 1,
        reason=run.reason,
    )
    words = period_text(Period.parse(run.period), "flow_ytd")
    bulletin.title = definition.title.replace(PERIOD_PLACE, words)
    bulletin.use_level, bulletin.template = definition.use_level, definition.template
    bulletin.embargo_until = embargo_of(definition, Period.parse(run.period))
    bulletin.gaps, bulletin.gaps_reason = gaps, run.gaps_reason if gaps else ""
    bulletin.state, bulletin.checked_at, bulletin.checked_by = BulletinState.DRAFT, None, None
    bulletin.drafted_at, bulletin.drafted_by, bulletin.drafter = timezone.now(), run.requested_by, run.requester
    bulletin.changes += 1
    bulletin.save()
    record(
        actor=Actor(name=run.requested_by, user=run.requester),
        action=AuditAction.DRAFTED,
        object_type="bulletin",
        object_key=bulletin.key,
        new={"title": bulletin.title, "gaps": gaps} if gaps else {"title": bulletin.title},
        reason="；".join(each for each in (run.reason, run.gaps_reason) if each),
    )
    return bulletin


def embargo_of(definition: BulletinDefinition, period: Period) -> datetime | None:
    """The moment until which an issued bulletin of the period is kept back; None where there is none."""
    if definition.embargo_days is None:
        return None
    day = period.last_day + timedelta(days=definition.embargo_days)
    at: time = definition.embargo_at
    return datetime.combine(day, at, tzinfo=ZoneInfo(settings.TIME_ZONE))


def _people(*roles: Role) -> list[User]:
    return list(User.objects.filter(is_active=True, role__in=roles).order_by("pk"))


def _tell_drafted(bulletin: Bulletin, run: BulletinRun) -> None:
    settle_object(label=DEFINITION_LABEL, key=str(run.definition_id), kinds=[InboxKind.BULLETIN_RUN])
    key = str(bulletin.pk)
    settle_object(label=LABEL, key=key, kinds=[InboxKind.ISSUE, InboxKind.SENT_BACK, InboxKind.OUTDATED])
    text = f"“{bulletin}”已拟稿，请核稿"
    people = [each for each in _people(Role.REVIEWER) if each != run.requester]
    tell_people(people=people, kind=InboxKind.CHECK, label=LABEL, key=key, text=text, sender=run.requested_by)


def _tell_refused(run: BulletinRun) -> None:
    """One open item for the publishers, however often a schedule is refused for the same period."""
    words = f"“{run.definition}”{run.period} 未生成，原因有 {len(run.refusals)} 项"
    tell_people(
        people=_people(Role.PUBLISHER),
        kind=InboxKind.BULLETIN_RUN,
        label=DEFINITION_LABEL,
        key=str(run.definition_id),
        text=words,
        sender=run.requested_by,
    )
