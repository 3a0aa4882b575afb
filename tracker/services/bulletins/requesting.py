"""Asking for a run from a page: it is stored, and handed to the worker after the commit."""

from typing import Any

from celery import current_app
from django.db import transaction

from indicators.services.audit import Actor
from tracker.choices import RunKind
from tracker.domain.bulletins.way import Refusal, Step
from tracker.models import Bulletin, BulletinRun
from tracker.queries.bulletins.access import refusals_against
from tracker.services.bulletins.errors import BulletinRefusedError
from tracker.services.bulletins.running import request_run

TASK = "tracker.run_bulletin"
KINDS = {Step.REDRAFT: RunKind.REDRAFT, Step.REISSUE: RunKind.REISSUE}


@transaction.atomic
def start_run(**asked: Any) -> BulletinRun:
    """`request_run` with the work handed on; when the broker is away the sweep does it within a minute or two."""
    run = request_run(**asked)
    transaction.on_commit(lambda: _hand_on(run.pk), robust=True)
    return run


@transaction.atomic
def start_again(
    *, pk: int, step: Step, actor: Actor, gaps_reason: str = "", reason: str = "", seen: int | None = None
) -> BulletinRun:
    """重新生成 a draft or 出更正稿 of an issue, as the page showed it (`seen`); gaps are accepted with a reason."""
    bulletin = Bulletin.objects.select_for_update(of=("self",)).select_related("definition").get(pk=pk)
    found = refusals_against(step, actor.user, bulletin)
    if seen is not None and seen != bulletin.changes:
        found.append(Refusal("changed_meanwhile", "您打开本页后稿件又有改动，请返回核对后再办理"))
    if found:
        raise BulletinRefusedError(found)
    return start_run(
        definition=bulletin.definition,
        period=bulletin.period,
        actor=actor,
        kind=KINDS[step],
        accepts_gaps=bool(gaps_reason.strip()),
        gaps_reason=gaps_reason,
        reason=reason,
    )


def _hand_on(pk: int) -> None:
    current_app.tasks[TASK].apply_async(args=[pk], retry=False)
