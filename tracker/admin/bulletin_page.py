"""What the page of a bulletin shows: where it stands, its text, files, sources, sending, and what changed since."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString

from indicators.admin.figures import moment_text
from indicators.models import User
from tracker.choices import BulletinState
from tracker.domain.bulletins.comparison import Change
from tracker.domain.bulletins.storage import document_from_json
from tracker.domain.bulletins.way import Refusal, Step
from tracker.models import Bulletin, BulletinDelivery, BulletinFile
from tracker.queries.bulletins.access import MAKERS, refusals_against
from tracker.queries.bulletins.deliveries import deliveries_of
from tracker.queries.bulletins.revisions import differences_for
from tracker.writers.bulletins.page import bulletin_fragment

STATE_COLOURS = {
    BulletinState.DRAFT.label: "info",
    BulletinState.CHECKED.label: "warning",
    BulletinState.ISSUED.label: "success",
    BulletinState.DISCARDED.label: "danger",
}
STEPS = {
    Step.CHECK: "核稿通过",
    Step.ISSUE: "签发",
    Step.SEND_BACK: "退回",
    Step.REDRAFT: "重新生成",
    Step.REISSUE: "出更正稿",
    Step.DISCARD: "作废",
}
DANGER = frozenset({Step.SEND_BACK, Step.DISCARD})


@dataclass(frozen=True, slots=True, kw_only=True)
class BulletinPage:
    of: Bulletin
    colour: str
    steps: list[tuple[str, str, str]]
    hindrances: list[Refusal]
    text: SafeString
    files: list[BulletinFile]
    changes: list[Change]
    moves: list[Change]
    deliveries: list[BulletinDelivery]
    way: list[tuple[str, str, str]]
    makes: bool


def bulletin_page(user: User, bulletin: Bulletin) -> BulletinPage:
    """Everything the page shows; a fixed number of queries."""
    makes = user.role in MAKERS
    against = {step: refusals_against(step, user, bulletin) for step in STEPS} if makes else {}
    offered = [step for step, found in against.items() if not found]
    document = document_from_json(bulletin.content.document)
    changes = differences_for(user, bulletin)
    return BulletinPage(
        of=bulletin,
        colour=STATE_COLOURS[bulletin.get_state_display()],
        steps=[(STEPS[step], _url(step, bulletin), "danger" if step in DANGER else "primary") for step in offered],
        hindrances=_hindrances(bulletin, against),
        text=bulletin_fragment(document),
        files=list(bulletin.files.defer("content")),
        changes=[each for each in changes if not each.moved],
        moves=[each for each in changes if each.moved],
        deliveries=list(deliveries_of(bulletin)) if makes else [],
        way=_way(bulletin),
        makes=makes,
    )


def _url(step: Step, bulletin: Bulletin) -> str:
    return reverse(f"admin:tracker_bulletin_{step}", args=[bulletin.pk])


def _hindrances(bulletin: Bulletin, against: dict[Step, list[Refusal]]) -> list[Refusal]:
    """Why the next step cannot be taken, where it is this account's."""
    following = {BulletinState.DRAFT: Step.CHECK, BulletinState.CHECKED: Step.ISSUE}.get(BulletinState(bulletin.state))
    return against.get(following, []) if following else []


def _way(bulletin: Bulletin) -> list[tuple[str, str, str]]:
    rows: list[tuple[str, Any, Any]] = [
        ("拟稿", bulletin.drafted_by, bulletin.drafted_at),
        ("核稿", bulletin.checked_by, bulletin.checked_at),
        ("签发", bulletin.issued_by, bulletin.issued_at),
    ]
    return [(name, str(who or "—"), moment_text(at)) for name, who, at in rows]
