"""The clerk hands a return in, and takes it back with a reason while nobody has approved it."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from indicators.choices import InboxKind, Role
from indicators.domain.checks.kinds import Severity
from indicators.domain.returns import WINDOW_CODES, Refusal, Step
from indicators.models import Return
from indicators.queries.returns.figures import CheckedReturn, ExplainedFinding
from indicators.services.audit import Actor
from indicators.services.inbox import settle, tell
from indicators.services.returns.gate import ReturnRefusedError, pass_gate, take_step

WITH_THE_CLERK = (InboxKind.FILL, InboxKind.SENT_BACK, InboxKind.REMINDER)


@transaction.atomic
def submit_return(*, pk: int, actor: Actor, seen: int | None = None) -> Return:
    """Hand the return in. A mandatory finding, and one without its explanation, is a reason against it.

    `seen` is the version that is handed in, as of every step.
    """
    try:
        passed = pass_gate(pk=pk, step=Step.SUBMIT, actor=actor, seen=seen)
    except ReturnRefusedError as refusal:
        raise _with_findings(refusal, pk) from None
    of = passed.of
    findings = CheckedReturn(of).findings
    if against := _refusals(findings):
        raise ReturnRefusedError(against)
    of.submitted_at, of.submitted_by = timezone.now(), passed.actor.user
    explained = {
        f"{each.finding.indicator}/{each.finding.area}/{each.finding.measure}/{each.finding.rule}": each.explanation
        for each in findings
    }
    take_step(passed=passed, step=Step.SUBMIT, new={"explained": explained} if explained else None)
    settle(about=of, kinds=WITH_THE_CLERK)
    tell(role=Role.REVIEWER, kind=InboxKind.REVIEW, about=of, text=f"{of} 已报送，请审核", sender=passed.actor.name)
    return of


def _with_findings(refusal: ReturnRefusedError, pk: int) -> ReturnRefusedError:
    """Also what the checks say, to whom the window alone stands in the way."""
    if all(each.code in WINDOW_CODES for each in refusal.refusals):
        return ReturnRefusedError(refusal.refusals + open_findings(Return.objects.get(pk=pk)))
    return refusal


def open_findings(of: Return) -> list[Refusal]:
    """What the checks have against handing the return in as it stands."""
    return _refusals(CheckedReturn(of).findings)


def _refusals(findings: Iterable[ExplainedFinding]) -> list[Refusal]:
    return [_refusal(each) for each in findings if each.blocks]


def _refusal(each: ExplainedFinding) -> Refusal:
    found = each.finding
    if found.severity == Severity.MANDATORY:
        return Refusal("mandatory_check", f"{each.place}：{found.message}（{found.rule_name}，须改正）")
    return Refusal("explanation_missing", f"{each.place}：{found.message}（{found.rule_name}，须写核实说明）")


@transaction.atomic
def recall_return(*, pk: int, reason: str, actor: Actor, seen: int | None = None) -> Return:
    """Take back what was submitted and not yet approved, to change it."""
    passed = pass_gate(pk=pk, step=Step.RECALL, actor=actor, reason=reason, seen=seen)
    of = passed.of
    of.submitted_at = of.submitted_by = None
    take_step(passed=passed, step=Step.RECALL, reason=reason)
    settle(about=of, kinds=[InboxKind.REVIEW])
    tell(
        role=Role.ENTRY,
        kind=InboxKind.FILL,
        about=of,
        text=f"{of} 已撤回报送，请修改后重新报送",
        due_on=of.window.closes_on,
        sender=passed.actor.name,
    )
    return of
