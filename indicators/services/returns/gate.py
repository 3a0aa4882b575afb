"""The gate of returns: each step asks here, under the lock of the return, and is told every reason against it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from indicators.choices import AuditAction, ReturnState
from indicators.domain.returns import TO_STATE, Refusal, Step
from indicators.models import Return
from indicators.queries.returns.access import acting_hat
from indicators.services.audit import Actor, record

ACTIONS: dict[Step, AuditAction] = {
    Step.WRITE: AuditAction.CHANGED,
    Step.SUBMIT: AuditAction.SUBMITTED,
    Step.RECALL: AuditAction.RECALLED,
    Step.SEND_BACK: AuditAction.SENT_BACK,
    Step.APPROVE: AuditAction.APPROVED,
    Step.PUBLISH: AuditAction.PUBLISHED,
    Step.WITHDRAW: AuditAction.WITHDRAWN,
    Step.REOPEN: AuditAction.REOPENED,
    Step.EXTEND: AuditAction.EXTENDED,
}
REASON_REQUIRED = frozenset({Step.RECALL, Step.SEND_BACK, Step.WITHDRAW, Step.REOPEN, Step.EXTEND})


class ReturnRefusedError(Exception):
    """Nothing was stored; `refusals` lists every reason."""

    code = "refused"

    def __init__(self, refusals: list[Refusal]) -> None:
        super().__init__("；".join(refusal.message for refusal in refusals))
        self.refusals = refusals


@dataclass(frozen=True, slots=True)
class Passed:
    """A return locked for one step, and who takes it: the account itself, or for somebody it stands in for."""

    of: Return
    actor: Actor


def pass_gate(*, pk: int, step: Step, actor: Actor, reason: str = "", seen: int | None = None) -> Passed:
    """Lock the return for `step`, or raise `ReturnRefusedError`. To be called in the transaction of the step.

    `seen` is the version of the return that the step is meant for; one that moved on since is refused.
    """
    of = Return.objects.select_for_update(of=("self",)).select_related("form", "unit").get(pk=pk)
    hat, found = acting_hat(actor.user, of, step)
    if step in REASON_REQUIRED and not reason.strip():
        found.append(Refusal("reason_required", "请写明理由"))
    if seen is not None and seen != of.version:
        found.append(Refusal("changed_meanwhile", "您打开本页后，表中内容或状态又有改动，请返回核对后再办理"))
    if found:
        raise ReturnRefusedError(found)
    if hat and actor.user and hat.user != actor.user:
        actor = Actor(name=f"{actor.name}（代 {hat.user.username}）", user=actor.user)
    return Passed(of, actor)


def take_step(
    *,
    passed: Passed,
    step: Step,
    reason: str = "",
    old: Mapping[str, object] | None = None,
    new: Mapping[str, object] | None = None,
) -> None:
    """Bring the return into the state after `step`, with its audit entry."""
    of = passed.of
    before = of.state
    of.state = ReturnState(TO_STATE.get(step, before))
    of.version += 1
    of.save()
    moved = before != of.state
    record(
        actor=passed.actor,
        action=ACTIONS[step],
        object_type="return",
        object_key=of.key,
        old={**({"state": before} if moved else {}), **(old or {})} or None,
        new={**({"state": str(of.state)} if moved else {}), **(new or {})} or None,
        reason=reason.strip(),
    )


def give_days_for_corrections(of: Return) -> None:
    """Whoever gets a return back has at least the days that the form allows for corrections."""
    until = timezone.localdate() + timedelta(days=of.form.correction_days)
    if until > of.window.closes_on:
        of.extended_until = until
