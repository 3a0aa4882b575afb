"""核稿, 退回, 签发, 作废: each under the lock of the bulletin, with every reason against it, with its audit entry."""

from collections.abc import Callable, Iterator

from celery import current_app
from django.db import transaction
from django.utils import timezone

from indicators.choices import AuditAction, InboxKind, Role
from indicators.models import User
from indicators.services.audit import Actor, record
from indicators.services.inbox import settle_object, tell_people
from tracker.choices import BulletinState
from tracker.domain.bulletins.facts import Facts, figures_from_json
from tracker.domain.bulletins.recipe import recipe_from_json
from tracker.domain.bulletins.storage import document_from_json
from tracker.domain.bulletins.way import TO_STATE, Refusal, Step
from tracker.models import Bulletin
from tracker.queries.bulletins.access import refusals_against
from tracker.services.bulletins.errors import BulletinRefusedError
from tracker.services.bulletins.proofreading import proof_read
from tracker.services.bulletins.storing import imprint_of, rendered, store_files
from tracker.services.bulletins.undelivered import settle_earlier_versions

LABEL = "tracker.bulletin"
ACTIONS = {
    Step.CHECK: AuditAction.CHECKED,
    Step.SEND_BACK: AuditAction.SENT_BACK,
    Step.ISSUE: AuditAction.ISSUED,
    Step.DISCARD: AuditAction.DISCARDED,
}
REASON_REQUIRED = frozenset({Step.SEND_BACK, Step.DISCARD})
LONGEST_REASON, LONGEST_NUMBER = 200, 50


@transaction.atomic
def check_bulletin(*, pk: int, actor: Actor, seen: int | None = None) -> Bulletin:
    """核稿: another person than the drafter has read it; `seen` is `changes` as the page showed it."""
    bulletin = _locked(pk, Step.CHECK, actor, seen=seen)
    bulletin.checked_at, bulletin.checked_by, bulletin.sent_back_reason = timezone.now(), actor.user, ""
    _take(bulletin, Step.CHECK, actor)
    settle_object(label=LABEL, key=str(pk), kinds=[InboxKind.CHECK])
    _tell(bulletin, Role.PUBLISHER, InboxKind.ISSUE, f"“{bulletin}”已核稿，请签发", actor, without=actor.user)
    return bulletin


@transaction.atomic
def send_back_bulletin(*, pk: int, reason: str, actor: Actor, seen: int | None = None) -> Bulletin:
    """Back to the draft, with the reason."""
    bulletin = _locked(pk, Step.SEND_BACK, actor, seen=seen, reason=reason)
    bulletin.checked_at = bulletin.checked_by = None
    bulletin.sent_back_reason = reason.strip()
    _take(bulletin, Step.SEND_BACK, actor, reason)
    settle_object(label=LABEL, key=str(pk), kinds=[InboxKind.ISSUE])
    _tell(bulletin, Role.PUBLISHER, InboxKind.SENT_BACK, f"“{bulletin}”被退回：{reason.strip()}", actor)
    return bulletin


@transaction.atomic
def issue_bulletin(*, pk: int, actor: Actor, document_number: str = "", seen: int | None = None) -> Bulletin:
    """签发: the files are printed with number and date, read back, and from then on nothing of it changes.

    `document_number` (发文字号) only where the template has a place for it.
    """
    number = document_number.strip()
    bulletin = _locked(pk, Step.ISSUE, actor, seen=seen, also=lambda found: list(_number_faults(found, number)))
    bulletin.issued_at, bulletin.issued_by, bulletin.document_number = timezone.now(), actor.user, number
    content = bulletin.content
    document = document_from_json(content.document)
    facts = Facts(recipe_from_json(content.recipe), figures_from_json(content.inputs))
    template = bytes(bulletin.template.content) if bulletin.template else None
    files = rendered(document, imprint_of(bulletin), template)
    proof_read(document, facts, files)
    store_files(bulletin=bulletin, files=files)
    digests = {each.format: each.sha256 for each in bulletin.files.only("bulletin", "format", "sha256")}
    _take(bulletin, Step.ISSUE, actor, new={"content": content.sha256, **digests})
    settle_object(label=LABEL, key=str(pk), kinds=list(InboxKind))
    settle_earlier_versions(bulletin)
    transaction.on_commit(_send_soon, robust=True)
    return bulletin


def _send_soon() -> None:
    """One attempt: when the broker is away the periodic task sends."""
    current_app.tasks["tracker.send_bulletins"].apply_async(retry=False)


@transaction.atomic
def discard_bulletin(*, pk: int, reason: str, actor: Actor, seen: int | None = None) -> Bulletin:
    """作废 a draft; it stays to be read, and the period may be drafted again."""
    bulletin = _locked(pk, Step.DISCARD, actor, seen=seen, reason=reason)
    _take(bulletin, Step.DISCARD, actor, reason)
    settle_object(label=LABEL, key=str(pk), kinds=list(InboxKind))
    return bulletin


def _locked(
    pk: int,
    step: Step,
    actor: Actor,
    *,
    seen: int | None,
    reason: str = "",
    also: Callable[[Bulletin], list[Refusal]] = lambda found: [],
) -> Bulletin:
    rows = Bulletin.objects.select_for_update(of=("self",)).select_related("definition", "template", "content")
    bulletin = rows.get(pk=pk)
    found = refusals_against(step, actor.user, bulletin)
    if step in REASON_REQUIRED and not reason.strip():
        found.append(Refusal("reason_required", "请写明理由"))
    if len(reason.strip()) > LONGEST_REASON:
        found.append(Refusal("too_long", f"理由超过 {LONGEST_REASON} 字"))
    if seen is not None and seen != bulletin.changes:
        found.append(Refusal("changed_meanwhile", "您打开本页后稿件又有改动，请返回核对后再办理"))
    found += also(bulletin)
    if found:
        raise BulletinRefusedError(found)
    return bulletin


def _number_faults(bulletin: Bulletin, number: str) -> Iterator[Refusal]:
    has_place = bulletin.template is not None and "document_number" in bulletin.template.placeholders
    if number and not has_place:
        yield Refusal(
            "no_place_for_number", "公文模板没有发文字号的位置（document_number），请不填，或先换用有此占位符的模板"
        )
    if has_place and not number:
        yield Refusal("number_required", "公文模板有发文字号的位置，请填写发文字号")
    if len(number) > LONGEST_NUMBER:
        yield Refusal("too_long", f"发文字号超过 {LONGEST_NUMBER} 字")


def _take(bulletin: Bulletin, step: Step, actor: Actor, reason: str = "", new: dict[str, object] | None = None) -> None:
    before, bulletin.state = bulletin.state, BulletinState(TO_STATE[step])
    bulletin.changes += 1
    bulletin.save()
    record(
        actor=actor,
        action=ACTIONS[step],
        object_type="bulletin",
        object_key=bulletin.key,
        old={"state": str(before)},
        new={"state": str(bulletin.state), **(new or {})},
        reason=reason.strip(),
    )


def _tell(
    bulletin: Bulletin, role: Role, kind: InboxKind, text: str, actor: Actor, without: User | None = None
) -> None:
    people = [each for each in User.objects.filter(is_active=True, role=role) if each != without]
    tell_people(people=people, kind=kind, label=LABEL, key=str(bulletin.pk), text=text, sender=actor.name)
